namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>One piece of work of a reproduction: trains what can be trained together, on one data set with one seed, and evaluates it.</summary>
/// <param name="source">The data set.</param>
/// <param name="leaveOneOut">Whether it is evaluated by leave-one-out instead of lists of N among all items.</param>
/// <param name="seed">The seed of all randomness.</param>
internal abstract class ReproductionJob(DataSetSource source, bool leaveOneOut, int seed)
{
    /// <summary>The data set.</summary>
    public ReproductionDataSet DataSet => source.DataSet;

    /// <summary>Whether it is evaluated by leave-one-out.</summary>
    public bool LeaveOneOut => leaveOneOut;

    /// <summary>What determines the results.</summary>
    public RunKey Key => CreateKey(Configuration);

    /// <summary>What is run.</summary>
    public abstract string System { get; }

    /// <summary>By which settings: <see cref="RunResult.Printed"/> or <see cref="RunResult.Tuned"/>.</summary>
    public abstract string Settings { get; }

    /// <summary>How long it takes, compared with other jobs: a rough guess, for the time left.</summary>
    public double Effort => EffortOnData * source.Size;

    /// <summary>The job in a few words.</summary>
    public string Title => $"{DataSet.Name}{(LeaveOneOut ? " leave-one-out" : "")}, {System}, {Settings}, seed {seed}";

    /// <summary>The dimension d that is asked for; <see langword="null"/>: none is.</summary>
    public virtual int? Dimension => null;

    /// <summary>The first is 1. To be raised when the same configuration is trained in another way, so that old results are not taken for new ones.</summary>
    protected virtual int Revision => 1;

    /// <summary>How long it takes, compared with other jobs on the same data; a second on MovieLens-100k is about 1.</summary>
    protected abstract double EffortOnData { get; }

    /// <summary>The data set in its folder.</summary>
    protected DataSetSource Source => source;

    /// <summary>All that the results depend on, besides what the key has by itself.</summary>
    protected abstract string Configuration { get; }

    /// <summary>How a result is evaluated where nothing else is said.</summary>
    protected EvaluationProtocol Protocol => leaveOneOut ? EvaluationProtocol.OneAmongNegatives : new EvaluationProtocol(DataSet.TopN);

    /// <summary>Does the work. What is not possible gives a result that says why.</summary>
    /// <param name="threads">The number of threads; nothing depends on it.</param>
    /// <param name="progress">Receives reports of progress.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public IReadOnlyList<RunResult> Run(int threads, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var split = source.Read(leaveOneOut, seed);
        var results = Run(split, new SpaceTrainingContext
        {
            Interactions = split.Train,
            Host = new MLContext(seed),
            TopN = Protocol.TopN,
            Seed = seed,
            Threads = threads,
            Progress = progress,
            CancellationToken = cancellationToken,
        });

        // Training that is stopped may end as if it had come to its end.
        cancellationToken.ThrowIfCancellationRequested();
        string machine = MachineDescription.Describe();
        return [.. results.Select(result => result.Machine.Length > 0 ? result : result with { Machine = machine })];
    }

    /// <summary>A result of the job without any metrics.</summary>
    public RunResult CreateFailure(string reason) => CreateResult(System) with { Failure = reason };

    /// <summary>Does the work.</summary>
    /// <param name="split">The data.</param>
    /// <param name="context">The training interactions, and what else training needs.</param>
    protected abstract IReadOnlyList<RunResult> Run(ReproductionSplit split, SpaceTrainingContext context);

    /// <summary>What determines a part of the results.</summary>
    /// <param name="configuration">All that it depends on, besides what the key has by itself.</param>
    protected RunKey CreateKey(string configuration) =>
        new(DataSet.Name, source.Digest, System, Settings, $"{Protocol}", seed, Revision == 1 ? configuration : $"{configuration}; revision {Revision}");

    /// <summary>Starts a result.</summary>
    /// <param name="system">The system that it is of.</param>
    protected RunResult CreateResult(string system) =>
        new() { DataSet = DataSet.Name, System = system, Settings = Settings, Protocol = Protocol, Seed = seed };

    /// <summary>Evaluates a model by the protocol of a result.</summary>
    protected static RunResult Evaluate(RunResult result, ReproductionSplit split, AttentionModel model, ClusteringIndex? index, SpaceTrainingContext context, bool keepUsers = true)
    {
        var watch = ProcessorWatch.StartNew();
        var metrics = split.Evaluate(model, result.Protocol.TopN, index, result.Protocol.SearchedClusters, context.Threads, context.CancellationToken);
        return result.With(metrics, watch.Seconds, keepUsers);
    }
}
