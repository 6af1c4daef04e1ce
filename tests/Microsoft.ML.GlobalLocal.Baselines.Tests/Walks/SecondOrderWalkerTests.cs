namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class SecondOrderWalkerTests
{
    // User 0 has items 0, 1, 2 (nodes 2, 3, 4), user 1 has item 0 only.
    private static readonly InteractionMatrix Interactions = InteractionMatrix.FromPairs([0, 0, 0, 1], [0, 1, 2, 0], 2, 3);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0.25f, 2)]
    [InlineData(4, 0.5f)]
    public void A_step_has_the_probabilities_of_p_and_q(float p, float q)
    {
        const int Walks = 40_000;
        var walker = new SecondOrderWalker(new BipartiteGraph(Interactions), p, q, new Random(1));
        var counts = new int[5];
        var walk = new int[3];
        int total = 0;
        for (int n = 0; n < Walks; n++)
        {
            Assert.Equal(3, walker.Walk(2, walk));
            Assert.Equal(2, walk[0]);
            if (walk[1] == 0)
            {
                total++;
                counts[walk[2]]++;
            }
        }

        // From item 0 to user 0: back to item 0 with the weight 1 / p, on to items 1 and 2 with 1 / q each.
        double sum = 1 / p + 2 / q;
        Assert.Equal(0.5, (double)total / Walks, 0.015);
        Assert.Equal(1 / p / sum, (double)counts[2] / total, 0.02);
        Assert.Equal(1 / q / sum, (double)counts[3] / total, 0.02);
        Assert.Equal(1 / q / sum, (double)counts[4] / total, 0.02);
    }

    [Fact]
    public void Every_step_is_an_interaction_and_the_types_alternate()
    {
        var graph = new BipartiteGraph(Blocks.Train);
        var walk = new int[50];
        int count = new SecondOrderWalker(graph, 2, 0.5f, new Random(1)).Walk(3, walk);

        Assert.Equal(walk.Length, count);
        for (int n = 1; n < count; n++)
        {
            (int user, int item) = n % 2 == 1 ? (walk[n - 1], walk[n]) : (walk[n], walk[n - 1]);
            Assert.True(Blocks.Train.Contains(user, item - Blocks.Users));
        }
    }

    [Fact]
    public void A_walk_goes_back_where_there_is_no_other_way_and_stays_where_there_is_none()
    {
        var graph = new BipartiteGraph(InteractionMatrix.FromPairs([0], [0], 2, 1));
        var walk = new int[4];

        Assert.Equal(4, new SecondOrderWalker(graph, 100, 1, new Random(1)).Walk(0, walk));
        Assert.Equal([0, 2, 0, 2], walk);
        Assert.Equal(1, new SecondOrderWalker(graph, 1, 1, new Random(1)).Walk(1, walk));
    }
}
