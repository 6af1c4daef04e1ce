using Microsoft.AspNetCore.Diagnostics;

namespace Microsoft.ML.GlobalLocal.Service.Hosting;

/// <summary>Makes problem details of what a request got wrong; all other exceptions stay the errors of the service that they are.</summary>
internal sealed class ProblemExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            RequestProblemException request => request.Problem,
            UnknownIdException { Kind: "user" } unknown => new()
            {
                Status = StatusCodes.Status404NotFound,
                Title = "Unknown user",
                Detail = $"The user '{unknown.Id}' was not in the training data. For a new user, post the items that it touched to /api/recommendations.",
            },
            UnknownIdException unknown => new()
            {
                Status = StatusCodes.Status404NotFound,
                Title = "Unknown item",
                Detail = $"The item '{unknown.Id}' was not in the training data.",
            },
            BadHttpRequestException bad => new() { Status = bad.StatusCode, Title = "Bad request", Detail = (bad.InnerException ?? bad).Message },
            _ => null,
        };
        if (problem is null)
        {
            return false;
        }

        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }
}
