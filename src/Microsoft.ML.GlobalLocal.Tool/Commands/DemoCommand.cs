using System.CommandLine;

namespace Microsoft.ML.GlobalLocal.Tool.Commands;

/// <summary><c>demo</c>: the default preset on the data set of the repository, from the table to recommendations by name.</summary>
internal static class DemoCommand
{
    private const string Data = "datasets/debian-dependencies/interactions.tsv";
    private const int HeldOutPerUser = 3;
    private const int Seed = 1;
    private const int TopN = 10;
    private static readonly string[] Users = ["gimp", "krita", "vlc"];

    public static CliCommand Create(ToolConsole console)
    {
        var command = new CliCommand("demo", "Trains on the data set of the repository, evaluates, and recommends; run it in the repository's folder.");
        var model = new Option<string>("--model") { Description = "The model file.", DefaultValueFactory = _ => "artifacts/demo/model.zip", HelpName = "FILE" };
        command.Add(model);
        return command.Does((parsed, cancellationToken) =>
        {
            string path = parsed.GetRequiredValue(model);
            var (train, test) = InteractionSplitter.HoldOutPerUser(InteractionLoader.Load(new MLContext(), Data), HeldOutPerUser, Seed);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            TrainCommand.TrainAndSave(console, train, new TrainingSettings(GlobalLocalPreset.Default, TopN, Seed, Threads: null), path, cancellationToken);

            // From the file, as every other process has it.
            var trained = ModelSource.Load(path);
            new Evaluation(console, trained, trained.Interactions)
                .Evaluate(new InteractionIds(trained).Read(test), TopN, threads: null, cancellationToken)
                .WriteTable(console.Output);
            var recommender = new Recommender(trained);
            foreach (string user in Users)
            {
                console.Output.WriteLine();
                console.Output.WriteLine(user);
                RecommendCommand.Write(console.Output, recommender.Recommend(user, TopN));
            }
        });
    }
}
