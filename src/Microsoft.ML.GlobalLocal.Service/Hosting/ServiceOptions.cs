using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.GlobalLocal.Service.Hosting;

/// <summary>What the service serves, and its limits: the section <c>GlobalLocal</c> of the configuration.</summary>
internal sealed class ServiceOptions
{
    public const string Section = "GlobalLocal";

    /// <summary>The model zip.</summary>
    public string? Model { get; set; }

    /// <summary>A file with the items' names; without one the ids are the names.</summary>
    public string? Items { get; set; }

    /// <summary>How often the model's file is looked at.</summary>
    public TimeSpan PollingInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The most items in an answer, N.</summary>
    [Range(1, 10_000)]
    public int MaxCount { get; set; } = 100;

    /// <summary>The most items of a new user in a request.</summary>
    [Range(1, 100_000)]
    public int MaxItems { get; set; } = 500;

    /// <summary>The most bytes in a request's body.</summary>
    [Range(1, int.MaxValue)]
    public int MaxBodyBytes { get; set; } = 65536;

    /// <summary>The requests to the API that a client, known by its address, may make in a second in the long run; 0: any number.</summary>
    [Range(0, int.MaxValue)]
    public int RequestsPerSecond { get; set; } = 50;

    /// <summary>The requests that it may make at once after a rest.</summary>
    [Range(1, int.MaxValue)]
    public int Burst { get; set; } = 100;
}
