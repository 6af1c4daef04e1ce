using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Writes the vectors of users or items in the formats that vector databases and other languages read.</summary>
internal static class VectorFiles
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The formats, and what writes each: to a path without an ending, the ids and their vectors row after row.</summary>
    public static IReadOnlyDictionary<string, Action<string, IdTable, float[]>> Formats { get; } = new Dictionary<string, Action<string, IdTable, float[]>>
    {
        ["npy"] = WriteNpy,
        ["parquet"] = (path, ids, vectors) => ParquetVectors.Write(path + ".parquet", ids, vectors),
        ["word2vec"] = WriteWord2Vec,
    };

    /// <summary>NumPy's format, version 1.0, of little-endian singles; the ids are in a text file beside, one per line.</summary>
    private static void WriteNpy(string path, IdTable ids, float[] vectors)
    {
        const int Alignment = 64;
        const int Preamble = 10;
        Refuse(ids, id => id.AsSpan().ContainsAny('\r', '\n'), "a line end, which the list of ids cannot hold. Use --format parquet");
        string header = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({ids.Count}, {vectors.Length / ids.Count}), }}");
        int length = (Preamble + header.Length + Alignment) / Alignment * Alignment - Preamble;
        WholeFile.Write(path + ".npy", stream =>
        {
            stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8)]);
            stream.Write(System.Text.Encoding.ASCII.GetBytes(header.PadRight(length - 1) + "\n"));
            for (int row = 0; row < ids.Count; row++)
            {
                stream.Write(MemoryMarshal.AsBytes(GetRow(ids, vectors, row)));
            }
        });
        WriteLines(path + ".txt", Enumerable.Range(0, ids.Count).Select(n => ids[n]));
    }

    /// <summary>The text format of word2vec: the numbers of vectors and of dimensions, then a line of an id and its vector each, separated by spaces.</summary>
    private static void WriteWord2Vec(string path, IdTable ids, float[] vectors)
    {
        Refuse(ids, id => id.Length == 0 || id.Any(char.IsWhiteSpace), "a space, which separates the fields of this format. Use --format npy or parquet");
        WriteLines(path + ".word2vec.txt", Enumerable.Range(0, ids.Count)
            .Select(row => $"{ids[row]} {string.Join(' ', GetRow(ids, vectors, row).ToArray().Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}")
            .Prepend(string.Create(CultureInfo.InvariantCulture, $"{ids.Count} {vectors.Length / ids.Count}")));
    }

    private static ReadOnlySpan<float> GetRow(IdTable ids, float[] vectors, int row)
    {
        int dimension = vectors.Length / ids.Count;
        return vectors.AsSpan(row * dimension, dimension);
    }

    private static void Refuse(IdTable ids, Func<string, bool> isBad, string problem)
    {
        foreach (string id in ids.Ids)
        {
            if (isBad(id))
            {
                throw new ToolException($"The {ids.Kind} id '{id.ReplaceLineEndings("\\n")}' holds {problem}.");
            }
        }
    }

    private static void WriteLines(string path, IEnumerable<string> lines) => WholeFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, Encoding, leaveOpen: true) { NewLine = "\n" };
        foreach (string line in lines)
        {
            writer.WriteLine(line);
        }
    });
}
