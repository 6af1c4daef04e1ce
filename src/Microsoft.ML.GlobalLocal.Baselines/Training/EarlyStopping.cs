using System.Diagnostics;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Trains a model epoch by epoch and keeps the epoch that ranks the held-out interactions best.</summary>
internal static class EarlyStopping
{
    private const int DefaultPatience = 4;

    /// <summary>Trains a model, and reports every epoch. Without held-out interactions it runs all epochs.</summary>
    /// <param name="context">The run.</param>
    /// <param name="name">The name of the system.</param>
    /// <param name="maximumEpochs">The most epochs.</param>
    /// <param name="interval">After how many epochs the model is judged each time.</param>
    /// <param name="trainEpoch">Trains one epoch.</param>
    /// <param name="export">Makes the space of the model as it is then.</param>
    /// <param name="patience">How many judgements in a row without a better one end the training, at least 1.</param>
    /// <returns>The space, and the number of epochs that made it.</returns>
    public static (RepresentationSpace Space, int Epochs) Run(SpaceTrainingContext context, string name, int maximumEpochs, int interval, Action trainEpoch, Func<RepresentationSpace> export, int patience = DefaultPatience)
    {
        (RepresentationSpace Space, int Epochs, double Metric)? best = null;
        var watch = Stopwatch.StartNew();
        for (int epoch = 1; epoch <= maximumEpochs && epoch - (best?.Epochs ?? epoch) <= patience * interval; epoch++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            trainEpoch();
            double metric = double.NaN;
            if (context.Validation is not null && (epoch % interval == 0 || epoch == maximumEpochs))
            {
                var space = export();
                metric = context.Validate(space);
                if (best is null || metric > best.Value.Metric)
                {
                    best = (space, epoch, metric);
                }
            }

            context.Progress?.Report(new TrainingProgress($"{name}: epochs")
            {
                Epoch = epoch,
                Epochs = maximumEpochs,
                ValidationMetric = metric,
                TimeLeft = watch.Elapsed / epoch * (maximumEpochs - epoch),
            });
        }

        return best is { } chosen ? (chosen.Space, chosen.Epochs) : (export(), maximumEpochs);
    }
}
