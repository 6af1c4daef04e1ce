namespace Microsoft.ML.GlobalLocal;

/// <summary>Writes and reads the content of an interaction matrix in a model's stream.</summary>
internal static class InteractionStream
{
    // *** Binary format ***
    // int: items
    // int, int[users + 1]: row starts
    // int, int[]: the items of the rows
    public static void Write(InteractionMatrix interactions, ModelWriter writer)
    {
        writer.Write(interactions.ItemCount);
        writer.WriteArray(interactions.RowStarts);
        writer.WriteArray(interactions.Items);
    }

    public static InteractionMatrix Read(ModelReader reader)
    {
        int items = reader.ReadInt32(1, Array.MaxLength);
        var rowStarts = reader.ReadArrayUpTo<int>(Array.MaxLength);
        return rowStarts.Length > 1
            ? InteractionMatrix.FromRows(rowStarts, reader.ReadArrayUpTo<int>(Array.MaxLength), items)
            : throw reader.Altered("it has interactions of no user");
    }
}
