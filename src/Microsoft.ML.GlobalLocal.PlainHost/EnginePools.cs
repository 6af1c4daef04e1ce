using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;

namespace PlainHost;

/// <summary>The engines of one model. An engine serves one thread at a time, so each request borrows one.</summary>
internal sealed class EnginePools
{
    private readonly ObjectPool<PredictionEngine<Query, Scored>> _scoring;
    private readonly ObjectPool<PredictionEngine<Query, RankedList>>? _ranking;

    private EnginePools(MLContext mlContext, ITransformer model, DataViewSchema inputSchema)
    {
        _scoring = CreatePool<Scored>(mlContext, model);
        _ranking = model.GetOutputSchema(inputSchema).GetColumnOrNull(nameof(RankedList.Items)) is null ? null : CreatePool<RankedList>(mlContext, model);
    }

    /// <summary>Loads a model; an engine is made at once, so that a model of other columns is told here.</summary>
    public static EnginePools Load(string path)
    {
        var mlContext = new MLContext();
        var model = mlContext.Model.Load(path, out var inputSchema);
        var pools = new EnginePools(mlContext, model, inputSchema);
        pools.Score(new Query());
        return pools;
    }

    public Scored Score(Query query) => Predict(_scoring, query);

    /// <summary>The list of a user; <see langword="null"/> where the model makes none.</summary>
    public RankedList? Recommend(Query query) => _ranking is null ? null : Predict(_ranking, query);

    private static ObjectPool<PredictionEngine<Query, T>> CreatePool<T>(MLContext mlContext, ITransformer model)
        where T : class, new() => new DefaultObjectPoolProvider().Create(new EnginePolicy<T>(mlContext, model));

    private static T Predict<T>(ObjectPool<PredictionEngine<Query, T>> pool, Query query)
        where T : class, new()
    {
        var engine = pool.Get();
        try
        {
            return engine.Predict(query);
        }
        finally
        {
            pool.Return(engine);
        }
    }

    private sealed class EnginePolicy<T>(MLContext mlContext, ITransformer model) : PooledObjectPolicy<PredictionEngine<Query, T>>
        where T : class, new()
    {
        public override PredictionEngine<Query, T> Create() => mlContext.Model.CreatePredictionEngine<Query, T>(model);

        public override bool Return(PredictionEngine<Query, T> obj) => true;
    }
}
