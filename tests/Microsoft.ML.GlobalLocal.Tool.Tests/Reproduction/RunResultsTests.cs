namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class RunResultsTests
{
    [Fact]
    public void The_machines_are_those_of_what_ran_the_most_used_first()
    {
        var results = new RunResults([Of(""), Of("B."), Of("A."), Of("A."), Of("C.") with { Failure = "not run." }]);
        Assert.Equal(["A. Results: 2.", "Not recorded. Results: 1.", "B. Results: 1."], results.Machines);
    }

    [Fact]
    public void Systems_are_compared_over_the_seeds_that_both_ran_with()
    {
        var results = new RunResults([Of("one", 1, 1, 2), Of("one", 2, 9, 9), Of("other", 1, 0, 0), Of("other", 3, 7, 7), Of("alone", 4, 1, 1)]);
        var comparison = results.Compare(Identify("one"), Identify("other"), RunMetric.Ndcg)!;
        Assert.Equal((1.5, 0), (comparison.First, comparison.Second));
        Assert.Equal([1.5], comparison.SeedDifferences);
        Assert.Equal(2, comparison.Test.Pairs);
        Assert.Null(results.Compare(Identify("one"), Identify("alone"), RunMetric.Ndcg));
        Assert.Null(results.Compare(Identify("one"), Identify("other"), RunMetric.Recall));
    }

    private static RunIdentity Identify(string system) => new("blocks", system, RunResult.Tuned, new EvaluationProtocol(3));

    private static RunResult Of(string system, int seed, params double[] ndcg) => Of("A.") with
    {
        System = system,
        Seed = seed,
        PerUser = new Dictionary<string, double[]> { [RunMetric.Ndcg.Name] = ndcg },
    };

    private static RunResult Of(string machine) => new()
    {
        DataSet = "blocks",
        System = "GW",
        Settings = RunResult.Tuned,
        Protocol = new EvaluationProtocol(3),
        Seed = 1,
        Machine = machine,
    };
}
