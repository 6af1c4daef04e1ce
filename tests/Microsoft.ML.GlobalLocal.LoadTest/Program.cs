using Microsoft.ML.GlobalLocal.LoadTest;

return await LoadCommand.Create(Console.Out).Parse(args).InvokeAsync();
