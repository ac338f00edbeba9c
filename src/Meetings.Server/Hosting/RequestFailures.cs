using System.Text.Json;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Diagnostics;

namespace Meetings.Server.Hosting;

/// <summary>The request edge: input that cannot be read is a refusal, anything else is a bug, logged and told without details.</summary>
internal sealed class RequestFailures(ILogger<RequestFailures> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        var refusal = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new Refusal("too_large", RefusalKind.TooLarge),
            BadHttpRequestException or JsonException => Refusal.Invalid("bad_request"),
            _ => null,
        };
        if (refusal is null)
        {
            log.LogError(exception, "A request failed: {Method} {Endpoint}", httpContext.Request.Method, httpContext.GetEndpoint()?.DisplayName);
            httpContext.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await httpContext.Response.WriteAsJsonAsync(
                new Problem(StatusCodes.Status500InternalServerError, "internal_error"), WireJson.Options, "application/problem+json", cancellationToken);
            return true;
        }

        await httpContext.RefuseAsync(refusal);
        return true;
    }
}
