namespace System.Runtime.CompilerServices;

/// <summary>
/// Tells the runtime that this assembly may use what is internal to another. The runtime knows the attribute by its name alone,
/// and no framework assembly declares it.
/// </summary>
/// <param name="assemblyName">The simple name of the other assembly.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    /// <summary>The simple name of the other assembly.</summary>
    public string AssemblyName { get; } = assemblyName;
}
