using Microsoft.AspNetCore.Mvc;

namespace Microsoft.ML.GlobalLocal.Service.Hosting;

/// <summary>A request that can't be answered as it is.</summary>
internal sealed class RequestProblemException(string title, string detail) : Exception(detail)
{
    public ProblemDetails Problem { get; } = new() { Status = StatusCodes.Status400BadRequest, Title = title, Detail = detail };
}
