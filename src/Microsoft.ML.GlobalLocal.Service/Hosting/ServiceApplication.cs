using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.ML.GlobalLocal.Service.Api;
using Microsoft.ML.GlobalLocal.Serving;

namespace Microsoft.ML.GlobalLocal.Service.Hosting;

/// <summary>Puts the service together: the model, the API with its limits and its description, the health check and the page.</summary>
internal static class ServiceApplication
{
    private static readonly Dictionary<string, string> Switches = new()
    {
        ["--model"] = $"{ServiceOptions.Section}:{nameof(ServiceOptions.Model)}",
        ["--items"] = $"{ServiceOptions.Section}:{nameof(ServiceOptions.Items)}",
    };

    /// <summary>Makes the application, with the model loaded.</summary>
    /// <param name="args">The command line.</param>
    /// <exception cref="FileNotFoundException">There is no model or items file of that name.</exception>
    /// <exception cref="InvalidDataException">The model or the items file is none.</exception>
    /// <exception cref="OptionsValidationException">A limit is out of its range.</exception>
    public static WebApplication Create(params string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddCommandLine(args, Switches);
        var section = builder.Configuration.GetSection(ServiceOptions.Section);
        var options = section.Get<ServiceOptions>() ?? new ServiceOptions();
        builder.Services.AddOptions<ServiceOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddGlobalLocalRecommender(FindModel(options.Model), serving => serving.PollingInterval = options.PollingInterval);
        builder.Services.AddSingleton(options.Items is null ? ItemNames.None : ItemNames.Load(options.Items));
        builder.Services.AddScoped<Answers>();
        builder.Services.AddHealthChecks().AddGlobalLocalRecommenderCheck();
        builder.Services.AddOpenApi(openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Microsoft.ML.GlobalLocal";
            document.Info.Description = "Top-N recommendation from a trained model: for its users, for new users by their items, similar items, and why.";
            return Task.CompletedTask;
        }));
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ProblemExceptionHandler>();
        builder.Services.AddClientRateLimiter(options);
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes);

        var app = builder.Build();

        // At once, and not by the host's start, which would bury what is wrong with them in a log.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.Services.GetRequiredService<IRecommenderSource>();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use((context, next) =>
        {
            // The page needs nothing from elsewhere, and nobody needs it within a page of theirs.
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return next(context);
        });
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.UseRateLimiter();
        app.MapOpenApi();
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = HealthReportWriter.WriteAsync });
        app.MapGroup("/api").MapApi().RequireRateLimiting(ClientRateLimiter.Policy);
        return app;
    }

    private static string FindModel(string? path) => path switch
    {
        null or "" => throw new FileNotFoundException("No model was named: start the service with --model FILE, a zip that `globallocal train --data FILE --model FILE` writes, or set GlobalLocal__Model."),
        _ when !File.Exists(path) => throw new FileNotFoundException($"There is no model file '{path}': train one with `globallocal train --data FILE --model '{path}'`, or name another with --model FILE."),
        _ => path,
    };
}
