using Meetings.Server.Kernel;

namespace Meetings.Server.Hosting;

/// <summary>A refusal as RFC 9457 problem details; <see cref="Code"/> names the text in the client's catalogues.</summary>
[WireContract]
public sealed record Problem(int Status, string Code, IReadOnlyDictionary<string, string>? Args = null);

/// <summary>The one place where outcomes become HTTP answers.</summary>
public static class RefusalResults
{
    public static int Status(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.NotSignedIn => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static IResult ToResult(this Refusal refusal) => new ProblemResult(new Problem(Status(refusal.Kind), refusal.Code, refusal.Args));

    /// <summary>200 with the value, 204 for <see cref="Done"/>, else the refusal.</summary>
    public static IResult ToResult<T>(this Outcome<T> outcome) =>
        outcome.Match(value => value is Done ? TypedResults.NoContent() : TypedResults.Ok(value), ToResult);

    /// <summary>What <paramref name="ok"/> makes of the value, else the refusal.</summary>
    public static IResult ToResult<T>(this Outcome<T> outcome, Func<T, IResult> ok) => outcome.Match(ok, ToResult);

    public static async Task<IResult> ToResult<T>(this Task<Outcome<T>> outcome) => (await outcome).ToResult();

    /// <summary>Writes a refusal from a middleware, where there is no endpoint to return it from.</summary>
    public static Task RefuseAsync(this HttpContext context, Refusal refusal) => refusal.ToResult().ExecuteAsync(context);

    private sealed class ProblemResult(Problem problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = problem.Status;
            return httpContext.Response.WriteAsJsonAsync(problem, WireJson.Options, "application/problem+json");
        }
    }
}
