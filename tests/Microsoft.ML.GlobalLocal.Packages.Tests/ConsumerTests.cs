using Xunit.Abstractions;

namespace Microsoft.ML.GlobalLocal.Packages.Tests;

/// <summary>A stranger takes a package from a feed and does what its page says.</summary>
[Collection(PackageCollection.Name)]
public class ConsumerTests(PackageFeed feed, ITestOutputHelper output)
{
    private const long MegaByte = 1_000_000;

    public static TheoryData<string> OtherLibraries => [.. Build.Libraries.Where(name => name is not (Build.Light or Build.Training))];

    [Fact]
    public void A_model_of_the_training_package_is_used_with_the_light_package_alone()
    {
        string[] trained = Consumer.Frameworks.SelectMany(Train).ToArray();
        var host = GetConsumer(Build.Light);

        Assert.All(Consumer.Frameworks, framework =>
        {
            string[] recommended = host.Run(framework);
            Assert.Equal(5, recommended.Length);
            Assert.All(recommended, line => Assert.StartsWith("book ", line));
            Assert.All(trained, item => Assert.StartsWith(item + "\t", recommended[0]));
        });
    }

    [Fact]
    public void An_application_with_the_light_package_is_small_and_has_nothing_of_libtorch()
    {
        var host = GetConsumer(Build.Light);

        Assert.All(Consumer.Frameworks, framework =>
        {
            var files = new DirectoryInfo(host.GetOutputFolder(framework)).GetFiles("*", SearchOption.AllDirectories);
            output.WriteLine($"{framework}: {files.Length} files, {files.Sum(file => file.Length) / (double)MegaByte:0.0} MB");
            Assert.DoesNotContain(files, file => file.Name.Contains("torch", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(files, file => file.Name.Contains("skia", StringComparison.OrdinalIgnoreCase));
            Assert.InRange(files.Sum(file => file.Length), 1, 30 * MegaByte);
        });
    }

    [Theory]
    [MemberData(nameof(OtherLibraries))]
    public void The_example_of_the_page_runs(string package)
    {
        var application = GetConsumer(package);

        Assert.All(Consumer.Frameworks, framework => Assert.NotEmpty(application.Run(framework)));
    }

    /// <summary>An application in whose folder the model of the training package lies, as the pages of the others expect it.</summary>
    private Consumer GetConsumer(string package)
    {
        var training = feed.GetConsumer(Build.Training);
        string model = Path.Combine(training.Folder, "model.zip");
        if (!File.Exists(model))
        {
            training.Run(Consumer.Frameworks[0]);
        }

        var consumer = feed.GetConsumer(package);
        File.Copy(model, Path.Combine(consumer.Folder, "model.zip"), overwrite: true);
        return consumer;
    }

    private string[] Train(string framework) => feed.GetConsumer(Build.Training).Run(framework);
}
