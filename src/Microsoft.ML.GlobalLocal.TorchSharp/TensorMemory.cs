using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The memory of tensors on the CPU, for managed code.</summary>
internal static class TensorMemory
{
    /// <summary>The numbers of a dense tensor of 32-bit floats on the CPU, as long as it lives.</summary>
    public static Span<float> GetValues(this Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
