namespace Microsoft.ML.GlobalLocal.Packages.Tests;

/// <summary>The classes of tests that share one feed.</summary>
[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<PackageFeed>
{
    public const string Name = "Packages";
}
