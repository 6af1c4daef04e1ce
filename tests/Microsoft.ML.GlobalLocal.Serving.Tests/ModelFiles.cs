namespace Microsoft.ML.GlobalLocal.Serving.Tests;

/// <summary>Two good models and a served file that they, or worse ones, are put into.</summary>
internal sealed class ModelFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _version;

    public ModelFiles(int lists = 0)
    {
        TestModel.Save(A, seed: 1, lists);
        TestModel.Save(B, seed: 2, lists);
        Replace(A);
    }

    public string A => _folder["a.zip"];

    public string B => _folder["b.zip"];

    public string Served => _folder["model.zip"];

    public string this[string name] => _folder[name];

    /// <summary>Puts a file in the place of the served one at once, with a later time than all before.</summary>
    public void Replace(string source) => Replace(File.ReadAllBytes(source));

    public void Replace(byte[] content)
    {
        string beside = _folder["beside.tmp"];
        File.WriteAllBytes(beside, content);
        Stamp(beside);
        File.Move(beside, Served, overwrite: true);
    }

    /// <summary>A file whose content is what it was, with another time.</summary>
    public void Touch() => Stamp(Served);

    public void Dispose() => _folder.Dispose();

    private void Stamp(string path) => File.SetLastWriteTimeUtc(path, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(++_version));
}
