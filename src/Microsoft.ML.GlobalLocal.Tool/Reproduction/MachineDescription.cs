namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Describes the machine that this process runs on.</summary>
internal static class MachineDescription
{
    /// <summary>One sentence: processor, cores, memory, operating system, .NET.</summary>
    public static string Describe() => throw new NotImplementedException();
}
