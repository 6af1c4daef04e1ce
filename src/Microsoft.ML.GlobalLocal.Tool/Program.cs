using System.Text;
using Microsoft.ML.GlobalLocal.Tool;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await CommandLine.RunAsync(args, new ToolConsole(Console.Out, Console.Error, interactive: !Console.IsErrorRedirected));
