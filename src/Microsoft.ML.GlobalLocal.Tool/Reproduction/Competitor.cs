namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>A system that the library's presets are compared with, as a trainer of one space.</summary>
internal sealed record Competitor
{
    /// <summary>Its name, in tables and in <see cref="PaperNumbers"/>.</summary>
    public required string Name { get; init; }

    /// <summary>What trains it: chooses its point by the validation part, and returns a trainer that has it fixed.</summary>
    public required SpaceTrainer Trainer { get; init; }

    /// <summary>The points that may be tried; empty where the trainer moves by itself from point to point.</summary>
    public IReadOnlyList<string> Grid { get; init; } = [];

    /// <summary>Its paper, and what of it is left out.</summary>
    public required string Origin { get; init; }

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
            Origin = limited.LeftOut is null ? $"{limited.Paper}." : $"{limited.Paper}. Left out: {limited.LeftOut}",
        };
    }

    /// <summary>The same system with a smaller budget of trials, where it has one.</summary>
    public Competitor Limit(int trials) => Trainer is BaselineTrainer trainer ? Of(trainer, trials) : this;
}
