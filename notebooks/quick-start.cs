#!/usr/bin/env dotnet
// Made from quick-start.ipynb; change that, and make this anew by ./build.sh notebooks.
#:project ../src/Microsoft.ML.GlobalLocal.TorchSharp
#:project ../src/Microsoft.ML.GlobalLocal.Plots
#:package TorchSharp-cpu
using Microsoft.ML.GlobalLocal;
using Microsoft.ML;
using System.IO;

int pictures = 0;

// # Quick start
//
// Which package will a Debian source package depend on next? The data set of this repository says what 3,117 source packages
// (the *users*) depend on: 2,009 binary packages (the *items*). That is all that is learned from; the names are only ids, but
// they let you judge a recommendation by reading it.

// ## Data
//
// Any `IDataView` with a user and an item column will do. Of every user three items are held out: the model does not see
// them, and at the end we ask whether it would have recommended them.

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

// ## Training
//
// The ids become keys, which is ML.NET's own step, and the trainer does the rest. It trains several *representation spaces*,
// each of which scores every pair of a user and an item in its own way, and an *attention* that decides pair by pair how much
// each space counts. All settings are chosen on parts of the training data that it holds out for itself. By default it does
// so with four parts in turn; with one this notebook is much faster, and the model a little worse.

var history = new TrainingHistory();
var pipeline = ml.Transforms.Conversion.MapValueToKey("User")
    .Append(ml.Transforms.Conversion.MapValueToKey("Item"))
    .Append(ml.GlobalLocal().Trainers.GlobalLocal(new GlobalLocalTrainer.Options
    {
        Attention = new AttentionOptions { Rounds = 1 },
        Progress = history,
    }));
var model = pipeline.Fit(train);
display(history);

// ## Is it any good?
//
// For every user the ten best items that it does not have yet, against the three that were held out. Recall is the share of
// them that was found; NDCG also asks how high in the list they stand.

display(ml.GlobalLocal().Evaluate(model, test, topN: 10));

// ## Recommendations
//
// A `Recommender` answers by ids. One instance serves all threads. Only the order of the scores means something.

var recommender = ml.GlobalLocal().CreateRecommender(model);
display(recommender.Recommend("gimp", count: 10));

// Why the first of them? The weights of the spaces for this very pair, what each space says, and what `gimp` already has that
// is most like it.

display(recommender.Explain("gimp", recommender.Recommend("gimp", count: 1)[0].Item));

// Items have neighbours too:

display(recommender.SimilarItems("libpng16-16", count: 5));

// A package that training has never seen is represented by what it already depends on. Nothing is trained again.

display(recommender.RecommendFor(["libpng16-16", "libtiff6"], count: 5));

// ## Saving
//
// The model is an ordinary ML.NET zip. The notebook *deployment* goes on from here.

string file = Path.Combine(Path.GetTempPath(), "global-local-quick-start.zip");
ml.GlobalLocal().Save(model, train.Schema, file);

// Prints a value, and writes a picture to a file.
void display(object value)
{
    Console.WriteLine($"{value}\n");
    if (value is ModelPlot plot)
    {
        Directory.CreateDirectory(Path.Combine("artifacts", "notebooks"));
        string picture = Path.Combine("artifacts", "notebooks", $"quick-start-{++pictures}.png");
        plot.SavePng(picture);
        Console.WriteLine($"{picture}\n");
    }
}
