namespace Microsoft.ML.GlobalLocal.Tool.Tests;

/// <summary>A test of what only Linux can be made to do.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "A limit on the size of files is set by the shell of Linux.";
        }
    }
}
