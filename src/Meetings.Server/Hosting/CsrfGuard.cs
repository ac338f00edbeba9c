using Meetings.Server.Kernel;

namespace Meetings.Server.Hosting;

/// <summary>
/// Refuses what another site's page could make a browser send: a foreign Origin anywhere, and a change without the custom header
/// (which a plain form cannot set). The SameSite=Strict cookie is the first wall, this the second.
/// </summary>
internal sealed class CsrfGuard(RequestDelegate next)
{
    public const string Header = "X-Meetings";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isHub = request.Path.StartsWithSegments("/hub", StringComparison.Ordinal);
        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
        if ((isHub || changes) && !IsOwnOrigin(request))
        {
            return context.RefuseAsync(Refusal.Forbidden("foreign_origin"));
        }

        // The hub's client cannot set headers on a WebSocket; the Origin check stands alone there.
        if (changes && !isHub && request.Headers[Header] != "1")
        {
            return context.RefuseAsync(Refusal.Invalid("csrf"));
        }

        return next(context);
    }

    // Browsers always send Origin with changes and WebSockets; programs without one carry no ambient cookie.
    private static bool IsOwnOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && string.Equals(uri.Authority, Authority(request, uri.Scheme), StringComparison.OrdinalIgnoreCase));
    }

    private static string Authority(HttpRequest request, string scheme) =>
        Uri.TryCreate($"{scheme}://{request.Host.Value}", UriKind.Absolute, out var own) ? own.Authority : "";
}
