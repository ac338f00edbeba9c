namespace Meetings.Server.Organisation;

/// <summary>The dated unit tree, people with dated positions, sites and roles.</summary>
public static class OrganisationModule
{
    public static IHostApplicationBuilder AddOrganisation(this IHostApplicationBuilder builder)
    {
        return builder;
    }

    public static IEndpointRouteBuilder MapOrganisation(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
