using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Shows an <see cref="IRowMapping"/> to ML.NET as its own, internal, row mapper.</summary>
internal sealed class RowMapper(ITransformer transformer, IRowMapping mapping) : IRowMapper
{
    public DataViewSchema.DetachedColumn[] GetOutputColumns() => mapping.OutputColumns;

    public Func<int, bool> GetDependencies(Func<int, bool> activeOutput)
    {
        var active = Enumerable.Range(0, mapping.OutputColumns.Length).Where(activeOutput).ToArray();
        return inputColumn => active.Any(output => mapping.DependsOn(output, inputColumn));
    }

    public Delegate?[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action? disposer)
    {
        disposer = null;
        return mapping.CreateGetters(input, activeOutput);
    }

    public ITransformer GetTransformer() => transformer;

    void ICanSaveModel.Save(ModelSaveContext context) => transformer.Save(context);
}
