namespace Microsoft.ML.GlobalLocal.Plots.Tests;

public class PrincipalPlaneTests
{
    [Fact]
    public void The_first_direction_is_that_of_the_greatest_difference()
    {
        // Directions: four along the second axis, opposed two by two, and two along the third. The first entry is the same for all.
        float[] items = [1, 3, 0, 1, 3, 0, 1, -3, 0, 1, -3, 0, 1, 0, 2, 1, 0, -2];
        var points = PrincipalPlane.Project(new VectorSpace("S", 3, [0, 0, 0], items, VectorSimilarity.Product));
        Assert.Equal(6, points.Length);
        Assert.All(points[..4], point => Assert.Equal(3 / Math.Sqrt(10), Math.Abs(point.X), tolerance: 1e-4));
        Assert.Equal(points[0].X, -points[2].X, tolerance: 1e-4);
        Assert.All(points[4..], point => Assert.Equal(0, point.X, tolerance: 1e-4));
        Assert.Equal(2 / Math.Sqrt(5), Math.Abs(points[4].Y), tolerance: 1e-4);
        Assert.Equal(points[4].Y, -points[5].Y, tolerance: 1e-4);
    }

    [Fact]
    public void A_space_of_one_dimension_is_a_line() =>
        Assert.All(PrincipalPlane.Project(new VectorSpace("S", 1, [0], [1, -2, 0], VectorSimilarity.Product)), point => Assert.Equal(0, point.Y));
}
