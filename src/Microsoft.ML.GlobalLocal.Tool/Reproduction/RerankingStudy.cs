using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// Measures what re-ranking by FastTree (LambdaMART) adds to a model on one data set. A part of the training interactions is held out; the model is trained
/// on the rest, and the ranking on its candidates, labelled by the held-out part; cross-validation over the users of that part chooses the numbers of trees
/// and leaves. Then the model is trained on everything, its candidates are ranked, and the test data is read once.
/// </summary>
internal sealed class RerankingStudy
{
    private const double HeldOutShare = 0.15;
    private const int Candidates = 100;
    private const int Folds = 3;
    private const int LeastExamplesPerLeaf = 50;
    private const double LearningRate = 0.1;

    private static readonly RerankingTrial[] Grid =
        [.. from leaves in new[] { 4, 8, 16 } from trees in new[] { 30, 100, 300 } select new RerankingTrial(leaves, trees)];

    private readonly MLContext _mlContext;
    private readonly TrainingSettings _settings;
    private readonly ITransformer _userMapping;
    private readonly IDataView _heldOut;
    private readonly InteractionMatrix _heldOutInteractions;
    private readonly GlobalLocalModel _partial;
    private readonly GlobalLocalModel _model;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Trains the models: one on a part of the data, one on all of it.</summary>
    /// <param name="train">The training interactions.</param>
    /// <param name="settings">The preset, the length of the lists, the seed, the threads.</param>
    /// <param name="progress">Receives reports of progress.</param>
    /// <param name="cancellationToken">Stops the training, and the judging of lists.</param>
    public RerankingStudy(IDataView train, TrainingSettings settings, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        _mlContext = new MLContext(settings.Seed);
        _settings = settings;
        _cancellationToken = cancellationToken;
        var keys = _mlContext.Transforms.Conversion;
        var userMapping = keys.MapValueToKey("User").Fit(train);
        _userMapping = userMapping;
        var keyed = _mlContext.Data.Cache(userMapping.Append(keys.MapValueToKey("Item").Fit(userMapping.Transform(train))).Transform(train));
        (var kept, _heldOut) = InteractionSplitter.HoldOutFraction(keyed, HeldOutShare, settings.Seed);
        _heldOutInteractions = InteractionReader.Read(_mlContext, _heldOut).Interactions;
        var trainer = new GlobalLocalTrainer(_mlContext, new GlobalLocalTrainer.Options
        {
            Preset = settings.Preset,
            Attention = settings.Preset == GlobalLocalPreset.Default ? new AttentionOptions { KeepUnusedSpaces = true } : null,
            TopN = settings.TopN,
            Threads = settings.Threads,
            Progress = progress,
            CancellationToken = cancellationToken,
        });
        _partial = trainer.Fit(kept).Model;
        _model = trainer.Fit(keyed).Model;
    }

    /// <summary>The settings of the study itself, in words.</summary>
    public static string Describe() =>
        FormattableString.Invariant($"{HeldOutShare} held out, {Candidates} candidates, {Folds} folds, {LeastExamplesPerLeaf} examples per leaf, learning rate {LearningRate}, leaves x trees {string.Join(", ", Grid.Select(trial => $"{trial.Leaves} x {trial.Trees}"))}");

