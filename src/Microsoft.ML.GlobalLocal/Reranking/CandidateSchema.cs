using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The columns of candidates, as <see cref="CandidateTransformer"/> documents them.</summary>
internal static class CandidateSchema
{
    public const int UserIndex = 0;
    public const int GroupIndex = 1;
    public const int ItemIndex = 2;
    public const int FeaturesIndex = 3;

    /// <summary>Makes the schema of the candidates of a model.</summary>
    /// <param name="columns">The names of the user and item columns.</param>
    /// <param name="model">The model, whose ids are the values of the keys.</param>
    /// <param name="features">The names of the features.</param>
    /// <param name="groupCount">The number of groups, or the largest there may be.</param>
    /// <param name="labelled">Whether there are labels.</param>
    public static DataViewSchema Create(InteractionColumns columns, GlobalLocalModel model, string[] features, int groupCount, bool labelled)
    {
        var builder = new DataViewSchema.Builder();
        AddKey(columns.User, model.Users);
        builder.AddColumn(CandidateTransformer.GroupColumnName, new KeyDataViewType(typeof(uint), groupCount));
        AddKey(columns.Item, model.Items);
        var slots = new DataViewSchema.Annotations.Builder();
        slots.AddSlotNames(features.Length, ColumnValues.CreateTextGetter(features));
        builder.AddColumn(CandidateTransformer.FeaturesColumnName, new VectorDataViewType(NumberDataViewType.Single, features.Length), slots.ToAnnotations());
        if (labelled)
        {
            builder.AddColumn(CandidateTransformer.LabelColumnName, NumberDataViewType.Single);
        }

        return builder.ToSchema();

        void AddKey(string name, IdTable ids)
        {
            var values = new DataViewSchema.Annotations.Builder();
            values.AddKeyValues(ids.Count, TextDataViewType.Instance, ColumnValues.CreateTextGetter(ids.Ids.ToArray()));
            builder.AddColumn(name, new KeyDataViewType(typeof(uint), ids.Count), values.ToAnnotations());
        }
    }

    /// <summary>The same columns with labels, as estimators are told of them before there is a model.</summary>
    /// <param name="columns">The names of the user and item columns.</param>
    public static SchemaShape CreateLabelledShape(InteractionColumns columns) => new(
    [
        ColumnShape.Key(columns.User, keyValues: true),
        ColumnShape.Key(CandidateTransformer.GroupColumnName),
        ColumnShape.Key(columns.Item, keyValues: true),
        ColumnShape.Vector(CandidateTransformer.FeaturesColumnName, slotNames: true),
        ColumnShape.Scalar(CandidateTransformer.LabelColumnName),
    ]);
}
