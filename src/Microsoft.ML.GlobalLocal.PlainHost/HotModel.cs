using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace PlainHost;

/// <summary>The model of a file, loaded again when the file is replaced; a file that is no model is logged and the one before goes on answering.</summary>
internal sealed class HotModel : IDisposable
{
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly PhysicalFileProvider _folder;
    private readonly IDisposable _watch;
    private volatile EnginePools _current;

    public HotModel(string path, ILogger<HotModel> logger)
    {
        _path = Path.GetFullPath(path);
        _logger = logger;
        _current = EnginePools.Load(_path);
        _folder = new PhysicalFileProvider(Path.GetDirectoryName(_path)!);
        _watch = ChangeToken.OnChange(() => _folder.Watch(Path.GetFileName(_path)), Reload);
    }

    /// <summary>The engines of the current model. A request that has taken them keeps them, whatever comes.</summary>
    public EnginePools Current => _current;

    public void Dispose()
    {
        _watch.Dispose();
        _folder.Dispose();
    }

    private void Reload()
    {
        try
        {
            _current = EnginePools.Load(_path);
            _logger.LogInformation("Loaded the new model of '{Path}'.", _path);
        }
        catch (Exception exception)
        {
            _logger.LogError(exception, "The new file '{Path}' was refused; the model before goes on answering.", _path);
        }
    }
}
