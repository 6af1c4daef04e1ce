#!/usr/bin/env dotnet
// Made from deployment.ipynb; change that, and make this anew by ./build.sh notebooks.
#:project ../src/Microsoft.ML.GlobalLocal
using Microsoft.ML.Data;
using Microsoft.ML.GlobalLocal;
using Microsoft.ML;
using System.IO;

// # Deployment
//
// A model is trained where there is time for it and asked where there is none. The host that asks needs the package
// `Microsoft.ML.GlobalLocal` and nothing else: managed code, no libtorch. This notebook is such a host, so it also trains with what
// that package has, which is single spaces. A zip of the whole trainer, as the notebook *quick-start* saves it, is used in the very
// same way.

// ## Train and save
//
// EASE is one of the five spaces of the default model, and the best of them on this data set.

// The data set of the repository, whichever folder within it this runs in.
string folder = Directory.GetCurrentDirectory();
string name = Path.Combine("datasets", "debian-dependencies", "interactions.tsv");
while (!File.Exists(Path.Combine(folder, name)))
{
    folder = Path.GetDirectoryName(folder)!;
}

var ml = new MLContext(seed: 1);
var data = InteractionLoader.Load(ml, Path.Combine(folder, name));
var pipeline = ml.Transforms.Conversion.MapValueToKey("User")
    .Append(ml.Transforms.Conversion.MapValueToKey("Item"))
    .Append(ml.GlobalLocal().Trainers.SingleSpace(new EaseTrainer(new() { RefinementFactors = [] })));
string file = Path.Combine(Path.GetTempPath(), "global-local-deployment.zip");
ml.GlobalLocal().Save(pipeline.Fit(data), data.Schema, file);

// ## Load
//
// `ml.Model.Load` is ML.NET's own, and enough. `ml.GlobalLocal().Load` loads the same file, but checks all of it first and says in one
// sentence what is wrong with it.

var host = new MLContext();
var model = host.GlobalLocal().Load(file, out _);

string broken = Path.Combine(Path.GetTempPath(), "global-local-broken.zip");
File.WriteAllBytes(broken, File.ReadAllBytes(file)[..1000]);
try
{
    host.GlobalLocal().Load(broken, out _);
}
catch (InvalidDataException exception)
{
    display(exception.Message.Replace(broken, "broken.zip"));
}

// ## A user to a list
//
// One `Recommender` serves all threads of a host. Here all cores ask it at once.

var recommender = host.GlobalLocal().CreateRecommender(model);
string[] users = ["gimp", "octave", "nginx", "kate"];
var answers = users.AsParallel().AsOrdered().Select(user => $"{user}: {string.Join(", ", recommender.Recommend(user, count: 4).Select(answer => answer.Item))}");
display(string.Join("\n", answers));

// What may be recommended can be limited for each request: by `Allow`, by `Deny`, and by what the user has already.

var first = recommender.Recommend("gimp", count: 3);
display(recommender.Recommend("gimp", count: 3, new() { Deny = [first[0].Item] }));

// A user who came after the training has no vector. It is represented by its items, and nothing is trained again.

try
{
    recommender.Recommend("my-new-package");
}
catch (KeyNotFoundException exception)
{
    display(exception.Message);
}

display(recommender.RecommendFor(["libpng16-16", "libtiff6"], count: 5));

// ## A pair to its score
//
// ML.NET's `PredictionEngine` works as with every model. It serves one thread at a time. An id that training did not have gives `NaN`.

var engine = host.Model.CreatePredictionEngine<Pair, Scored>(model);
foreach (string item in new[] { "libgtk-3-0", "libqt5core5a", "no-such-package" })
{
    display($"{item}: {engine.Predict(new Pair { User = "gimp", Item = item }).Score:0.0000}");
}

// ## All users at once
//
// For a nightly job, `RecommendAll` goes through all users with all cores, as they are read.

var all = recommender.RecommendAll(count: 10);
display($"{all.Count()} lists, {all.SelectMany(list => list.Items).Select(answer => answer.Item).Distinct().Count()} different items in them");

// Prints a value.
void display(object value) => Console.WriteLine($"{value}\n");

public sealed class Pair
{
    public string User { get; set; } = "";

    public string Item { get; set; } = "";
}

public sealed class Scored
{
    public float Score { get; set; }
}
