#!/usr/bin/env dotnet
// Made from pipeline.ipynb; change that, and make this anew by ./build.sh notebooks.
#:project ../src/Microsoft.ML.GlobalLocal.TorchSharp
#:project ../src/Microsoft.ML.GlobalLocal.Plots
#:package TorchSharp-cpu
using Microsoft.ML.Data;
using Microsoft.ML.GlobalLocal;
using Microsoft.ML;
using System.IO;

int pictures = 0;

// # The pipeline, piece by piece
//
// `GlobalLocalTrainer` is the short way. Every one of its steps is an estimator of its own, which can be used alone, looked at
// and replaced. This notebook goes through them by hand, and shows what each of them sees.

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

// ## Keys
//
// Ids become keys by ML.NET's own transform. The model keeps the mapping, so that answers come as ids again.

var keys = ml.Transforms.Conversion.MapValueToKey("User").Append(ml.Transforms.Conversion.MapValueToKey("Item")).Fit(train);
var keyed = keys.Transform(train);
var interactions = InteractionReader.Read(ml, keyed);
display($"{interactions.Interactions.Count} interactions of {interactions.Users.Count} users with {interactions.Items.Count} items");

// ## Spaces
//
// A *representation space* gives every user and item a vector, and every pair a score. GW factorises the whole matrix with
// one weighted square loss, GS takes the leading singular vectors of the normalised matrix, GE is the best linear map from items to
// items, and GN counts which items share users. Left alone, a space tries
// settings on a held-out part. Here they are given, to save the time.

var gw = new WeightedSquaresTrainer(new() { Dimension = 64, UnobservedWeights = [0.05f], RefinementFactors = [] });
var gs = new SpectralTrainer(new() { Dimensions = [64] });
var ge = new EaseTrainer(new() { RefinementFactors = [] });
var gn = new NeighbourhoodTrainer(new() { UserExponents = [0.5f], ItemSides = [(0.5f, 0.25f)] });

var squares = ml.GlobalLocal().Spaces.Custom(gw).Fit(keyed);
var spectral = ml.GlobalLocal().Spaces.Custom(gs).Fit(keyed);
display(string.Join(", ", squares.Transform(keyed).Schema.Select(column => column.Name)));

// ## Clusters
//
// k-means divides the items of a space. An index made of the clusters lets a search visit only those near to a user. To look at
// a space, its vectors are laid out in the plane in which they differ most; a point is an item, larger with more users, and a
// cluster has the name of its most popular item. Perl, Python and Qt have corners of their own.

var clusters = ml.GlobalLocal().Clusters(squares.Space, new() { Clusters = 24 }).Fit(keyed);
display(GlobalLocalPlots.ItemMap(clusters.Index, interactions.Interactions, interactions.Items));

// GS sees the same packages in another way. Its vectors are the longer the more users an item has, so the popular ones get small
// clusters, and most of the rest is one large one. That is the point of having several spaces: they err at different pairs.

var others = ml.GlobalLocal().Clusters(spectral.Space, new() { Clusters = 24 }).Fit(keyed);
display(GlobalLocalPlots.ItemMap(others.Index, interactions.Interactions, interactions.Items));

// ## Triplets
//
// The paper's networks learn from triplets: a user, an item that it has, and one that it has not. *Global* triplets take any
// item as the negative; *local* ones only come from the clusters near to the user, where the choice is hard. Triplets are other
// rows than those that come in, so the step belongs to training and is left out everywhere else.

var local = new TripletEstimator.Options { Index = clusters.Index, CandidateClusters = 2 };
var drawn = ml.GlobalLocal().Triplets(local).Fit(keyed).Transform(keyed);
var rows = ml.Transforms.Conversion.MapKeyToValue([new("User"), new("Positive"), new("Negative")]).Fit(drawn).Transform(drawn);
display(string.Join("\n", rows.GetColumn<string>("User").Zip(rows.GetColumn<string>("Positive"), rows.GetColumn<string>("Negative"))
    .Take(5).Select(row => $"{row.First}: {row.Second} rather than {row.Third}")));

// ## Attention
//
// The attention is trained on interactions that the spaces have not seen, since on its own training data the most overfitted
// space looks best. What comes out is a small network: the scores of a pair in all spaces, the user's activity and the item's
// popularity go in, a weight alpha for every space comes out.

var attention = ml.GlobalLocal().Attention([gw, ge, gn]).Fit(keyed);

// The parts put together: what GlobalLocalTrainer gives.
var index = ml.GlobalLocal().Clusters(attention.Model.Spaces[0]).Fit(keyed).Index;
var model = new GlobalLocalModel(interactions.Users, interactions.Items, interactions.Interactions, attention.Model, index);
display(GlobalLocalPlots.AttentionOfUsers(model, ["apache2", "gimp", "gnome-shell", "git", "octave", "plasma-workspace", "ruby3.1"]));

// So alpha shifts from user to user; that is the mean over each user's ten best items, with the user's number of items in parentheses.
// GN gets next to nothing: what it knows, the other two know better. How active a user is explains little of the difference. The line
// is the mean of a group of users, the band the middle half of them:

display(GlobalLocalPlots.AttentionByActivity(model));

// How popular an item is explains much more. For rare items the factorisation GW decides, for popular ones the linear map GE; and as
// every user's list has another mixture of both, every user's weights differ.

display(GlobalLocalPlots.AttentionByPopularity(model));

// A single pair, with the score of every space. Here GW decides alone:

display(new Recommender(model).Explain("gimp", "libpng16-16"));

// ## Retrieval
//
// A search visits the K clusters nearest to the user, of all M. Fewer are faster on large catalogues, and may miss items; all of
// them, which is the default, is an exact search. What a smaller K costs here, on the held-out items:

display(GlobalLocalPlots.RecallByClusters(model, test));

// Recommendation is a step too: it adds the columns `Items` and `Scores` to every row with a user.

var whole = new GlobalLocalTransformer(ml, model);
var recommend = ml.GlobalLocal().Recommend(whole, topN: 5).Append(ml.Transforms.Conversion.MapKeyToValue([new("User"), new("Items")])).Fit(keyed);
var lists = recommend.Transform(keyed);
display($"{lists.GetColumn<string>("User").First()}: {string.Join(", ", lists.GetColumn<ReadOnlyMemory<char>[]>("Items").First())}");

// Prints a value, and writes a picture to a file.
void display(object value)
{
    Console.WriteLine($"{value}\n");
    if (value is ModelPlot plot)
    {
        Directory.CreateDirectory(Path.Combine("artifacts", "notebooks"));
        string picture = Path.Combine("artifacts", "notebooks", $"pipeline-{++pictures}.png");
        plot.SavePng(picture);
        Console.WriteLine($"{picture}\n");
    }
}
