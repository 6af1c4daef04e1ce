using CsCheck;

namespace Microsoft.ML.GlobalLocal.Tests;

/// <summary>The streams inside the model zip, byte by byte.</summary>
public class ModelStreamTests
{
    private const long AllocationLimit = 64 << 20;
    private static readonly TestPipeline Pipeline = new();

    private static readonly string[] AllNames = [.. TestPipeline.TransformerNames, "global triplets", "local triplets"];

    public static TheoryData<string> Names => [.. AllNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_truncation_is_told(string name)
    {
        var saved = Save(name);
        for (int length = 0; length < saved.Length; length += length < 64 ? 1 : 37)
        {
            var exception = Assert.Throws<InvalidDataException>(() => Read(name, saved[..length]));
            Assert.Contains("truncated", exception.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_altered_byte_is_told(string name)
    {
        var saved = Save(name);
        Gen.Select(Gen.Int[0, saved.Length - 1], Gen.Byte[1, 255]).Sample(
            change =>
            {
                var altered = saved.ToArray();
                altered[change.Item1] ^= change.Item2;
                long before = GC.GetAllocatedBytesForCurrentThread();
                Assert.Throws<InvalidDataException>(() => Read(name, altered));
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationLimit);
            },
            iter: 1000,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Altered_sizes_at_the_front_are_told(string name)
    {
        // Where the sizes are: each byte of the front with its highest and lowest bit turned.
        var saved = Save(name);
        for (int position = 0; position < Math.Min(200, saved.Length); position++)
        {
            foreach (byte bit in new byte[] { 0x80, 0x40, 1 })
            {
                var altered = saved.ToArray();
                altered[position] ^= bit;
                long before = GC.GetAllocatedBytesForCurrentThread();
                Assert.Throws<InvalidDataException>(() => Read(name, altered));
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationLimit);
            }
        }
    }

    [Theory]
    [InlineData(99, "has version 99; this library reads up to version")]
    [InlineData(0, "has version 0; this library reads versions 1 to")]
    public void Another_version_is_told(int version, string message)
    {
        foreach (string name in AllNames)
        {
            var saved = Save(name);
            BitConverter.TryWriteBytes(saved.AsSpan(4), version);
            Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(name, saved)).Message);
        }
    }

    [Fact]
    public void Ids_of_any_length_are_read_again()
    {
        string id = new('x', 3 << 20);
        using var stream = new MemoryStream();
        using (var writer = new ModelWriter(stream, "TEST", 1))
        {
            writer.Write(id);
            writer.Complete();
        }

        stream.Position = 0;
        Assert.Equal(id, ModelReader.Read(stream, "TEST", 1, oldestVersion: 1, reader => reader.ReadString()));
    }

    private static ITransformer Create(string name) => name.EndsWith("triplets", StringComparison.Ordinal)
        ? Pipeline.CreateEstimator(name).Fit(Pipeline.Keyed)
        : Pipeline.CreateTransformer(name);

    private static byte[] Save(string name)
    {
        using var stream = new MemoryStream();
        switch (Create(name))
        {
            case SpaceTransformer transformer: Write(transformer, stream); break;
            case AttentionTransformer transformer: Write(transformer, stream); break;
            case GlobalLocalTransformer transformer: Write(transformer, stream); break;
            case RecommendationTransformer transformer: Write(transformer, stream); break;
            case ClusteringTransformer transformer: Write(transformer, stream); break;
            case TripletTransformer transformer: Write(transformer, stream); break;
        }

        return stream.ToArray();
    }

    private static ITransformer Read(string name, byte[] bytes) => name switch
    {
        "vectors" or "neighbours" => Read<SpaceTransformer>(bytes),
        "attention" => Read<AttentionTransformer>(bytes),
        "model" => Read<GlobalLocalTransformer>(bytes),
        "recommendation" => Read<RecommendationTransformer>(bytes),
        "clusters" => Read<ClusteringTransformer>(bytes),
        _ => Read<TripletTransformer>(bytes),
    };

    private static void Write<T>(T transformer, Stream stream)
        where T : class, ITransformer, ISavedTransformer<T> => transformer.Write(stream);

    private static T Read<T>(byte[] bytes)
        where T : class, ITransformer, ISavedTransformer<T> => T.Read(Pipeline.Context, new MemoryStream(bytes));
}
