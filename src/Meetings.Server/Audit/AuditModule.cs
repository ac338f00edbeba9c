namespace Meetings.Server.Audit;

/// <summary>Who did what to which record, for administrators.</summary>
public static class AuditModule
{
    public static IHostApplicationBuilder AddAudit(this IHostApplicationBuilder builder)
    {
        return builder;
    }

    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
