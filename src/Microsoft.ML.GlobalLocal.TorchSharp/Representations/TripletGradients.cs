using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Both triplet losses of unit vectors, and their gradients, in one pass over the triplets of a batch. For unit vectors the distance loss is a function
/// of the products too, since |a - b|^2 = 2 - 2 &lt;a, b&gt;, and its gradient differs only along the vectors, which the normalisation takes out.
/// </summary>
/// <param name="loss">The loss.</param>
/// <param name="scale">The scale of the product loss.</param>
/// <param name="margin">The margin of the distance loss.</param>
/// <param name="dimension">The length of the vectors.</param>
internal sealed class TripletGradients(TripletLoss loss, double scale, double margin, int dimension)
{
    /// <summary>Adds the gradients of the mean loss; the triplets are summed in their order.</summary>
    /// <param name="batch">The triplets.</param>
    /// <param name="users">The vectors of the batch's distinct users: [users * dimension].</param>
    /// <param name="items">The vectors of its distinct items: [items * dimension].</param>
    /// <param name="userGradients">What is added to: [users * dimension].</param>
    /// <param name="itemGradients">What is added to: [items * dimension].</param>
    /// <returns>The sum of the losses.</returns>
    public double Add(TripletBatch batch, ReadOnlySpan<float> users, ReadOnlySpan<float> items, Span<float> userGradients, Span<float> itemGradients)
    {
        double sum = 0;
        for (int n = 0; n < batch.Count; n++)
        {
            int userStart = (int)batch.Users[n] * dimension;
            int positiveStart = (int)batch.Positives[n] * dimension;
            int negativeStart = (int)batch.Negatives[n] * dimension;
            var user = users.Slice(userStart, dimension);
            var positive = items.Slice(positiveStart, dimension);
            var negative = items.Slice(negativeStart, dimension);
            var (value, slope) = Evaluate(TensorPrimitives.Dot(user, negative) - TensorPrimitives.Dot(user, positive));
            sum += value;
            if (slope == 0)
            {
                continue;
            }

            float weight = (float)(slope / batch.Count);
            Add(negative, weight, userGradients.Slice(userStart, dimension));
            Add(positive, -weight, userGradients.Slice(userStart, dimension));
            Add(user, weight, itemGradients.Slice(negativeStart, dimension));
            Add(user, -weight, itemGradients.Slice(positiveStart, dimension));
        }

        return sum;
    }

    /// <summary>The loss of the difference of the products &lt;u, i-&gt; - &lt;u, i+&gt;, and its derivative.</summary>
    private (double Value, double Slope) Evaluate(double difference)
    {
        if (loss == TripletLoss.Distance)
        {
            double distance = 2 * difference + margin;
            return distance > 0 ? (distance, 2) : (distance < 0 ? 0 : distance, 0);
        }

        // ln(1 + e^x) without overflow.
        double scaled = scale * difference;
        double small = Math.Exp(-Math.Abs(scaled));
        return (Math.Max(scaled, 0) + Math.Log(1 + small), scale * (scaled > 0 ? 1 : small) / (1 + small));
    }

    private static void Add(ReadOnlySpan<float> vector, float weight, Span<float> target) => TensorPrimitives.MultiplyAdd(vector, weight, target, target);
}
