using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Microsoft.ML.GlobalLocal.Notebooks;

/// <summary>Runs the cells of a notebook from top to bottom, as C# scripts, in this process.</summary>
public static class NotebookRunner
{
    // Those of .NET Interactive.
    private static readonly string[] Imports =
        ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq"];

    /// <summary>Runs a notebook.</summary>
    /// <returns>What each cell of code showed.</returns>
    /// <exception cref="NotebookException">A cell does not compile, or failed.</exception>
    public static async Task<IReadOnlyDictionary<NotebookCell, IReadOnlyList<NotebookOutput>>> RunAsync(Notebook notebook)
    {
        var options = ScriptOptions.Default
            .WithImports(Imports)
            .WithReferences(PackageReferences.Assemblies.Select(path => MetadataReference.CreateFromFile(path)))
            .WithMetadataResolver(new PackageReferences())
            .WithOptimizationLevel(OptimizationLevel.Release);
        var globals = new NotebookGlobals();
        var state = await CSharpScript.RunAsync("", options, globals);
        var outputs = new Dictionary<NotebookCell, IReadOnlyList<NotebookOutput>>();
        foreach (var cell in notebook.Cells.Where(cell => cell.IsCode))
        {
            try
            {
                state = await state.ContinueWithAsync(cell.Source, options);
            }
            catch (Exception exception)
            {
                throw new NotebookException($"{notebook.Name}, cell {cell.Id}: {exception.Message}\n{cell.Source}", exception);
            }

            if (state.ReturnValue is { } result)
            {
                globals.display(result);
            }

            outputs.Add(cell, globals.TakeOutputs());
        }

        return outputs;
    }
}
