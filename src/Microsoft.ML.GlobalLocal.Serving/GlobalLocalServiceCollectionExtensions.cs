using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.ML.GlobalLocal;
using Microsoft.ML.GlobalLocal.Serving;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a recommender to the services of an application.</summary>
public static class GlobalLocalServiceCollectionExtensions
{
    /// <summary>
    /// Serves the model of a file. It is loaded when the host starts, which fails where the file is missing or no model, and again whenever the file
    /// is replaced. What is registered:
    /// <list type="table">
    /// <item><term><see cref="Recommender"/></term><description>scoped: the current model's, the same throughout a request, however often the file is replaced meanwhile</description></item>
    /// <item><term><see cref="ServedModel"/></term><description>scoped: the same recommender with what is known of its model</description></item>
    /// <item><term><see cref="IRecommenderSource"/></term><description>singleton: always the current model, for singletons and for longer work</description></item>
    /// </list>
    /// Requests are counted and timed as <see cref="RecommenderMetrics"/> says, and reloads by the counter <c>globallocal.model.reloads</c>, whose
    /// tag <c>globallocal.reload.outcome</c> is <c>loaded</c> or <c>refused</c>; all by the meter <see cref="RecommenderMetrics.MeterName"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The model zip; relative to the current folder.</param>
    /// <param name="configure">Sets further options.</param>
    public static IServiceCollection AddGlobalLocalRecommender(this IServiceCollection services, string path, Action<RecommenderServingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        services.AddOptions<RecommenderServingOptions>()
            .Configure(options =>
            {
                options.Path = path;
                configure?.Invoke(options);
            })
            .Validate(
                options => options.PollingInterval > TimeSpan.Zero || options.PollingInterval == Timeout.InfiniteTimeSpan,
                $"{nameof(RecommenderServingOptions)}.{nameof(RecommenderServingOptions.PollingInterval)} must be positive, or infinite for a model that is never loaded again.")
            .Validate(
                options => !string.IsNullOrEmpty(options.Path),
                $"{nameof(RecommenderServingOptions)}.{nameof(RecommenderServingOptions.Path)} must name the model zip.");
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ServingMetrics>();
        services.TryAddSingleton<RecommenderSource>();
        services.TryAddSingleton<IRecommenderSource>(provider => provider.GetRequiredService<RecommenderSource>());
        services.TryAddScoped(provider => provider.GetRequiredService<IRecommenderSource>().Current);
        services.TryAddScoped(provider => provider.GetRequiredService<ServedModel>().Recommender);
        services.AddHostedService<ModelFileWatcher>();
        return services;
    }

    /// <summary>
    /// Adds a check of the served model: healthy while the file's model is the one that answers, degraded while the file was refused or can't be read
    /// and the model before it answers. Its data tell which model that is.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="tags">Tags of the check; default: none.</param>
    public static IHealthChecksBuilder AddGlobalLocalRecommenderCheck(this IHealthChecksBuilder builder, string name = "globallocal", IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<RecommenderHealthCheck>(name, failureStatus: null, tags ?? []);
    }
}
