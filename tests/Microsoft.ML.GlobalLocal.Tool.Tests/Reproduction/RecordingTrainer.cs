namespace Microsoft.ML.GlobalLocal.Tool.Tests;

/// <summary>Popularity under another name, which remembers what it was given.</summary>
internal sealed class RecordingTrainer(string name, string? obstacle = null) : SpaceTrainer
{
    public List<SpaceTrainingContext> Contexts { get; } = [];

    public Action<SpaceTrainingContext>? Before { get; set; }

    public override string Name => name;

    public override string? GetObstacle(InteractionMatrix interactions) => obstacle;

    public override TrainedSpace Train(SpaceTrainingContext context)
    {
        Before?.Invoke(context);
        context.CancellationToken.ThrowIfCancellationRequested();
        Contexts.Add(context);
        return new TrainedSpace(new PopularityTrainer().Train(context).Space, this);
    }
}
