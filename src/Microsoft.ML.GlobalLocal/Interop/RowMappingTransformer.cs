using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The base of the transformers that add columns row by row. ML.NET's own machinery makes the data views, the parallel cursors and the mapper
/// of <see cref="PredictionEngine{TSrc, TDst}"/>; a transformer gives its mapping and its stream.
/// </summary>
public abstract class RowMappingTransformer : ITransformer
{
    private protected RowMappingTransformer(IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        Host = environment.Register(GetType().Name);
    }

    bool ITransformer.IsRowToRowMapper => true;

    private protected IHost Host { get; }

    /// <summary>The schema that <see cref="Transform"/> gives for an input schema.</summary>
    /// <param name="inputSchema">The schema of the input.</param>
    /// <exception cref="ArgumentException">A column is missing, or is not of the type that is expected.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return RowToRowMapperTransform.GetOutputSchema(inputSchema, Bind(inputSchema));
    }

    /// <summary>Adds the columns to data; they are computed as they are read.</summary>
    /// <param name="input">The data.</param>
    /// <exception cref="ArgumentException">A column is missing, or is not of the type that is expected.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new RowToRowMapperTransform(Host, input, Bind(input.Schema), Bind);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new RowToRowMapperTransform(Host, new EmptyDataView(Host, inputSchema), Bind(inputSchema), Bind);
    }

    void ICanSaveModel.Save(ModelSaveContext context) => Save(context);

    /// <summary>Binds the transformer to an input schema, which is checked here.</summary>
    private protected abstract IRowMapping Map(DataViewSchema inputSchema);

    /// <summary>Saves the transformer: a call of <see cref="ModelStream.Save"/> with its own type.</summary>
    private protected abstract void Save(ModelSaveContext context);

    private RowMapper Bind(DataViewSchema schema) => new(this, Map(schema));
}
