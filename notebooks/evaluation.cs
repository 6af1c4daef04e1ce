#!/usr/bin/env dotnet
// Made from evaluation.ipynb; change that, and make this anew by ./build.sh notebooks.
#:project ../src/Microsoft.ML.GlobalLocal.Baselines
#:project ../src/Microsoft.ML.GlobalLocal.Plots
#:package TorchSharp-cpu
using Microsoft.ML.GlobalLocal;
using Microsoft.ML;
using System.IO;

int pictures = 0;

// # Evaluation against simple methods
//
// A complicated model has to earn its place. Popularity costs nothing, neighbours and linear models cost little, and they are hard
// to beat. The package `Microsoft.ML.GlobalLocal.Baselines` has them in the same shape as everything else: an estimator in, an
// ordinary model out.

// ## Protocol
//
// Three items of every user are held out, drawn with a seed; every model gets the same rest. A list of ten is asked for, and all
// users count, also those for whom nothing was found. The settings of a model are chosen by a part of the *training* data. The test
// is only read at the end, and once: whoever chooses by the test reports luck.

// The data set of the repository, whichever folder within it this runs in.
string folder = Directory.GetCurrentDirectory();
string name = Path.Combine("datasets", "debian-dependencies", "interactions.tsv");
while (!File.Exists(Path.Combine(folder, name)))
{
    folder = Path.GetDirectoryName(folder)!;
}

var ml = new MLContext(seed: 1);
var data = InteractionLoader.Load(ml, Path.Combine(folder, name));
var (train, test) = InteractionSplitter.HoldOutPerUser(data, count: 3, seed: 1);

ITransformer Fit(IEstimator<ITransformer> trainer) => ml.Transforms.Conversion.MapValueToKey("User")
    .Append(ml.Transforms.Conversion.MapValueToKey("Item")).Append(trainer).Fit(train);

// ## Models
//
// EASE is the linear model in closed form; ItemKNN counts which items come together; RP3beta walks from a user's items to other users
// and on to theirs. Their settings are those that their own search chose on this training data, written down to save the time: leave
// the options out and they search again. The global-local model has one round of validation here; by default it has four.

var trainers = ml.GlobalLocal().Trainers;
var models = new Dictionary<string, ITransformer>
{
    ["popularity"] = Fit(trainers.SingleSpace(new PopularityTrainer())),
    ["ItemKNN"] = Fit(trainers.ItemKnn(new() { Neighbours = 1000, Shrinkage = 0 })),
    ["RP3beta"] = Fit(trainers.Rp3Beta(new() { Alpha = 1, Beta = 0.4f })),
    ["EASE"] = Fit(trainers.DenseEase(new() { Lambda = 50 })),
    ["global-local"] = Fit(trainers.GlobalLocal(new GlobalLocalTrainer.Options { Attention = new AttentionOptions { Rounds = 1 } })),
};

// ## Metrics

var comparison = new MetricsComparison();
foreach (var (title, model) in models)
{
    comparison.Add(title, ml.GlobalLocal().Evaluate(model, test, topN: 10));
}

display(comparison);

// ## Is the difference real?
//
// The metrics come user by user, so two models can be compared on the same users. The standard error of the mean difference tells
// how far chance alone would move it; a difference of less than two of them is none to speak of.

string Compare(string one, string other)
{
    var metrics = comparison.ToDictionary(row => row.Key, row => row.Value.PerUser);
    var differences = metrics[one].Zip(metrics[other], (a, b) => a.Recall - b.Recall).ToArray();
    double mean = differences.Average();
    double error = Math.Sqrt(differences.Average(d => (d - mean) * (d - mean)) / differences.Length);
    return FormattableString.Invariant($"recall of {one} less that of {other}: {mean:0.0000}, standard error {error:0.0000}");
}

display(Compare("global-local", "EASE"));
display(Compare("global-local", "ItemKNN"));
display(Compare("EASE", "ItemKNN"));

// The gain over EASE is small, but no luck: it is several standard errors. That over ItemKNN is another league; so is that of EASE.
//
// ## The other protocol
//
// Many papers rank the held-out item among 99 random ones instead of the whole catalogue. The figures are much higher and tell less:
// most random items are easy to tell from a good one. They are no figures to compare with those above.

var sampled = new MetricsComparison();
foreach (string title in new[] { "popularity", "EASE", "global-local" })
{
    sampled.Add(title, ml.GlobalLocal().EvaluateLeaveOneOut(models[title], test, topN: 10));
}

display(sampled);

// ## What a faster search costs
//
// The index lets a search visit fewer clusters than there are. Recall against their number K:

display(GlobalLocalPlots.RecallByClusters(ml.GlobalLocal().CreateRecommender(models["global-local"]).Model, test));

// Prints a value, and writes a picture to a file.
void display(object value)
{
    Console.WriteLine($"{value}\n");
    if (value is ModelPlot plot)
    {
        Directory.CreateDirectory(Path.Combine("artifacts", "notebooks"));
        string picture = Path.Combine("artifacts", "notebooks", $"evaluation-{++pictures}.png");
        plot.SavePng(picture);
        Console.WriteLine($"{picture}\n");
    }
}
