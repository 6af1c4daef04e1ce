namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class RunResultsTests
{
    [Fact]
    public void The_machines_are_those_of_what_ran_the_most_used_first()
    {
        var results = new RunResults([Of(""), Of("B."), Of("A."), Of("A."), Of("C.") with { Failure = "not run." }]);
        Assert.Equal(["A. Results: 2.", "Not recorded. Results: 1.", "B. Results: 1."], results.Machines);
    }

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
