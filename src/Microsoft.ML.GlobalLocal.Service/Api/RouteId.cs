namespace Microsoft.ML.GlobalLocal.Service.Api;

/// <summary>An id within a path. ASP.NET Core leaves an encoded slash as it is, so that the path keeps its parts; here it becomes one again.</summary>
internal readonly record struct RouteId(string Value)
{
    public static bool TryParse(string text, out RouteId id)
    {
        id = new RouteId(text.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        return true;
    }
}
