using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The centrality of users and items by HITS: a user's is the sum of its items' centralities, an item's that of its users', each side then brought
/// from its least and largest to [0, 1].
/// </summary>
internal static class HitsCentrality
{
    private const int Iterations = 50;

    /// <summary>Computes the centralities.</summary>
    /// <param name="interactions">The interactions.</param>
    public static (float[] Users, float[] Items) Compute(InteractionMatrix interactions)
    {
        var users = new float[interactions.UserCount];
        var items = new float[interactions.ItemCount];
        items.AsSpan().Fill(1);
        for (int n = 0; n < Iterations; n++)
        {
            Sum(interactions, items, users);
            Sum(interactions.Transposed, users, items);
        }

        Scale(users);
        Scale(items);
        return (users, items);
    }

    private static void Sum(InteractionMatrix interactions, ReadOnlySpan<float> source, Span<float> target)
    {
        for (int row = 0; row < target.Length; row++)
        {
            float sum = 0;
            foreach (int other in interactions.GetItems(row))
            {
                sum += source[other];
            }

            target[row] = sum;
        }

        float largest = TensorPrimitives.Max<float>(target);
        if (largest > 0)
        {
            TensorPrimitives.Divide(target, largest, target);
        }
    }

    private static void Scale(Span<float> values)
    {
        float least = TensorPrimitives.Min<float>(values);
        float range = TensorPrimitives.Max<float>(values) - least;
        foreach (ref float value in values)
        {
            value = range > 0 ? (value - least) / range : 0;
        }
    }
}
