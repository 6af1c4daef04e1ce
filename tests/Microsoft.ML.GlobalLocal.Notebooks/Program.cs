// Makes the twins of the notebooks anew and, with --outputs, runs the notebooks and keeps what their cells show:
//     dotnet run -c Release --project tests/Microsoft.ML.GlobalLocal.Notebooks -- notebooks [--outputs] [NAME...]
// A cell that fails ends it with exit code 1; the outputs in the file are then as they were.
using Microsoft.ML.GlobalLocal.Notebooks;

string[] names = [.. args.Skip(1).Where(arg => arg != "--outputs")];
foreach (var notebook in Notebook.LoadAll(args[0]).Where(notebook => names.Length == 0 || names.Contains(notebook.Name)))
{
    Console.WriteLine(notebook.Name);
    File.WriteAllText(notebook.TwinPath, NotebookTwin.Write(notebook));
    if (args.Contains("--outputs"))
    {
        try
        {
            foreach (var (cell, outputs) in await NotebookRunner.RunAsync(notebook))
            {
                cell.Outputs = outputs;
            }
        }
        catch (NotebookException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    notebook.Save();
}

return 0;
