namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>A system that the library's presets are compared with, as a trainer of one space.</summary>
internal sealed record Competitor
{
    // Since 2 it sums over the neighbours of the scored item, before over those of each of the user's items.
    private const int ItemKnnRevision = 2;

    /// <summary>Its name, in tables and in <see cref="PaperNumbers"/>.</summary>
    public required string Name { get; init; }

    /// <summary>What trains it: chooses its point by the validation part, and returns a trainer that has it fixed.</summary>
    public required SpaceTrainer Trainer { get; init; }

    /// <summary>The points that may be tried; empty where the trainer moves by itself from point to point.</summary>
    public IReadOnlyList<string> Grid { get; init; } = [];

    /// <summary>Its paper, and what of it is left out.</summary>
    public required string Origin { get; init; }

    /// <summary>The first is 1. To be raised when the same points are trained in another way.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Whether it is a single space of the library's own default preset.</summary>
    public bool IsOwn { get; init; }

    /// <summary>A published system, with a budget of trials.</summary>
    public static Competitor Of(BaselineTrainer trainer, int trials)
    {
        var limited = trainer.Limit(trials);
        return new Competitor
        {
            Name = limited.Name,
            Trainer = limited,
            Grid = limited.Points,
            Revision = limited is ItemKnnTrainer ? ItemKnnRevision : 1,
            Origin = limited.LeftOut is null ? $"{limited.Paper}." : $"{limited.Paper}. Left out: {limited.LeftOut}",
        };
    }

    /// <summary>The same system with a smaller budget of trials, where it has one.</summary>
    public Competitor Limit(int trials) => Trainer is BaselineTrainer trainer ? Of(trainer, trials) : this;
}
