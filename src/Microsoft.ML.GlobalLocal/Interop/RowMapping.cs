namespace Microsoft.ML.GlobalLocal;

/// <summary>An <see cref="IRowMapping"/> made of its output columns.</summary>
/// <typeparam name="TState">What the getters of one cursor share.</typeparam>
/// <param name="createState">Makes the state of a cursor, once any column is asked for.</param>
/// <param name="outputs">The output columns.</param>
internal sealed class RowMapping<TState>(Func<DataViewRow, TState> createState, params OutputColumn<TState>[] outputs) : IRowMapping
{
    public DataViewSchema.DetachedColumn[] OutputColumns { get; } = [.. outputs.Select(output => output.Column)];

    public bool DependsOn(int output, int inputColumn) => outputs[output].Inputs.Contains(inputColumn);

    public Delegate?[] CreateGetters(DataViewRow input, Func<int, bool> isActive)
    {
        var getters = new Delegate?[outputs.Length];
        TState? state = default;
        bool hasState = false;
        for (int n = 0; n < outputs.Length; n++)
        {
            if (isActive(n))
            {
                state = hasState ? state : createState(input);
                hasState = true;
                getters[n] = outputs[n].CreateGetter(state!);
            }
        }

        return getters;
    }
}
