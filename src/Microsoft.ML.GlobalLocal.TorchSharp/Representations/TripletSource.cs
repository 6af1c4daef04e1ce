namespace Microsoft.ML.GlobalLocal;

/// <summary>Which triplets a representation network is trained on.</summary>
public enum TripletSource
{
    /// <summary>The global set T (Eq. 2): <see cref="GlobalTripletSampler"/>.</summary>
    Global,

    /// <summary>The local sets (Eqs. 5 and 6) of the clusters of a global space: <see cref="LocalTripletSampler"/>.</summary>
    Local,
}
