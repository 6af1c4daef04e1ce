using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

// A host as a user has it: it references the light package, and ML.NET's FastTree for re-ranked models, and loads a model by ML.NET's plain Model.Load.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
bool predict = args.Length == 4 && args[1] == "--predict";
bool lists = args.Length >= 3 && args[1] == "--lists";
int count = 10;
if (!predict && !lists && (args.Length is < 2 or > 3 || (args.Length == 3 && !int.TryParse(args[2], out count))))
{
    Console.Error.WriteLine("usage: LightHost MODEL.zip USER [N] | LightHost MODEL.zip --predict USER ITEM | LightHost MODEL.zip --lists USER...");
    return 2;
}

try
{
    var mlContext = new MLContext();
    var model = mlContext.Model.Load(args[0], out _);
    if (predict)
    {
        var engine = mlContext.Model.CreatePredictionEngine<Query, Scored>(model);
        var scored = engine.Predict(new Query { User = args[2], Item = args[3] });
        Console.WriteLine($"{scored.Score:R}\t{string.Join(' ', scored.AttentionWeights.Select(weight => weight.ToString("R")))}");
        return 0;
    }

    if (lists)
    {
        var users = mlContext.Data.LoadFromEnumerable(args[2..].Select(user => new Query { User = user }));
        foreach (var list in mlContext.Data.CreateEnumerable<RankedList>(model.Transform(users), reuseRowObject: false))
        {
            Console.WriteLine(string.Join('\t', list.Items.Zip(list.Scores, (item, score) => $"{item} {score:R}")));
        }

        return 0;
    }

    var recommender = mlContext.GlobalLocal().CreateRecommender(model);
    int rank = 0;
    foreach (var recommendation in recommender.Recommend(args[1], count))
    {
        Console.WriteLine($"{++rank}\t{recommendation.Item}\t{recommendation.Score:R}");
    }

    return 0;
}
catch (Exception exception)
{
    Console.Error.WriteLine(exception.GetBaseException().Message);
    return 1;
}

internal sealed class Query
{
    public string User { get; set; } = string.Empty;

    public string Item { get; set; } = string.Empty;
}

internal sealed class Scored
{
    public float Score { get; set; }

    [VectorType]
    public float[] AttentionWeights { get; set; } = [];
}

internal sealed class RankedList
{
    [VectorType]
    public string[] Items { get; set; } = [];

    [VectorType]
    public float[] Scores { get; set; } = [];
}
