namespace Microsoft.ML.GlobalLocal.Tests;

/// <summary>Makes models of random scores, and keeps what they were fitted on. Every fit after the first has the spaces A and C, the first A and B.</summary>
internal sealed class RandomModelEstimator(MLContext context) : IEstimator<GlobalLocalTransformer>
{
    /// <summary>What each fit was given.</summary>
    public List<InteractionData> Fits { get; } = [];

    public GlobalLocalTransformer Fit(IDataView input)
    {
        var data = InteractionReader.Read(context, input);
        Fits.Add(data);
        RepresentationSpace[] spaces = [CreateSpace("A", data, seed: 1), CreateSpace(Fits.Count == 1 ? "B" : "C", data, seed: 2)];
        var attention = new AttentionModel(spaces, [1, 1], new FixedWeighting([0, 0]), Blend.Scores, VectorSimilarity.Product);
        return new GlobalLocalTransformer(context, new GlobalLocalModel(data.Users, data.Items, data.Interactions, attention));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;

    private static VectorSpace CreateSpace(string name, InteractionData data, int seed) =>
        TestData.RandomSpace(name, data.Users.Count, data.Items.Count, 3, VectorSimilarity.Product, seed);
}
