namespace Microsoft.ML.GlobalLocal.Tool.Tests;

/// <summary>A test that needs the shell of Linux.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "This test runs the shell of Linux.";
        }
    }
}
