namespace Microsoft.ML.GlobalLocal;

/// <summary>Trains epoch by epoch while the validation metric gets better, and keeps the best epoch's space.</summary>
internal static class EarlyStopping
{
    // Evenly spread users are enough to tell epochs apart: validating by all of many takes longer than an epoch.
    private const int MaximumUsers = 1000;

    /// <summary>Trains.</summary>
    /// <param name="context">The run; without held-out interactions all epochs are trained.</param>
    /// <param name="maximumEpochs">The largest number of epochs, at least 1.</param>
    /// <param name="patience">How many epochs without a better metric end the training, at least 1.</param>
    /// <param name="train">Trains an epoch, whose number from 1 it is given.</param>
    /// <param name="export">Makes the space of what was trained so far.</param>
    /// <returns>The best epoch's space, and its number.</returns>
    public static (RepresentationSpace Space, int Epochs) Run(SpaceTrainingContext context, int maximumEpochs, int patience, Action<int> train, Func<RepresentationSpace> export)
    {
        var validating = Limit(context);
        (RepresentationSpace Space, int Epoch, double Metric)? best = null;
        for (int epoch = 1; epoch <= maximumEpochs && epoch - (best?.Epoch ?? epoch) <= patience; epoch++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            train(epoch);
            if (validating is not null)
            {
                var space = export();
                double metric = validating.Validate(space);
                if (best is null || metric > best.Value.Metric)
                {
                    best = (space, epoch, metric);
                }
            }
        }

        return best is { } chosen ? (chosen.Space, chosen.Epoch) : (export(), maximumEpochs);
    }

    private static SpaceTrainingContext? Limit(SpaceTrainingContext context)
    {
        if (context.Validation is not { } validation)
        {
            return null;
        }

        int step = (validation.UserCount + MaximumUsers - 1) / MaximumUsers;
        var limited = validation.Where((user, _) => user % step == 0);
        return limited.Count == 0 ? context : context with { Validation = limited };
    }
}
