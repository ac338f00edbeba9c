namespace Meetings.Server.Documents;

/// <summary>Papers of agenda items and their pages for the browser.</summary>
public static class DocumentsModule
{
    public static IHostApplicationBuilder AddDocuments(this IHostApplicationBuilder builder)
    {
        return builder;
    }

    public static IEndpointRouteBuilder MapDocuments(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
