// An ML.NET host as it may be there already: MLContext, Model.Load and pooled PredictionEngines, and nothing of the library that trained the model.
using PlainHost;

if (args is not [{ } path, ..])
{
    Console.Error.WriteLine("usage: PlainHost MODEL.zip [--urls http://localhost:5000]");
    return 2;
}

if (!File.Exists(path))
{
    Console.Error.WriteLine($"There is no model file '{path}'.");
    return 1;
}

await HostApplication.Create(path, args[1..]).RunAsync();
return 0;
