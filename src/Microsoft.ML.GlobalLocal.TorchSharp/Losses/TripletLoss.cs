namespace Microsoft.ML.GlobalLocal;

/// <summary>The loss that a triplet is trained by.</summary>
public enum TripletLoss
{
    /// <summary><see cref="TripletLosses.Product"/> (Eq. 3).</summary>
    Product,

    /// <summary><see cref="TripletLosses.Distance"/> (Eq. 4).</summary>
    Distance,
}