    /// <summary>Measures with some features.</summary>
    /// <param name="test">The test interactions.</param>
    /// <param name="itemData">What is known of the items beside who took them; <see langword="null"/>: nothing.</param>
    /// <param name="itemColumns">The columns of <paramref name="itemData"/> that are features.</param>
    public RerankingResult Measure(IDataView test, IDataView? itemData = null, params string[] itemColumns)
    {
        var watch = ProcessorWatch.StartNew();
        var shared = _partial.Attention.Spaces.Select(space => space.Name).Intersect(_model.Attention.Spaces.Select(space => space.Name)).ToArray();
        var options = new CandidateTransformer.Options { Count = Math.Max(Candidates, _settings.TopN), Spaces = shared, ItemData = itemData, ItemColumns = itemColumns };
        var data = _mlContext.Data.Cache(new CandidateTransformer(_mlContext, _partial, options).CreateTrainingData(_heldOut));
        var folds = _mlContext.Data.CrossValidationSplit(data, Folds, CandidateTransformer.GroupColumnName, _settings.Seed);
        var ranked = Grid.Select(trial => RankHeldOut(folds, trial)).ToArray();

        // The model's own lists are the same for every trial.
        int[] heldOutUsers = [.. ranked[0].Keys.Order()];
        var own = Judge(heldOutUsers, _heldOutInteractions, user => Retrieve(_partial, user, _settings.TopN), _settings.TopN);
        RankingComparison[] validated = [.. ranked.Select(trialLists => new RankingComparison(own, Judge(heldOutUsers, _heldOutInteractions, user => trialLists[user], _settings.TopN)))];
        RerankingTrial[] trials = [.. Grid.Zip(validated, (trial, validation) => trial with { Validation = (validation.Recall.After + validation.Ndcg.After) / 2 })];
        int best = Enumerable.Range(0, trials.Length).MaxBy(n => trials[n].Validation);

        var candidates = new CandidateTransformer(_mlContext, _model, options);
        var chain = new TransformerChain<ITransformer>(_userMapping, candidates, CreateTrainer(trials[best]).Fit(data), new TopNTransformer(_mlContext, _settings.TopN));
        var requests = _mlContext.Data.LoadFromEnumerable(_model.Users.Ids.ToArray().Select(user => new Request { User = user }));
        var lists = ReadLists(chain.Transform(requests));
        var tested = new InteractionIds(_model).Read(test);
        var users = Enumerable.Range(0, tested.UserCount).Where(user => tested.GetCount(user) > 0).ToArray();
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema[CandidateTransformer.FeaturesColumnName].GetSlotNames(ref names);
        return new RerankingResult(
            [.. names.DenseValues().Select(name => name.ToString())],
            trials,
            trials[best],
            validated[best],
            Judge(users, tested, user => Retrieve(_model, user, options.Count), options.Count).Average(user => user.Recall),
            new RankingComparison(
                Judge(users, tested, user => Retrieve(_model, user, _settings.TopN), _settings.TopN),
                Judge(users, tested, user => lists.GetValueOrDefault(user) ?? [], _settings.TopN)),
            watch.Seconds);
    }

    /// <summary>The lists of the users with held-out interactions, each ranked by trees that were trained on the other folds.</summary>
    private Dictionary<int, int[]> RankHeldOut(IReadOnlyList<DataOperationsCatalog.TrainTestData> folds, RerankingTrial trial)
    {
        var topN = new TopNTransformer(_mlContext, _settings.TopN);
        return folds.SelectMany(fold => ReadLists(topN.Transform(CreateTrainer(trial).Fit(fold.TrainSet).Transform(fold.TestSet))))
            .ToDictionary(list => list.Key, list => list.Value);
    }

    /// <summary>FastTree trains on no row with a missing value, such as the year of an item of which nothing is known.</summary>
    private IEstimator<ITransformer> CreateTrainer(RerankingTrial trial) => _mlContext.Transforms.ReplaceMissingValues(CandidateTransformer.FeaturesColumnName)
        .Append(_mlContext.Ranking.Trainers.FastTree(new FastTreeRankingTrainer.Options
        {
            NumberOfLeaves = trial.Leaves,
            NumberOfTrees = trial.Trees,
            MinimumExampleCountPerLeaf = LeastExamplesPerLeaf,
            LearningRate = LearningRate,
            NumberOfThreads = _settings.Threads,
        }));

    /// <summary>The items of each user's list, by the indices of the model.</summary>
    private static Dictionary<int, int[]> ReadLists(IDataView data)
    {
        var user = data.Schema["User"];
        var items = data.Schema[RecommendationTransformer.ItemsColumnName];
        var lists = new Dictionary<int, int[]>();
        using var cursor = data.GetRowCursor([user, items]);
        var readUser = cursor.GetGetter<uint>(user);
        var readItems = cursor.GetGetter<VBuffer<uint>>(items);
        uint key = 0;
        VBuffer<uint> keys = default;
        while (cursor.MoveNext())
        {
            readUser(ref key);
            readItems(ref keys);
            lists.Add((int)key - 1, [.. keys.DenseValues().Where(item => item > 0).Select(item => (int)item - 1)]);
        }

        return lists;
    }

    private static int[] Retrieve(GlobalLocalModel model, int user, int count)
    {
        var items = new int[Math.Min(count, model.Items.Count)];
        return user < model.Users.Count ? items[..model.Retriever.Retrieve(user, items, new float[items.Length])] : [];
    }

    private UserMetrics[] Judge(int[] users, InteractionMatrix wanted, Func<int, int[]> getList, int topN)
    {
        var metrics = new UserMetrics[users.Length];
        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = _settings.Threads ?? Environment.ProcessorCount, CancellationToken = _cancellationToken };
        Parallel.For(0, users.Length, parallelism, n => metrics[n] = UserMetrics.Compute(users[n], getList(users[n]), wanted.GetItems(users[n]), topN));
        return metrics;
    }

    private sealed class Request
    {
        public string User { get; set; } = string.Empty;
    }
}
