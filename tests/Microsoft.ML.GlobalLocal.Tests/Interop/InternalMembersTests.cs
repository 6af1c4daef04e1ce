using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Microsoft.ML.GlobalLocal.Tests;

/// <summary>The members of ML.NET that the library was compiled against, many of them internal, in the ML.NET that it runs with.</summary>
public class InternalMembersTests
{
    private static readonly Module Module = typeof(GlobalLocalCatalog).Module;

    [Fact]
    public void Every_member_of_MLNet_that_is_used_is_there()
    {
        var missing = new List<string>();
        int found = 0;
        int opened = 0;
        foreach (var (token, name) in ReadReferences())
        {
            try
            {
                var member = Module.ResolveMember(token)!;
                found++;
                opened += member is MethodBase { IsAssembly: true } or FieldInfo { IsAssembly: true } or TypeInfo { IsVisible: false } ? 1 : 0;
            }
            catch (Exception exception) when (exception is MissingMemberException or TypeLoadException)
            {
                missing.Add(name);
            }
        }

        Assert.True(
            missing.Count == 0,
            $"This ML.NET, {typeof(MLContext).Assembly.GetName().Version}, lacks what src/Microsoft.ML.GlobalLocal/Interop uses: {string.Join(", ", missing)}. Keep to the ML.NET of Directory.Packages.props, or adapt Interop.");

        // The test would pass on nothing: what the bridge cannot do without is among the members that were looked at.
        Assert.True(found > 50, $"Only {found} members were looked at.");
        Assert.True(opened > 10, $"Only {opened} of them are internal.");
    }

    private static List<(int Token, string Name)> ReadReferences()
    {
        using var file = new PEReader(File.OpenRead(Module.FullyQualifiedName));
        var metadata = file.GetMetadataReader();
        var references = new List<(int, string)>();
        foreach (var handle in metadata.TypeReferences)
        {
            if (IsMLNet(metadata, handle))
            {
                references.Add((MetadataTokens.GetToken(handle), metadata.GetString(metadata.GetTypeReference(handle).Name)));
            }
        }

        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference && IsMLNet(metadata, (TypeReferenceHandle)member.Parent))
            {
                string type = metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name);
                references.Add((MetadataTokens.GetToken(handle), $"{type}.{metadata.GetString(member.Name)}"));
            }
        }

        return references;
    }

    private static bool IsMLNet(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var scope = metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsMLNet(metadata, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name).StartsWith("Microsoft.ML", StringComparison.Ordinal),
            _ => false,
        };
    }
}
