namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>What one system did on one data set by one protocol with one seed.</summary>
internal sealed record RunResult
{
    /// <summary>The settings that the paper prints.</summary>
    public const string Printed = "printed";

    /// <summary>The settings that are best on a validation part of the training interactions.</summary>
    public const string Tuned = "tuned";

    /// <summary>Both settings, in the order of the tables.</summary>
    public static IReadOnlyList<string> AllSettings { get; } = [Printed, Tuned];

    // What is kept of every user's metrics; a rounded value is still exact enough to be compared.
    private const int Digits = 6;

    /// <summary>The name of the data set.</summary>
    public required string DataSet { get; init; }

    /// <summary>The system.</summary>
    public required string System { get; init; }

    /// <summary>By which settings: <see cref="Printed"/> or <see cref="Tuned"/>.</summary>
    public required string Settings { get; init; }

    /// <summary>How it was evaluated.</summary>
    public required EvaluationProtocol Protocol { get; init; }

    /// <summary>The seed of all randomness.</summary>
    public required int Seed { get; init; }

    /// <summary>The length d of the vectors, where the run was asked for one.</summary>
    public int? Dimension { get; init; }

    /// <summary>Why there is no result; <see langword="null"/>: there is one.</summary>
    public string? Failure { get; init; }

    /// <summary>The points that were to be tried.</summary>
    public IReadOnlyList<string> Grid { get; init; } = [];

    /// <summary>The point that was chosen by validation.</summary>
    public string Point { get; init; } = "";

    /// <summary>The number of points that were tried.</summary>
    public int TrialCount { get; init; }

    /// <summary>The processor time of the search and the training, over all threads.</summary>
    public double TrainingSeconds { get; init; }

    /// <summary>The processor time of the evaluation, over all threads.</summary>
    public double EvaluationSeconds { get; init; }

    /// <summary>The machine that it ran on, by <see cref="MachineDescription"/>; empty where that is not known.</summary>
    public string Machine { get; init; } = "";

    /// <summary>The means over the users, by the names of <see cref="RunMetric"/>.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>The values of the users, in an order that is the same for all systems, to six digits; only for what tables show.</summary>
    public IReadOnlyDictionary<string, double[]> PerUser { get; init; } = new Dictionary<string, double[]>();

    /// <summary>Settings in words.</summary>
    /// <param name="settings"><see cref="Printed"/> or <see cref="Tuned"/>.</param>
    public static string Describe(string settings) => settings == Printed ? "as printed" : "tuned";

    /// <summary>The same run with metrics.</summary>
    public RunResult With(TopNMetrics metrics, double evaluationSeconds, bool keepUsers) => this with
    {
        EvaluationSeconds = evaluationSeconds,
        Metrics = RunMetric.All.ToDictionary(metric => metric.Name, metric => metric.Of(metrics)),
        PerUser = keepUsers ? KeepUsers(metrics.PerUser) : new Dictionary<string, double[]>(),
    };

    /// <summary>The same run with the metrics of users, without those of all users together.</summary>
    public RunResult With(IReadOnlyList<UserMetrics> users) => this with
    {
        Metrics = RunMetric.Tested.ToDictionary(metric => metric.Name, metric => users.Average(metric.OfUser!)),
        PerUser = KeepUsers(users),
    };

    private static Dictionary<string, double[]> KeepUsers(IReadOnlyList<UserMetrics> users) =>
        RunMetric.Tested.ToDictionary(metric => metric.Name, metric => users.Select(user => Math.Round(metric.OfUser!(user), Digits)).ToArray());
}
