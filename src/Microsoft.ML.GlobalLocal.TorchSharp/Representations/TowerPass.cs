using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A tower's part in a step of training: forward for the distinct ids of a batch, and, once the gradients by their vectors are known, backward and a
/// step of Adam. The vectors and their gradients lie in managed memory, so that the two towers need nothing of each other in between and may run
/// at the same time.
/// </summary>
internal sealed class TowerPass : IDisposable
{
    private const float SmallestLength = 1e-12f;

    private readonly Tower _tower;
    private readonly RepresentationNetworkTrainer.Options _options;
    private readonly Device _device;
    private readonly AdamOptimizer _optimizer;
    private readonly int _torchThreads;
    private readonly int _dimension;
    private readonly float[] _vectors;
    private readonly float[] _lengths;
    private readonly float[] _gradients;
    private readonly Tensor _outputGradients;
    private int _count;
    private Tensor? _ids;
    private Tensor? _rows;
    private Tensor? _outputs;

    /// <summary>Makes the buffers; the tensors among them live in the dispose scope of the caller.</summary>
    /// <param name="tower">The tower.</param>
    /// <param name="capacity">The largest number of ids.</param>
    /// <param name="options">The learning rate and regularisation.</param>
    /// <param name="decay">How much of Adam's running means a step keeps.</param>
    /// <param name="device">The device to compute on.</param>
    /// <param name="torchThreads">The number of threads of libtorch.</param>
    public TowerPass(Tower tower, int capacity, RepresentationNetworkTrainer.Options options, AdamDecay decay, Device device, int torchThreads)
    {
        _tower = tower;
        _options = options;
        _device = device;
        _torchThreads = torchThreads;
        _dimension = options.Dimension;
        _optimizer = new AdamOptimizer(tower.Parameters, options.LearningRate, options.L2Regularization, decay);
        _vectors = VectorTable.Create(capacity, _dimension);
        _gradients = VectorTable.Create(capacity, _dimension);
        _lengths = new float[capacity];

        // Allocated by libtorch, which aligns it; only then is a sum's last bit always the same.
        _outputGradients = empty(capacity, _dimension);
    }

    /// <summary>The vectors of the ids, of length 1: [ids * dimension].</summary>
    public ReadOnlySpan<float> Vectors => _vectors.AsSpan(0, _count * _dimension);

    /// <summary>The gradients of the loss by <see cref="Vectors"/>, zeros after <see cref="Forward"/>: [ids * dimension].</summary>
    public Span<float> Gradients => _gradients.AsSpan(0, _count * _dimension);

    /// <summary>Computes the vectors.</summary>
    /// <param name="ids">The distinct ids, unchanged until <see cref="Backward"/>.</param>
    public void Forward(ReadOnlySpan<long> ids)
    {
        set_num_threads(_torchThreads);
        using var scope = NewDisposeScope();
        _count = ids.Length;
        _ids = tensor(ids.ToArray(), device: _device);
        _rows = _tower.Embeddings.Select(_ids);
        _outputs = _tower.Apply(_rows);
        scope.Detach(_ids, _rows, _outputs);

        var outputs = _outputs.detach().cpu();
        GetValues(outputs).CopyTo(_vectors);
        for (int row = 0; row < _count; row++)
        {
            var vector = _vectors.AsSpan(row * _dimension, _dimension);
            _lengths[row] = MathF.Max(TensorPrimitives.Norm<float>(vector), SmallestLength);
            TensorPrimitives.Divide(vector, _lengths[row], vector);
        }

        Gradients.Clear();
    }

    /// <summary>Carries <see cref="Gradients"/> back through the tower, and updates it.</summary>
    public void Backward()
    {
        set_num_threads(_torchThreads);
        using var scope = NewDisposeScope();
        var outputGradients = _outputGradients.narrow(0, 0, _count);
        var values = GetValues(outputGradients);
        for (int row = 0; row < _count; row++)
        {
            // Through the normalisation: what points along the vector does not change it.
            var vector = _vectors.AsSpan(row * _dimension, _dimension);
            var gradient = _gradients.AsSpan(row * _dimension, _dimension);
            TensorPrimitives.MultiplyAdd(vector, -TensorPrimitives.Dot<float>(vector, gradient), gradient, gradient);
            TensorPrimitives.Divide(gradient, _lengths[row], values.Slice(row * _dimension, _dimension));
        }

        _optimizer.ClearGradients();
        _outputs!.backward([outputGradients.to(_device)]);
        _optimizer.Step();
        _tower.Embeddings.Update(_ids!, _rows!, _options.LearningRate, _options.L2Regularization);
        Release();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        _optimizer.Dispose();
    }

    private static Span<float> GetValues(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private void Release()
    {
        _outputs?.Dispose();
        _rows?.Dispose();
        _ids?.Dispose();
        _outputs = _rows = _ids = null;
    }
}
