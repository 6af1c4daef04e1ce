using System.Numerics.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A tower's part in a step of training: forward for the distinct ids of a batch, and, once the gradients by their vectors are known, backward and a
/// step of Adam. The vectors and their gradients lie in managed memory. The ids are worked off in parts, which threads may share as they like, since
/// nothing depends on which of them takes one, or when.
/// </summary>
internal sealed class TowerPass : IDisposable
{
    private const float SmallestLength = 1e-12f;

    // So many that what a part reads and writes stays in a core's cache. A GPU is the faster the more it gets at once.
    private const int PartRows = 512;

    private readonly Tower _tower;
    private readonly RepresentationNetworkTrainer.Options _options;
    private readonly Device _device;
    private readonly int _partRows;
    private readonly FeedForwardPass _layers;
    private readonly AdamOptimizer _optimizer;
    private readonly int _dimension;
    private readonly long[] _ids;
    private readonly float[] _vectors;
    private readonly float[] _lengths;
    private readonly float[] _gradients;
    private int _count;

    /// <summary>Makes the buffers; the tensors among them live in the dispose scope of the caller.</summary>
    /// <param name="tower">The tower.</param>
    /// <param name="capacity">The largest number of ids.</param>
    /// <param name="options">The learning rate and regularisation.</param>
    /// <param name="decay">How much of Adam's running means a step keeps.</param>
    /// <param name="device">The device to compute on.</param>
    public TowerPass(Tower tower, int capacity, RepresentationNetworkTrainer.Options options, AdamDecay decay, Device device)
    {
        _tower = tower;
        _options = options;
        _device = device;
        _partRows = device.type == DeviceType.CPU ? PartRows : capacity;
        _dimension = options.Dimension;
        _layers = new FeedForwardPass(tower.Layers, capacity, _partRows, device);
        _optimizer = new AdamOptimizer(tower.Layers.Parameters, options.LearningRate, options.L2Regularization, decay);
        _ids = new long[capacity];
        _vectors = VectorTable.Create(capacity, _dimension);
        _gradients = VectorTable.Create(capacity, _dimension);
        _lengths = new float[capacity];
    }

    /// <summary>The number of parts that the ids make.</summary>
    public int PartCount => (_count + _partRows - 1) / _partRows;

    /// <summary>The vectors of the ids, of length 1: [ids * dimension].</summary>
    public ReadOnlySpan<float> Vectors => _vectors.AsSpan(0, _count * _dimension);

    /// <summary>The gradients of the loss by <see cref="Vectors"/>, zeros after <see cref="Forward"/>: [ids * dimension].</summary>
    public Span<float> Gradients => _gradients.AsSpan(0, _count * _dimension);

    /// <summary>Begins a step.</summary>
    /// <param name="ids">The distinct ids.</param>
    public void Begin(ReadOnlySpan<long> ids)
    {
        ids.CopyTo(_ids);
        _count = ids.Length;
        _tower.Embeddings.BeginStep();
    }

    /// <summary>Computes the vectors of a part.</summary>
    public void Forward(int part)
    {
        TorchBackend.UseOneThread();
        using var scope = NewDisposeScope();
        var ids = GetIds(part, out int start);
        var outputs = _layers.Forward(part, _tower.Embeddings.Select(ids).to(_device)).cpu();
        outputs.GetValues().CopyTo(_vectors.AsSpan(start * _dimension));
        for (int row = start; row < start + ids.Length; row++)
        {
            var vector = GetRow(_vectors, row);
            _lengths[row] = MathF.Max(TensorPrimitives.Norm<float>(vector), SmallestLength);
            TensorPrimitives.Divide(vector, _lengths[row], vector);
        }

        _gradients.AsSpan(start * _dimension, ids.Length * _dimension).Clear();
    }

    /// <summary>Carries the <see cref="Gradients"/> of a part back through the tower, and updates its embeddings.</summary>
    public void Backward(int part)
    {
        TorchBackend.UseOneThread();
        using var scope = NewDisposeScope();
        var ids = GetIds(part, out int start);
        var outputGradients = empty(ids.Length, _dimension);
        var values = outputGradients.GetValues();
        for (int row = start; row < start + ids.Length; row++)
        {
            // Through the normalisation: what points along the vector does not change it.
            var vector = GetRow(_vectors, row);
            var gradient = GetRow(_gradients, row);
            TensorPrimitives.MultiplyAdd(vector, -TensorPrimitives.Dot<float>(vector, gradient), gradient, gradient);
            TensorPrimitives.Divide(gradient, _lengths[row], values.Slice((row - start) * _dimension, _dimension));
        }

        var gradients = _layers.Backward(part, outputGradients.to(_device)).cpu();
        _tower.Embeddings.Update(ids, gradients.GetValues(), _options.LearningRate, _options.L2Regularization);
    }

    /// <summary>Updates the layers by the gradients of all parts.</summary>
    public void Step()
    {
        TorchBackend.UseOneThread();
        _layers.SumGradients(PartCount);
        _optimizer.Step();
    }

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();

    private ReadOnlySpan<long> GetIds(int part, out int start)
    {
        start = part * _partRows;
        return _ids.AsSpan(start, Math.Min(_partRows, _count - start));
    }

    private Span<float> GetRow(float[] table, int row) => table.AsSpan(row * _dimension, _dimension);
}
