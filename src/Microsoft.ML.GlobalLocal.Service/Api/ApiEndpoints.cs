using System.ComponentModel;
using Microsoft.ML.GlobalLocal.Serving;

namespace Microsoft.ML.GlobalLocal.Service.Api;

/// <summary>The routes of the API.</summary>
internal static class ApiEndpoints
{
    private const string Count = "The number of entries; default 10.";
    private const string Clusters = "The number K of clusters to search, from 1 to the model's M; default: as the model has it.";

    public static RouteGroupBuilder MapApi(this RouteGroupBuilder api)
    {
        api.MapGet("/model", (Answers answers, IRecommenderSource source) => answers.Describe(source.Refusal))
            .WithTags("Model").WithSummary("The model that answers, and the limits of requests.");

        api.MapGet("/users", (Answers answers, [Description("A part of the id.")] string? search, [Description(Count)] int? count) => answers.FindUsers(search, count))
            .WithTags("Users").WithSummary("Finds users.").ProducesProblem(400);
        api.MapGet("/users/{user}", (Answers answers, RouteId user) => answers.GetUser(user.Value))
            .WithTags("Users").WithSummary("The items of a user.").ProducesProblem(404);
        api.MapGet(
                "/users/{user}/recommendations",
                (Answers answers, RouteId user, [Description(Count)] int? count, [Description(Clusters)] int? searchedClusters, [Description("Whether every item comes with its reasons.")] bool? explain) =>
                    answers.Recommend(user.Value, count, searchedClusters, explain == true))
            .WithTags("Recommendations").WithSummary("Recommends items to a user, best first.").ProducesProblem(400).ProducesProblem(404);
        api.MapGet("/users/{user}/explain/{item}", (Answers answers, RouteId user, RouteId item) => answers.Explain(user.Value, item.Value))
            .WithTags("Recommendations").WithSummary("Why an item has its score for a user.").ProducesProblem(404);
        api.MapPost("/recommendations", (Answers answers, NewUserRequest request) => answers.Recommend(request))
            .WithTags("Recommendations").WithSummary("Recommends items to a new user, from the items that it touched; nothing is trained or kept.").ProducesProblem(400).ProducesProblem(413);

        api.MapGet("/items", (Answers answers, [Description("A part of the name or the id.")] string? search, [Description(Count)] int? count) => answers.FindItems(search, count))
            .WithTags("Items").WithSummary("Finds items.").ProducesProblem(400);
        api.MapGet("/items/{item}/similar", (Answers answers, RouteId item, [Description(Count)] int? count) => answers.FindSimilar(item.Value, count))
            .WithTags("Items").WithSummary("The items most like an item, the nearest first.").ProducesProblem(400).ProducesProblem(404);

        api.ProducesProblem(429);
        return api;
    }
}
