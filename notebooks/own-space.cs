#!/usr/bin/env dotnet
// Made from own-space.ipynb; change that, and make this anew by ./build.sh notebooks.
#:project ../src/Microsoft.ML.GlobalLocal.TorchSharp
#:project ../src/Microsoft.ML.GlobalLocal.Plots
#:package TorchSharp-cpu
using Microsoft.ML.GlobalLocal;
using Microsoft.ML;
using System.IO;

int pictures = 0;

// # A space of your own
//
// The attention, the index, the metrics and the zip never ask where a space came from. So what the interactions do not know can be
// added as a space: here the *names* of the packages. `libgnutls30` and `libgnutls-dane0` belong together, whether or not anything
// in the training data says so.

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
var keyed = ml.Transforms.Conversion.MapValueToKey("User").Append(ml.Transforms.Conversion.MapValueToKey("Item")).Fit(train).Transform(train);
var items = InteractionReader.Read(ml, keyed).Items;

// ## The space
//
// Derive from `SpaceTrainer` and return vectors. The vector of an item is made of the pieces of four letters of its name: each piece
// adds a sign to some entries, which a hash of it draws. Frequent pieces such as `lib` say little, so they weigh less. A user is the
// mean of its items, which is also how a user who comes later is represented.

// ## What it sees
//
// It is used like any other space. On the map the families of `python3-` and `r-cran-` stand apart:

var space = ml.GlobalLocal().Spaces.Custom(new NameTrainer(items)).Fit(keyed);
var clusters = ml.GlobalLocal().Clusters(space.Space, new() { Clusters = 24 }).Fit(keyed);
display(GlobalLocalPlots.ItemMap(clusters.Index, space.Interactions, items));

// ## Alone, and beside others
//
// Alone it cannot be good: it knows nothing of a user's items but their spelling. What counts is whether a model is better with it than
// without.

var squares = new WeightedSquaresTrainer(new() { Dimension = 64, UnobservedWeights = [0.05f], RefinementFactors = [] });
var spectral = new SpectralTrainer(new() { Dimensions = [64] });

ITransformer Fit(IEstimator<ITransformer> trainer) => ml.Transforms.Conversion.MapValueToKey("User")
    .Append(ml.Transforms.Conversion.MapValueToKey("Item")).Append(trainer).Fit(train);

GlobalLocalTrainer Blend(params SpaceTrainer[] spaces) => ml.GlobalLocal().Trainers.GlobalLocal(
    new GlobalLocalTrainer.Options { Spaces = spaces, Attention = new AttentionOptions { Rounds = 1 } });

var alone = Fit(ml.GlobalLocal().Trainers.SingleSpace(new NameTrainer(items)));
var without = Fit(Blend(squares, spectral));
var with = Fit(Blend(squares, spectral, new NameTrainer(items)));
display(new MetricsComparison
{
    { "Names", ml.GlobalLocal().Evaluate(alone, test) },
    { "GW + GS", ml.GlobalLocal().Evaluate(without, test) },
    { "GW + GS + Names", ml.GlobalLocal().Evaluate(with, test) },
});

// Here it is not: what goes together is in the interactions already, and the spelling adds nothing to it. That is worth knowing
// before such a space goes into production. Where items come with few interactions it may be otherwise; the same three lines tell.
// How much weight the names have for a single pair, and what they say of it:

var recommender = ml.GlobalLocal().CreateRecommender(with);
display(recommender.Explain("gimp", recommender.Recommend("gimp", count: 1)[0].Item));

// ## In the zip
//
// The zip holds vectors, not your class. A host loads it without knowing that class.

string file = Path.Combine(Path.GetTempPath(), "global-local-own-space.zip");
ml.GlobalLocal().Save(with, train.Schema, file);
var loaded = new MLContext().Model.Load(file, out _);
display(string.Join(", ", ml.GlobalLocal().CreateRecommender(loaded).Model.Attention.Spaces.Select(space => space.Name)));

// Prints a value, and writes a picture to a file.
void display(object value)
{
    Console.WriteLine($"{value}\n");
    if (value is ModelPlot plot)
    {
        Directory.CreateDirectory(Path.Combine("artifacts", "notebooks"));
        string picture = Path.Combine("artifacts", "notebooks", $"own-space-{++pictures}.png");
        plot.SavePng(picture);
        Console.WriteLine($"{picture}\n");
    }
}

public sealed class NameTrainer(IdTable items, int dimension = 256) : SpaceTrainer
{
    private const int PieceLength = 4;

    public override string Name => "Names";

    public override TrainedSpace Train(SpaceTrainingContext context)
    {
        var pieces = Enumerable.Range(0, items.Count).Select(item => GetPieces(items[item])).ToArray();
        var counts = pieces.SelectMany(own => own).GroupBy(piece => piece).ToDictionary(group => group.Key, group => group.Count());
        var vectors = new float[items.Count * dimension];
        for (int item = 0; item < items.Count; item++)
        {
            var vector = vectors.AsSpan(item * dimension, dimension);
            foreach (string piece in pieces[item])
            {
                Add(piece, MathF.Log(1 + (float)items.Count / counts[piece]), vector);
            }

            Normalize(vector);
        }

        // The mean of its items' vectors, as for a user who comes later.
        var interactions = context.Interactions;
        var users = new float[interactions.UserCount * dimension];
        for (int user = 0; user < interactions.UserCount; user++)
        {
            foreach (int item in interactions.GetItems(user))
            {
                for (int n = 0; n < dimension; n++)
                {
                    users[user * dimension + n] += vectors[item * dimension + n] / interactions.GetCount(user);
                }
            }
        }

        return new TrainedSpace(new VectorSpace(Name, dimension, users, vectors, VectorSimilarity.Product), this);
    }

    private static string[] GetPieces(string name)
    {
        string padded = $"^{name}$";
        return Enumerable.Range(0, padded.Length - PieceLength + 1).Select(start => padded.Substring(start, PieceLength)).Distinct().ToArray();
    }

    // The hash of a string differs from process to process; this one does not.
    private static void Add(string piece, float weight, Span<float> vector)
    {
        uint hash = 2166136261;
        foreach (char letter in piece)
        {
            hash = (hash ^ letter) * 16777619;
        }

        for (int n = 0; n < 4; n++)
        {
            hash = (hash ^ (hash >> 15)) * 2246822519;
            vector[(int)(hash % (uint)vector.Length)] += (hash >> 31) == 0 ? weight : -weight;
        }
    }

    private static void Normalize(Span<float> vector)
    {
        float sum = 0;
        foreach (float value in vector)
        {
            sum += value * value;
        }

        for (int n = 0; n < vector.Length; n++)
        {
            vector[n] /= MathF.Sqrt(sum);
        }
    }
}
