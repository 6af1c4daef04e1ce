// Makes interactions.tsv, the table next to this file, from the package index of Debian 12 (bookworm) main, amd64:
//
//     dotnet run datasets/debian-dependencies/make.cs [-- PackagesFile...]
//
// Without an argument it reads the index that `apt-get update` left on the machine; with arguments it reads
// Packages files (plain text). The README of this folder says what the table holds.

using System.Diagnostics;
using System.Text;

const int MinItemsPerUser = 10;
const int MinUsersPerItem = 5;

string index = args.Length > 0
    ? string.Join("\n\n", args.Select(File.ReadAllText))
    : ReadIndexOfThisMachine();

HashSet<Interaction> interactions = Reduce(FindInteractions(ParseIndex(index)));
if (interactions.Count == 0)
{
    throw new InvalidDataException("The index gives no interactions: is it a complete Packages file?");
}

// Ordinal order and "\n" keep the file the same on every system and in every culture.
IEnumerable<string> lines = interactions
    .OrderBy(interaction => interaction.User, StringComparer.Ordinal)
    .ThenBy(interaction => interaction.Item, StringComparer.Ordinal)
    .Select(interaction => $"{interaction.User}\t{interaction.Item}\n");
string folder = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
File.WriteAllText(Path.Combine(folder, "interactions.tsv"), "user\titem\n" + string.Concat(lines));

int users = interactions.Select(interaction => interaction.User).Distinct().Count();
int items = interactions.Select(interaction => interaction.Item).Distinct().Count();
double density = interactions.Count / ((double)users * items);
Console.WriteLine(FormattableString.Invariant(
    $"{users} users, {items} items, {interactions.Count} interactions, density {100 * density:F2} %"));

static string ReadIndexOfThisMachine()
{
    string[] lists = Run("apt-get", "indextargets", "--format", "$(FILENAME)",
            "Created-By: Packages", "Origin: Debian", "Codename: bookworm", "Component: main", "Architecture: amd64")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    // Two mirrors of the archive could be of different days, so more than one list is an error as well.
    if (lists is not [var list])
    {
        throw new InvalidOperationException(
            $"Expected one index of Debian 12 main for amd64, found {lists.Length}: "
            + "run `apt-get update` on Debian 12, or give a Packages file.");
    }

    // apt may keep its lists compressed, in several ways; its helper reads them all.
    return Run("/usr/lib/apt/apt-helper", "cat-file", list);
}

static string Run(string program, params string[] arguments)
{
    var start = new ProcessStartInfo(program, arguments)
    {
        RedirectStandardOutput = true,
        StandardOutputEncoding = Encoding.UTF8,
    };
    using Process process = Process.Start(start)!;
    string output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode == 0
        ? output
        : throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}.");
}

// An index is a list of paragraphs of "Field: value" lines, with an empty line between two paragraphs.
static List<Package> ParseIndex(string index)
{
    var packages = new List<Package>();
    foreach (string paragraph in index.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
    {
        string? name = null, source = null, depends = null;
        foreach (string line in paragraph.Split('\n'))
        {
            name ??= ValueOf("Package: ", line);
            source ??= ValueOf("Source: ", line);
            depends ??= ValueOf("Depends: ", line);
        }

        if (name is not null)
        {
            // A package without the field Source is built from the source package of its own name.
            packages.Add(new Package(name, BareName(source ?? name), depends ?? ""));
        }
    }

    return packages;
}

static string? ValueOf(string field, string line) =>
    line.StartsWith(field, StringComparison.Ordinal) ? line[field.Length..] : null;

static HashSet<Interaction> FindInteractions(List<Package> packages)
{
    // The index may hold two versions of a package (the kernel's documentation, for one); the first one counts.
    var sourceOf = new Dictionary<string, string>(StringComparer.Ordinal);
    foreach (Package package in packages)
    {
        sourceOf.TryAdd(package.Name, package.Source);
    }

    var interactions = new HashSet<Interaction>();
    foreach (Package package in packages)
    {
        foreach (string dependency in package.Depends.Split(',', StringSplitOptions.TrimEntries))
        {
            // "a | b" asks for a if nothing else is said, so a is the choice of the maintainer.
            string item = BareName(dependency.Split('|', StringSplitOptions.TrimEntries)[0]);

            // A virtual package has no source. Packages of one source depend on each other by construction,
            // which says nothing about a choice.
            if (sourceOf.TryGetValue(item, out string? itemSource) && itemSource != package.Source)
            {
                interactions.Add(new Interaction(package.Source, item));
            }
        }
    }

    return interactions;
}

// "python3:any (>= 3.9)" -> "python3"
static string BareName(string name) =>
    name.IndexOfAny([' ', ':', '(', '[']) is var end and >= 0 ? name[..end] : name;

// Taking out a user can leave an item with too few users, and the other way round: hence the loop.
static HashSet<Interaction> Reduce(HashSet<Interaction> interactions)
{
    while (true)
    {
        Dictionary<string, int> itemsOf = interactions.CountBy(interaction => interaction.User).ToDictionary();
        Dictionary<string, int> usersOf = interactions.CountBy(interaction => interaction.Item).ToDictionary();
        int removed = interactions.RemoveWhere(interaction =>
            itemsOf[interaction.User] < MinItemsPerUser || usersOf[interaction.Item] < MinUsersPerItem);
        if (removed == 0)
        {
            return interactions;
        }
    }
}

internal sealed record Package(string Name, string Source, string Depends);

internal readonly record struct Interaction(string User, string Item);
