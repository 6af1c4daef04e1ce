using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Sums whose scalar lives until libtorch has read it. TorchSharp's operator + and its kin pass a factor of 1 that nothing refers to: see
/// <see cref="AdamOptimizer"/>.
/// </summary>
internal static class TensorSums
{
    /// <summary>The sum of two tensors.</summary>
    public static Tensor Plus(this Tensor left, Tensor right)
    {
        using var one = 1.ToScalar();
        return left.add(right, one);
    }

    /// <summary>A tensor plus a number.</summary>
    public static Tensor Plus(this Tensor left, double right)
    {
        using var one = 1.ToScalar();
        using var number = right.ToScalar();
        return left.add(number, one);
    }

    /// <summary>Adds a tensor to another one in place.</summary>
    public static Tensor Increase(this Tensor sum, Tensor term)
    {
        using var one = 1.ToScalar();
        return sum.add_(term, one);
    }

    /// <summary>Adds a number to a tensor in place.</summary>
    public static Tensor Increase(this Tensor sum, double term)
    {
        using var one = 1.ToScalar();
        using var number = term.ToScalar();
        return sum.add_(number, one);
    }
}
