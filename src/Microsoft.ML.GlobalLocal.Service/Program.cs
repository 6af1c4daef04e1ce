using Microsoft.Extensions.Options;
using Microsoft.ML.GlobalLocal.Service.Hosting;

try
{
    await ServiceApplication.Create(args).RunAsync();
    return 0;
}
catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException or OptionsValidationException)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 1;
}
