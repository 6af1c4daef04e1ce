namespace Microsoft.ML.GlobalLocal;

/// <summary>Trains a model epoch by epoch and keeps the epoch that ranks the held-out interactions best.</summary>
internal static class EarlyStopping
{
    private const int MaximumValidationUsers = 3000;

    // So many judgements in a row without a better one end the training.
    private const int Patience = 4;

    /// <summary>Trains a model. Without held-out interactions it runs all epochs.</summary>
    /// <param name="context">The run.</param>
    /// <param name="maximumEpochs">The most epochs.</param>
    /// <param name="interval">After how many epochs the model is judged each time; more where an epoch takes less time than a judgement.</param>
    /// <param name="trainEpoch">Trains one epoch.</param>
    /// <param name="export">Makes the space of the model as it is then.</param>
    /// <returns>The space, and the number of epochs that made it.</returns>
    public static (RepresentationSpace Space, int Epochs) Run(SpaceTrainingContext context, int maximumEpochs, int interval, Action trainEpoch, Func<RepresentationSpace> export)
    {
        var validating = LimitValidation(context);
        (RepresentationSpace Space, int Epochs, double Metric)? best = null;
        for (int epoch = 1; epoch <= maximumEpochs && epoch - (best?.Epochs ?? epoch) <= Patience * interval; epoch++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            trainEpoch();
            if (validating is not null && (epoch % interval == 0 || epoch == maximumEpochs))
            {
                var space = export();
                double metric = validating.Validate(space);
                if (best is null || metric > best.Value.Metric)
                {
                    best = (space, epoch, metric);
                }
            }
        }

        return best is { } chosen ? (chosen.Space, chosen.Epochs) : (export(), maximumEpochs);
    }

    /// <summary>Evenly spread users are enough to tell epochs apart.</summary>
    private static SpaceTrainingContext? LimitValidation(SpaceTrainingContext context)
    {
        if (context.Validation is not { } validation)
        {
            return null;
        }

        int step = (validation.UserCount + MaximumValidationUsers - 1) / MaximumValidationUsers;
        var limited = validation.Where((user, _) => user % step == 0);
        return limited.Count == 0 ? context : context with { Validation = limited };
    }
}
