namespace Meetings.Server.Hosting;

/// <summary>Headers of every answer. An endpoint that needs its own Content-Security-Policy sets it before; it is then left alone.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // Styles alone may be inline: the page inlines its first CSS, and the reader's SVG pages position text by style.
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; "
        + "connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(
            static state =>
            {
                var response = ((HttpContext)state).Response;
                var headers = response.Headers;
                headers.TryAdd("Content-Security-Policy", ContentSecurityPolicy);
                headers.TryAdd("Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()");
                headers.TryAdd("Referrer-Policy", "no-referrer");
                headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
                headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
                headers.TryAdd("X-Content-Type-Options", "nosniff");
                if (response.HttpContext.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
                {
                    headers.TryAdd("Cache-Control", "no-store");
                }

                return Task.CompletedTask;
            },
            context);
        return next(context);
    }
}
