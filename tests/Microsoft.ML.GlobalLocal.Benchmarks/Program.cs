using BenchmarkDotNet.Running;
using Microsoft.ML.GlobalLocal.Benchmarks;

// All benchmarks, where the arguments choose none.
BenchmarkScale.IsQuick = args.Contains(BenchmarkSettings.QuickOption);
string[] options = [.. args.Where(arg => arg != BenchmarkSettings.QuickOption)];
string[] all = options.Any(BenchmarkSettings.IsSelection) ? [] : ["--filter", "*"];
var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. options, .. all], BenchmarkSettings.Create());
return BenchmarkSettings.GetExitCode(summaries);
