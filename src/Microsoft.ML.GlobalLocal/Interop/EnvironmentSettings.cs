using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The seed and the log of an <see cref="MLContext"/>, from the environment that ML.NET hands on. The random generator of a host would depend on
/// how many hosts were made before it; the seed itself does not.
/// </summary>
internal static class EnvironmentSettings
{
    /// <summary>The seed of the context; without one, a number that is different each time.</summary>
    public static int GetSeed(this IHostEnvironment environment) => (environment as IHostEnvironmentInternal)?.Seed ?? Random.Shared.Next();

    /// <summary>Writes a line to the context's log.</summary>
    public static void LogInfo(this IHostEnvironment environment, string source, string message)
    {
        using var channel = environment.Start(source);
        channel.Info("{0}", message);
    }

    /// <summary>Writes a warning to the context's log.</summary>
    public static void LogWarning(this IHostEnvironment environment, string source, string message)
    {
        using var channel = environment.Start(source);
        channel.Warning("{0}", message);
    }
}
