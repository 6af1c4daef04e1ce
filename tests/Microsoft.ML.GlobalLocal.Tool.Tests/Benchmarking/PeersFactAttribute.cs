namespace Microsoft.ML.GlobalLocal.Tool.Tests;

/// <summary>A test that runs where there is an interpreter of Python with the systems that <c>bench</c> compares with.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeersFactAttribute : FactAttribute
{
    private const string Variable = "GLOBALLOCAL_TEST_PYTHON";

    public PeersFactAttribute()
    {
        if (string.IsNullOrEmpty(Python))
        {
            Skip = $"{Variable} names no interpreter of Python with numpy, scipy, implicit and faiss.";
        }
    }

    public static string? Python => Environment.GetEnvironmentVariable(Variable);
}
