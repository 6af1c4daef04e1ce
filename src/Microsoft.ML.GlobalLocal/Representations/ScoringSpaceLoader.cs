using System.Reflection;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Finds what reads a <see cref="ScoringSpace"/> by the names of its class and assembly. A class that is no such space is refused.</summary>
internal static class ScoringSpaceLoader
{
    private static readonly MethodInfo ReadMethod = typeof(ScoringSpaceLoader).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Finds what reads a space.</summary>
    /// <param name="className">The full name of the class.</param>
    /// <param name="assemblyName">The simple name of its assembly.</param>
    /// <exception cref="InvalidDataException">The assembly is not there, or has no such space.</exception>
    public static Func<ModelReader, SpaceTables, ScoringSpace> Find(string className, string assemblyName)
    {
        var type = LoadAssembly(className, assemblyName).GetType(className);
        if (type is null || !IsSavedSpace(type))
        {
            throw new InvalidDataException(
                $"The model has a space of the class '{className}', which is no saved space of the assembly '{assemblyName}' that this application has. Use the release of the assembly that the model was saved with.");
        }

        return ReadMethod.MakeGenericMethod(type).CreateDelegate<Func<ModelReader, SpaceTables, ScoringSpace>>();
    }

    private static Assembly LoadAssembly(string className, string assemblyName)
    {
        try
        {
            return Assembly.Load(new AssemblyName(assemblyName));
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or ArgumentException)
        {
            throw new InvalidDataException(
                $"The model has a space of the class '{className}' of the assembly '{assemblyName}', which this application does not have. Reference the package or project that has it.", exception);
        }
    }

    private static bool IsSavedSpace(Type type) => !type.IsAbstract && type.IsSubclassOf(typeof(ScoringSpace))
        && type.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(ISavedSpace<>) && contract.GenericTypeArguments[0] == type);

    private static ScoringSpace Read<TSpace>(ModelReader reader, SpaceTables tables)
        where TSpace : ScoringSpace, ISavedSpace<TSpace> => TSpace.Read(reader, tables);
}
