using CsCheck;
using ScottPlot;

namespace Microsoft.ML.GlobalLocal.Plots.Tests;

public class LabelPlacementTests
{
    private static readonly PixelRect Area = new(10, 490, 390, 20);

    [Fact]
    public void A_label_with_room_is_where_it_belongs() =>
        Assert.Equal(new Pixel(200, 150), new LabelPlacement(Area).Place(new Pixel(200, 150), new PixelSize(80, 16)));

    [Fact]
    public void Labels_are_within_the_area_and_none_covers_another() =>
        Gen.Select(Gen.Int[10, 490], Gen.Int[20, 390], Gen.Int[10, 120]).Array[1, 60].Sample(labels =>
        {
            var placement = new LabelPlacement(Area);
            var placed = new List<(Pixel Center, int Width)>();
            foreach (var (x, y, width) in labels)
            {
                if (placement.Place(new Pixel(x, y), new PixelSize(width, 16)) is not { } center)
                {
                    continue;
                }

                Assert.InRange(center.X, Area.Left + width / 2, Area.Right - width / 2);
                Assert.InRange(center.Y, Area.Top + 8, Area.Bottom - 8);
                Assert.InRange(Math.Sqrt(Math.Pow(center.X - x, 2) + Math.Pow(center.Y - y, 2)), 0, 64);
                Assert.DoesNotContain(placed, other => Math.Abs(other.Center.X - center.X) < (other.Width + width) / 2 && Math.Abs(other.Center.Y - center.Y) < 16);
                placed.Add((center, width));
            }
        });
}
