using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>What determines the results of a run: where any of it differs, it is another run.</summary>
/// <param name="DataSet">The name of the data set.</param>
/// <param name="Data">A digest of its files.</param>
/// <param name="System">What is run.</param>
/// <param name="Settings">By which settings: <see cref="RunResult.Printed"/> or <see cref="RunResult.Tuned"/>.</param>
/// <param name="Protocol">How is split and evaluated, in words.</param>
/// <param name="Seed">The seed of all randomness.</param>
/// <param name="Configuration">All else that the results depend on, such as the grid.</param>
internal sealed record RunKey(string DataSet, string Data, string System, string Settings, string Protocol, int Seed, string Configuration)
{
    // To be raised when all that is trained is evaluated in another way; ReproductionJob.Revision is for a single kind of job.
    private const int Version = 1;

    private const int DigestLength = 16;

    /// <summary>The name of the file of the run.</summary>
    [JsonIgnore]
    public string FileName
    {
        get
        {
            string readable = string.Concat($"{DataSet}-{System}-{Settings}-{Seed}".Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-'));
            return $"{readable}-{Digest(SHA256.HashData(Encoding.UTF8.GetBytes($"{Version} {JsonSerializer.Serialize(this)}")))}.json.gz";
        }
    }

    /// <summary>A digest of files, by what is in them.</summary>
    public static string DigestFiles(IEnumerable<string> paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in paths)
        {
            using var file = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(file));
        }

        return Digest(hash.GetHashAndReset());
    }

    private static string Digest(byte[] hash) => Convert.ToHexStringLower(hash)[..DigestLength];
}
