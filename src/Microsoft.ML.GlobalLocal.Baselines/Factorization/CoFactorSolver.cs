using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Alternating least squares for <see cref="CoFactorTrainer"/>: holds the tables of vectors and the biases, and solves for each exactly, given the
/// others. The result does not depend on the number of threads.
/// </summary>
internal sealed class CoFactorSolver
{
    private const float InitialLength = 0.1f;

    private readonly InteractionMatrix _interactions;
    private readonly NeighbourWeights _information;
    private readonly CoFactorTrainer.Options _options;
    private readonly int _dimension;
    private readonly ParallelOptions _parallelism;

    /// <summary>Starts from random items and contexts of length about 0.1, and biases of 0.</summary>
    /// <param name="interactions">The users' items.</param>
    /// <param name="information">The symmetric matrix m of the items that are taken together.</param>
    /// <param name="options">The objective.</param>
    /// <param name="seed">The seed of the first vectors.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    public CoFactorSolver(InteractionMatrix interactions, NeighbourWeights information, CoFactorTrainer.Options options, int seed, ParallelOptions parallelism)
    {
        _interactions = interactions;
        _information = information;
        _options = options;
        _dimension = options.Dimension;
        _parallelism = parallelism;
        UserVectors = VectorTable.Create(interactions.UserCount, _dimension);
        ItemVectors = VectorTable.Create(interactions.ItemCount, _dimension);
        ContextVectors = VectorTable.Create(interactions.ItemCount, _dimension);
        ItemBiases = new float[interactions.ItemCount];
        ContextBiases = new float[interactions.ItemCount];
        GaussianNoise.Fill(ItemVectors, InitialLength / MathF.Sqrt(_dimension), seed);
        GaussianNoise.Fill(ContextVectors, InitialLength / MathF.Sqrt(_dimension), seed + 1);
    }

    /// <summary>The users' vectors t, row after row: [users * dimension].</summary>
    public float[] UserVectors { get; private set; }

    /// <summary>The items' vectors b, row after row: [items * dimension].</summary>
    public float[] ItemVectors { get; }

    /// <summary>The items' vectors g as context, row after row: [items * dimension].</summary>
    public float[] ContextVectors { get; }

    /// <summary>The items' biases w: [items].</summary>
    public float[] ItemBiases { get; }

    /// <summary>The items' biases v as context: [items].</summary>
    public float[] ContextBiases { get; }

    /// <summary>Solves for the users' vectors, the items', the contexts', and for both sides' biases.</summary>
    public void Sweep()
    {
        UserVectors = CreateFolding().FoldAll(ItemVectors, _interactions, _parallelism);
        TensorPrimitives.Multiply(UserVectors, _options.ObservedWeight / (_options.ObservedWeight - _options.UnobservedWeight), UserVectors);
        SolveItems();
        SolveContexts();

        // m is symmetric: its rows are its columns.
        SolveBiases(ItemBiases, ItemVectors, ContextVectors, ContextBiases);
        SolveBiases(ContextBiases, ContextVectors, ItemVectors, ItemBiases);
    }

    /// <summary>What makes a user's vector of the items' as they are now, divided by c1 / (c1 - c0).</summary>
    public LeastSquaresFolding CreateFolding()
    {
        float excess = _options.ObservedWeight - _options.UnobservedWeight;
        return new LeastSquaresFolding(_options.UnobservedWeight / excess, _options.Lambda / excess, regularizationExponent: 0);
    }

    private void SolveItems()
    {
        var gramian = Gramian.Compute(UserVectors, _dimension, _parallelism);
        TensorPrimitives.Multiply(gramian, _options.UnobservedWeight, gramian);
        float excess = _options.ObservedWeight - _options.UnobservedWeight;
        Parallel.For(0, _interactions.ItemCount, _parallelism, () => new NormalEquations(_dimension), (item, _, equations) =>
        {
            equations.Start(gramian, _options.Lambda);
            foreach (int user in _interactions.Transposed.GetItems(item))
            {
                equations.Add(UserVectors.AsSpan(user * _dimension, _dimension), excess, _options.ObservedWeight);
            }

            AddInformation(equations, item, ContextVectors, ItemBiases[item], ContextBiases);
            equations.Solve(ItemVectors.AsSpan(item * _dimension, _dimension));
            return equations;
        }, _ => { });
    }

    private void SolveContexts() =>
        Parallel.For(0, _interactions.ItemCount, _parallelism, () => new NormalEquations(_dimension), (item, _, equations) =>
        {
            equations.Start([], _options.ContextLambda);
            AddInformation(equations, item, ItemVectors, ContextBiases[item], ItemBiases);
            equations.Solve(ContextVectors.AsSpan(item * _dimension, _dimension));
            return equations;
        }, _ => { });

    private void AddInformation(NormalEquations equations, int item, float[] vectors, float bias, float[] biases)
    {
        var others = _information.GetNeighbours(item);
        var values = _information.GetWeights(item);
        for (int n = 0; n < others.Length; n++)
        {
            equations.Add(vectors.AsSpan(others[n] * _dimension, _dimension), 1, values[n] - bias - biases[others[n]]);
        }
    }

    /// <summary>A bias is the mean of what it is to explain.</summary>
    private void SolveBiases(float[] biases, float[] vectors, float[] otherVectors, float[] otherBiases) =>
        Parallel.For(0, biases.Length, _parallelism, item =>
        {
            var others = _information.GetNeighbours(item);
            var values = _information.GetWeights(item);
            var vector = vectors.AsSpan(item * _dimension, _dimension);
            float sum = 0;
            for (int n = 0; n < others.Length; n++)
            {
                sum += values[n] - otherBiases[others[n]] - TensorPrimitives.Dot<float>(vector, otherVectors.AsSpan(others[n] * _dimension, _dimension));
            }

            biases[item] = others.Length == 0 ? 0 : sum / others.Length;
        });
}
