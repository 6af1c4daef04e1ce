namespace Microsoft.ML.GlobalLocal.Notebooks;

/// <summary>What cells can call beside their own code.</summary>
public sealed class NotebookGlobals
{
    private readonly List<NotebookOutput> _outputs = [];

    /// <summary>Shows a value. The notebooks' editor has the function under this name.</summary>
    /// <param name="value">The value.</param>
    public void display(object value) => _outputs.Add(NotebookOutput.Of(value));

    /// <summary>Takes what was shown since the last call.</summary>
    internal NotebookOutput[] TakeOutputs()
    {
        NotebookOutput[] outputs = [.. _outputs];
        _outputs.Clear();
        return outputs;
    }
}
