using System.Globalization;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Makes the index of a trained model with as many clusters M, of which as few K are searched, as reach the recall that is asked for.</summary>
internal static class IndexTraining
{
    private const int SampledUsers = 1000;

    // Times the default number: more clusters are more work to rank, and to make, and leave fewer items to visit.
    private static readonly int[] ClusterFactors = [1, 2, 4];

    /// <summary>Makes the index.</summary>
    /// <param name="model">The model.</param>
    /// <param name="spaces">The spaces to choose the index's from.</param>
    /// <param name="clusters">The number M of clusters; <see langword="null"/>: it is chosen too.</param>
    /// <param name="recall">The recall of the exhaustive lists that is asked for, above 0 and up to 1.</param>
    /// <param name="context">The interactions, and what else the training needs.</param>
    /// <returns>The index, the number K of clusters to search, and what was measured.</returns>
    public static (ClusteringIndex Index, int Clusters, IndexRecall Measured) Train(AttentionModel model, IReadOnlyList<RepresentationSpace> spaces, int? clusters, double recall, SpaceTrainingContext context)
    {
        int items = context.Interactions.ItemCount;
        context.Progress?.Report(new TrainingProgress("exhaustive lists for the index"));
        var lists = ExhaustiveLists.Compute(model, context.Interactions, SampledUsers, Math.Min(context.TopN, items), context.Parallelism);
        int first = clusters ?? ClusteringTrainer.GetDefaultClusters(items);
        var best = spaces.Select(space => Measure(space, first)).MinBy(GetCost)!;
        foreach (int factor in clusters is null ? ClusterFactors.Skip(1) : [])
        {
            if ((long)factor * first > items)
            {
                break;
            }

            var next = Measure(best.Index.Space, factor * first);
            if (GetCost(next) >= GetCost(best))
            {
                break;
            }

            best = next;
        }

        int searched = best.FindClusters(recall);
        var measured = new IndexRecall((float)recall, (float)best.GetRecall(searched), (float)best.GetVisitedShare(searched), best.Users, best.TopN);
        context.Host.LogInfo(nameof(GlobalLocalTrainer), $"The index has {best.Index.ClusterCount} clusters of {best.Index.Space.Name}; a search of {searched} finds {measured}.");
        return (best.Index, searched, measured);

        RecallCurve Measure(RepresentationSpace space, int count)
        {
            context.Progress?.Report(new TrainingProgress($"{count} clusters of {space.Name}"));
            var curve = RecallCurve.Measure(ClusteringTrainer.Train(space, count, context.Seed, context.Parallelism), context.Interactions, lists);
            int reached = curve.FindClusters(recall);
            context.Host.LogInfo(nameof(GlobalLocalTrainer), string.Create(
                CultureInfo.InvariantCulture,
                $"{count} clusters of {space.Name}: {reached} hold {curve.GetRecall(reached):0.0000} of the exhaustive lists' items, and {curve.GetVisitedShare(reached):P1} of all"));
            return curve;
        }

        // A search compares the user with every centroid, and with the items of the clusters that it visits.
        double GetCost(RecallCurve curve) => curve.Index.ClusterCount + curve.GetVisitedShare(curve.FindClusters(recall)) * items;
    }
}
