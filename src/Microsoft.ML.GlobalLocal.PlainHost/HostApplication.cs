namespace PlainHost;

/// <summary>Answers pairs with scores, and users with lists where the model has a step that makes them.</summary>
internal static class HostApplication
{
    public static WebApplication Create(string path, params string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton(services => new HotModel(path, services.GetRequiredService<ILogger<HotModel>>()));
        var app = builder.Build();

        // At the start, so that a missing model is told then.
        var model = app.Services.GetRequiredService<HotModel>();
        app.MapGet("/score", (string user, string item) =>
            model.Current.Score(new Query { User = user, Item = item }) is { } scored && float.IsFinite(scored.Score)
                ? Results.Ok(scored)
                : Results.Problem($"The model does not know the user '{user}' or the item '{item}'.", statusCode: StatusCodes.Status404NotFound));
        app.MapGet("/top", (string user) => model.Current.Recommend(new Query { User = user }) switch
        {
            null => Results.Problem("The model has no column Items: append a recommending step to it before it is saved.", statusCode: StatusCodes.Status501NotImplemented),
            { Scores: [float.NaN, ..] } => Results.Problem($"The model does not know the user '{user}'.", statusCode: StatusCodes.Status404NotFound),

            // A list of a user with few items left is filled up with NaN.
            { } list => Results.Ok(list.Items.Zip(list.Scores, (item, score) => new { item, score }).Where(entry => float.IsFinite(entry.score))),
        });
        return app;
    }
}
