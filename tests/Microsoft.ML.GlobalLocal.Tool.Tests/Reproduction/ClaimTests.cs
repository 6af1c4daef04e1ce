namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class ClaimTests
{
    private static readonly double[] Low = [.. Enumerable.Range(1, 30).Select(user => user / 100.0)];
    private static readonly double[] High = [.. Low.Select(value => value * 1.1)];

    // More for one user, less for the next, and a little more on average.
    private static readonly double[] Mixed = [.. Low.Select((value, user) => value + (user % 2 == 0 ? -1 : 1) * (user + 1) / 1000.0)];

    [Fact]
    public void The_test_decides_and_the_evidence_has_the_numbers()
    {
        var claims = Claim.Test([Compare(High, Low), Compare(Low, High), Compare(Mixed, Low)]);
        Assert.Equal([Verdict.Holds, Verdict.Fails, Verdict.Open], claims.Select(claim => claim.Verdict));
        Assert.Equal("AP beats LP", claims[0].Statement);
        Assert.Equal("recall: AP .1705, LP .1550 (+10.0 %); 30 users, p < .001; one seed", claims[0].Evidence);
        Assert.StartsWith("recall: AP .1550, LP .1705 (-9.1 %)", claims[1].Evidence);
    }

    [Fact]
    public void No_worse_holds_with_a_proven_gain_and_stands_with_a_mean_that_is_not_lower()
    {
        Assert.Equal(
            [Verdict.Holds, Verdict.Stands, Verdict.Open, Verdict.Fails, Verdict.Stands],
            Claim.Test([NoWorse(High, Low), NoWorse(Mixed, Low), NoWorse(Low, Mixed), NoWorse(Low, High), NoWorse(Low, Low)]).Select(claim => claim.Verdict));
    }

    [Fact]
    public void The_number_of_claims_counts()
    {
        // Seven gains: p = .018 alone, .054 as the least of three.
        double[] zeros = new double[7];
        var gain = Compare([1, 2, 3, 4, 5, 6, 7], zeros);
        Assert.Equal(Verdict.Holds, Claim.Test([gain])[0].Verdict);
        var three = Claim.Test([gain, Compare(zeros, zeros), Compare(zeros, zeros)]);
        Assert.Equal(Verdict.Open, three[0].Verdict);
        Assert.Equal("recall: AP 4.0000, LP .0000; 7 users, p = .054; one seed", three[0].Evidence);
    }

    [Fact]
    public void A_gain_that_not_every_seed_has_is_not_decided()
    {
        // A large gain of one seed, and a small loss of the other: by users alone p < .001.
        double[] lower = [.. Low.Select(value => value - 0.001)];
        var claim = Assert.Single(Claim.Test([new("AP beats LP", "recall", "AP", "LP", SystemComparison.Of((High, Low), (lower, Low)))]));
        Assert.Equal(Verdict.Open, claim.Verdict);
        Assert.Equal("recall: AP .1623, LP .1550 (+4.7 %); 30 users, p < .001; by seed +.0155, -.0010", claim.Evidence);
        Assert.Equal(Verdict.Holds, Claim.Test([new("AP beats LP", "recall", "AP", "LP", SystemComparison.Of((High, Low), (High, Low)))])[0].Verdict);
    }

    private static ClaimedComparison Compare(double[] first, double[] second) => new("AP beats LP", "recall", "AP", "LP", SystemComparison.Of((first, second)));

    private static ClaimedComparison NoWorse(double[] first, double[] second) => Compare(first, second) with { NoWorse = true };
}
