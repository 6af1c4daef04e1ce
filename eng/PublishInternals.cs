using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Mono.Cecil;

/// <summary>Copies assemblies for the compiler to refer to, with what is internal in a namespace made public.</summary>
public sealed class PublishInternals : Task
{
    /// <summary>The assemblies to copy.</summary>
    [Required]
    public ITaskItem[] Assemblies { get; set; }

    /// <summary>All that the assemblies may depend on.</summary>
    [Required]
    public ITaskItem[] References { get; set; }

    /// <summary>Where the copies go, in the order of <see cref="Assemblies"/>.</summary>
    [Required]
    public ITaskItem[] Copies { get; set; }

    /// <summary>
    /// Only types of this namespace and of those below it are changed: the compiler's helper types, which many assemblies have a
    /// copy of, would be ambiguous if they were public.
    /// </summary>
    [Required]
    public string Namespace { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        using var resolver = new DefaultAssemblyResolver();
        foreach (var folder in References.Select(reference => Path.GetDirectoryName(reference.ItemSpec)).Distinct())
            resolver.AddSearchDirectory(folder);

        for (var i = 0; i < Assemblies.Length; i++)
        {
            using var module = ModuleDefinition.ReadModule(Assemblies[i].ItemSpec, new ReaderParameters { AssemblyResolver = resolver });
            foreach (var type in module.Types.Where(IsInNamespace))
                Publish(type);
            Directory.CreateDirectory(Path.GetDirectoryName(Copies[i].ItemSpec));
            module.Write(Copies[i].ItemSpec);
        }
        return true;
    }

    private bool IsInNamespace(TypeDefinition type) => type.Namespace == Namespace || type.Namespace.StartsWith(Namespace + ".");

    private static void Publish(TypeDefinition type)
    {
        if (type.IsNotPublic)
            type.IsPublic = true;
        else if (type.IsNestedAssembly)
            type.IsNestedPublic = true;

        foreach (var field in type.Fields.Where(field => field.IsAssembly))
            field.IsPublic = true;

        // An override must keep the access of what it overrides, and the real assembly decides on that: virtual ones stay internal.
        foreach (var method in type.Methods.Where(method => method.IsAssembly && !method.IsVirtual))
            method.IsPublic = true;

        foreach (var nested in type.NestedTypes)
            Publish(nested);
    }
}
