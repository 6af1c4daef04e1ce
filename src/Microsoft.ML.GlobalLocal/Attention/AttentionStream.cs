namespace Microsoft.ML.GlobalLocal;

/// <summary>Writes and reads the content of an attention model, its spaces included, in a model's stream.</summary>
internal static class AttentionStream
{
    private const int FixedKind = 0;
    private const int ScoreKind = 1;
    private const int RepresentationKind = 2;
    private const int MaximumSpaces = 1024;
    private const int MaximumLayers = 16;

    // *** Binary format ***
    // int: users, int: items, int: spaces
    // the spaces (SpaceStream)
    // int, float[spaces]: scales
    // int: blend, int: similarity
    // int, float[spaces]: biases
    // int: kind of weighting
    //   scores: network, int, float[items] log popularity
    //   representations: a network per space
    // network: int layers; for each: int inputs, int, float[outputs] biases, int, float[outputs * inputs] weights
    public static void Write(AttentionModel model, ModelWriter writer)
    {
        writer.Write(model.UserCount);
        writer.Write(model.ItemCount);
        writer.Write(model.Spaces.Count);
        foreach (var space in model.Spaces)
        {
            SpaceStream.Write(space, writer);
        }

        writer.WriteArray<float>(model.Scales);
        writer.Write((int)model.Blend);
        writer.Write((int)model.Similarity);
        writer.WriteArray<float>(model.Weighting.Biases);
        switch (model.Weighting)
        {
            case ScoreWeighting scores:
                writer.Write(ScoreKind);
                Write(scores.Network, writer);
                writer.WriteArray<float>(scores.LogPopularity);
                break;
            case RepresentationWeighting representations:
                writer.Write(RepresentationKind);
                foreach (var network in representations.Networks)
                {
                    Write(network, writer);
                }

                break;
            default:
                writer.Write(FixedKind);
                break;
        }
    }

    public static AttentionModel Read(ModelReader reader)
    {
        int users = reader.ReadInt32(1, int.MaxValue);
        int items = reader.ReadInt32(1, int.MaxValue);
        var spaces = new RepresentationSpace[reader.ReadInt32(1, MaximumSpaces)];
        for (int r = 0; r < spaces.Length; r++)
        {
            spaces[r] = SpaceStream.Read(reader, users, items);
        }

        var scales = reader.ReadArray<float>(spaces.Length);
        var blend = (Blend)reader.ReadInt32((int)Blend.Scores, (int)Blend.Representations);
        var similarity = (VectorSimilarity)reader.ReadInt32((int)VectorSimilarity.Product, (int)VectorSimilarity.NegativeDistance);
        var biases = reader.ReadArray<float>(spaces.Length);
        AttentionWeighting weighting = reader.ReadInt32(FixedKind, RepresentationKind) switch
        {
            ScoreKind => new ScoreWeighting(biases, ReadNetwork(reader), reader.ReadArray<float>(items)),
            RepresentationKind => new RepresentationWeighting(biases, [.. spaces.Select(_ => ReadNetwork(reader))], spaces),
            _ => new FixedWeighting(biases),
        };
        return new AttentionModel(spaces, scales, weighting, blend, similarity);
    }

    /// <summary>Writes a network, for other streams that hold one too.</summary>
    public static void Write(DenseNetwork network, ModelWriter writer)
    {
        writer.Write(network.Layers.Length);
        foreach (var layer in network.Layers)
        {
            writer.Write(layer.InputSize);
            writer.WriteArray<float>(layer.Biases);
            writer.WriteArray<float>(layer.Weights);
        }
    }

    /// <summary>Reads what <see cref="Write(DenseNetwork, ModelWriter)"/> wrote.</summary>
    public static DenseNetwork ReadNetwork(ModelReader reader)
    {
        var layers = new DenseLayer[reader.ReadInt32(1, MaximumLayers)];
        for (int n = 0; n < layers.Length; n++)
        {
            int inputs = reader.ReadInt32(1, int.MaxValue);
            var biases = reader.ReadArrayUpTo<float>(Array.MaxLength);
            layers[n] = new DenseLayer(inputs, reader.ReadArray<float>((long)inputs * biases.Length), biases);
        }

        return new DenseNetwork(layers);
    }
}
