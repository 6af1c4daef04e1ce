using Spectre.Console;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Progress on a terminal: one bar per stage.</summary>
internal sealed class BarProgress(ProgressContext context) : IProgress<TrainingProgress>
{
    private readonly Lock _lock = new();
    private string? _stage;
    private ProgressTask? _bar;

    public void Report(TrainingProgress value)
    {
        lock (_lock)
        {
            if (_bar is null || value.Stage != _stage)
            {
                Complete();
                _stage = value.Stage;
                _bar = context.AddTask(Markup.Escape(value.Stage));
            }

            _bar.Description = Markup.Escape(value.ToString());
            _bar.IsIndeterminate = value.Epochs == 0;
            _bar.MaxValue = Math.Max(1, value.Epochs);
            _bar.Value = value.Epoch;
        }
    }

    private void Complete()
    {
        if (_bar is not null)
        {
            // Early stopping ends a stage before its last epoch.
            _bar.IsIndeterminate = false;
            _bar.Value = _bar.MaxValue;
            _bar.StopTask();
        }
    }
}
