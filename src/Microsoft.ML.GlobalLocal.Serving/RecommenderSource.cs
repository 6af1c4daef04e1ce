using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.ML.GlobalLocal.Serving;

/// <summary>
/// The current model of a file. It is loaded at once, and again by <see cref="Check"/>; what is published is whole and immutable, so that those who read
/// it need no lock and those who still use the one before are not disturbed.
/// </summary>
internal sealed partial class RecommenderSource : IRecommenderSource
{
    private readonly string _path;
    private readonly ServingMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<RecommenderSource> _logger;
    private volatile ServedModel _current;
    private volatile ModelRefusal? _refusal;

    /// <summary>The file as it was when its content was last judged.</summary>
    private FileStamp _judged;

    /// <summary>The file as it was at the last look.</summary>
    private FileStamp _seen;

    /// <summary>Loads the model.</summary>
    /// <exception cref="InvalidDataException">The file is no model.</exception>
    /// <exception cref="IOException">The file is missing or can't be read.</exception>
    public RecommenderSource(IOptions<RecommenderServingOptions> options, ServingMetrics metrics, TimeProvider time, ILogger<RecommenderSource> logger)
    {
        _path = Path.GetFullPath(options.Value.Path);
        _metrics = metrics;
        _time = time;
        _logger = logger;
        using var file = ModelLoader.Open(_path);
        _judged = _seen = FileStamp.Of(file);
        _current = ModelLoader.Load(file, ModelLoader.Hash(file), metrics.Recommender, time.GetUtcNow());
        LogLoaded(_current.Information.Path, _current.Information.Hash, _current.Information.Users, _current.Information.Items);
    }

    public ServedModel Current => _current;

    public ModelRefusal? Refusal => _refusal;

    /// <summary>
    /// Looks at the file and loads it where it has changed, and has stayed the same since the last look. Whatever is wrong with it, the current model
    /// stays. Not thread-safe.
    /// </summary>
    public void Check()
    {
        try
        {
            using var file = ModelLoader.Open(_path);
            var stamp = FileStamp.Of(file);
            bool settled = stamp == _seen;
            _seen = stamp;
            if (settled && stamp != _judged)
            {
                Judge(file, stamp);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It may be there again at the next look; until then it is told once.
            if (_refusal?.Reason != exception.Message)
            {
                _refusal = new ModelRefusal(exception.Message, _time.GetUtcNow());
                LogUnreadable(_path, exception.Message, _current.Information.Hash);
            }

            _judged = default;
        }
    }

    private void Judge(FileStream file, FileStamp stamp)
    {
        string hash = ModelLoader.Hash(file);
        if (hash != _current.Information.Hash)
        {
            try
            {
                _current = ModelLoader.Load(file, hash, _metrics.Recommender, _time.GetUtcNow());
            }
            catch (Exception exception) when (exception is not (IOException or UnauthorizedAccessException))
            {
                _judged = stamp;
                _refusal = new ModelRefusal(exception.Message, _time.GetUtcNow());
                _metrics.CountReload("refused");
                LogRefused(exception, _path, hash, _current.Information.Hash);
                return;
            }

            _metrics.CountReload("loaded");
            LogLoaded(_current.Information.Path, hash, _current.Information.Users, _current.Information.Items);
        }

        _judged = stamp;
        _refusal = null;
    }

    [LoggerMessage(1, LogLevel.Information, "Serving the model of '{Path}' ({Hash}): {Users} users, {Items} items.")]
    private partial void LogLoaded(string path, string hash, int users, int items);

    [LoggerMessage(2, LogLevel.Error, "The new model file '{Path}' ({Hash}) was refused; the model {CurrentHash} goes on answering.")]
    private partial void LogRefused(Exception exception, string path, string hash, string currentHash);

    [LoggerMessage(3, LogLevel.Warning, "The model file '{Path}' can't be read; the model {CurrentHash} goes on answering. {Reason}")]
    private partial void LogUnreadable(string path, string reason, string currentHash);

    /// <summary>What changes with every version of a file.</summary>
    private readonly record struct FileStamp(DateTime LastWriteTime, long Length)
    {
        public static FileStamp Of(FileStream file) => new(File.GetLastWriteTimeUtc(file.SafeFileHandle), file.Length);
    }
}
