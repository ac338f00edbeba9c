using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Administration;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Organisation.Import;

namespace Meetings.Server.Organisation;

/// <summary>The dated unit tree, people with dated positions, sites and roles.</summary>
public static class OrganisationModule
{
    public static IHostApplicationBuilder AddOrganisation(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<OrganisationDirectory>();
        services.AddScoped<IDirectory>(provider => provider.GetRequiredService<OrganisationDirectory>());
        services.AddScoped<IAccountRoles>(provider => provider.GetRequiredService<OrganisationDirectory>());
        services.AddScoped<FindInDirectory>();
        services.AddScoped<UnitAuthority>();
        services.AddScoped<ChangeUnits>();
        services.AddScoped<Inheritance>();
        services.AddScoped<ReorganiseUnits>();
        services.AddScoped<ImportUnits>();
        services.AddScoped<ImportPeople>();
        services.AddScoped<PutDeputies>();
        services.AddScoped<LeavingPeople>();
        services.AddScoped<DevicesOfSites>();
        services.AddScoped<OwnProfile>();
        services.AddScoped<ChangePeople>();
        services.AddScoped<ChangeSites>();
        services.AddScoped<ChangeAccounts>();
        return builder;
    }

    public static IEndpointRouteBuilder MapOrganisation(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/units", ListUnits.HandleAsync).WithName("ListUnits").WithAccess(AccessRule.SignedIn);
        routes.MapGet("/api/people", ListPeople.HandleAsync).WithName("ListPeople").WithAccess(AccessRule.SignedIn);
        routes.MapGet("/api/sites", ListSites.HandleAsync).WithName("ListSites").WithAccess(AccessRule.SignedIn);
        routes.MapGet("/api/directory", (FindInDirectory find, CancellationToken cancellationToken, string? q = null, string? kind = null, UnitId? unit = null, int limit = 30) =>
                find.HandleAsync(cancellationToken, q, kind, unit, limit))
            .WithName("SearchDirectory").WithAccess(AccessRule.SignedIn);
        routes.MapGet("/api/profile", (Caller caller, OwnProfile profile, CancellationToken cancellationToken) => profile.ViewAsync(caller, cancellationToken))
            .WithName("GetProfile").WithAccess(AccessRule.SignedIn);
        routes.MapPut("/api/profile", (ProfileInput input, Caller caller, OwnProfile profile, CancellationToken cancellationToken) =>
            profile.EditAsync(caller, input, cancellationToken).ToResult()).WithName("EditProfile").WithAccess(AccessRule.SignedIn);
        AdministrationEndpoints.Map(routes);
        ImportEndpoints.Map(routes);
        return routes;
    }
}
