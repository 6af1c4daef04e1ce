using System.Diagnostics;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The times of answers to some users, one after the other on one thread.</summary>
internal static class TimedAnswers
{
    private const int Rounds = 2;

    /// <summary>Answers all users twice, and takes the times of the second round.</summary>
    /// <param name="retriever">What answers.</param>
    /// <param name="users">The users.</param>
    /// <param name="topN">The length N of the lists.</param>
    /// <returns>The median and the 99th percentile, in milliseconds.</returns>
    public static (double Median, double Percentile99) Time(Retriever retriever, ReadOnlySpan<int> users, int topN)
    {
        var (items, scores) = (new int[topN], new float[topN]);
        var times = new double[users.Length];
        for (int round = 0; round < Rounds; round++)
        {
            for (int n = 0; n < users.Length; n++)
            {
                long start = Stopwatch.GetTimestamp();
                retriever.Retrieve(users[n], items, scores);
                times[n] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        Array.Sort(times);
        return (times[times.Length / 2], times[(int)(0.99 * (times.Length - 1))]);
    }

    /// <summary>Times answers as a step of a case.</summary>
    /// <param name="recorder">Receives the times.</param>
    /// <param name="step">The name of the step.</param>
    /// <param name="retriever">What answers.</param>
    /// <param name="users">The users.</param>
    /// <param name="topN">The length N of the lists.</param>
    public static void Record(StepRecorder recorder, string step, Retriever retriever, int[] users, int topN)
    {
        var (median, percentile) = recorder.Measure(step, retriever.Model.ItemCount, () => Time(retriever, users, topN), Rounds * users.Length, "answers");
        recorder.Add("p50 ms", median);
        recorder.Add("p99 ms", percentile);
    }
}
