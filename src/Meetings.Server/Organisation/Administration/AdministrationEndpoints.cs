using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;

namespace Meetings.Server.Organisation.Administration;

/// <summary>What administrators of the installation and of units may change. The unit in question is checked by each handler.</summary>
internal static class AdministrationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithAccess(AccessRule.UnitAdministrator);

        group.MapPost("/units", (NewUnit input, Caller caller, ChangeUnits units, CancellationToken cancellationToken) =>
            units.CreateAsync(caller, input, cancellationToken).ToResult()).WithName("CreateUnit");
        group.MapPut("/units/{id}", (UnitId id, UnitEdit input, Caller caller, ChangeUnits units, CancellationToken cancellationToken) =>
            units.EditAsync(caller, id, input, cancellationToken).ToResult()).WithName("EditUnit");
        group.MapPost("/units/{id}/end", (UnitId id, UnitEnd input, Caller caller, ChangeUnits units, CancellationToken cancellationToken) =>
            units.EndAsync(caller, id, input, cancellationToken).ToResult()).WithName("EndUnit");

        group.MapPost("/units/reorganise", (UnitReorganisation input, Caller caller, ReorganiseUnits units, CancellationToken cancellationToken) =>
            units.HandleAsync(caller, input, cancellationToken).ToResult()).WithName("ReorganiseUnits");

        group.MapPost("/people", (PersonInput input, Caller caller, ChangePeople people, CancellationToken cancellationToken) =>
            people.CreateAsync(caller, input, cancellationToken).ToResult()).WithName("CreatePerson");
        group.MapPut("/people/{id}", (PersonId id, PersonInput input, Caller caller, ChangePeople people, CancellationToken cancellationToken) =>
            people.EditAsync(caller, id, input, cancellationToken).ToResult()).WithName("EditPerson");

        group.MapGet("/people/{id}/engagements", (PersonId id, Caller caller, LeavingPeople people, CancellationToken cancellationToken) =>
            people.EngagementsAsync(caller, id, cancellationToken).ToResult()).WithName("ListEngagements");
        group.MapPost("/people/{id}/leave", (PersonId id, PersonLeaves input, Caller caller, LeavingPeople people, CancellationToken cancellationToken) =>
            people.LeaveAsync(caller, id, input, cancellationToken).ToResult()).WithName("PersonLeaves");
        group.MapPost("/people/{id}/return", (PersonId id, Caller caller, LeavingPeople people, CancellationToken cancellationToken) =>
            people.ReturnAsync(caller, id, cancellationToken).ToResult()).WithName("PersonReturns");

        group.MapGet("/sites/{id}/devices", (SiteId id, Caller caller, DevicesOfSites devices, CancellationToken cancellationToken) =>
            devices.ListAsync(caller, id, cancellationToken).ToResult()).WithName("ListSiteDevices");
        group.MapPost("/sites/{id}/devices", (SiteId id, DeviceInput input, Caller caller, DevicesOfSites devices, CancellationToken cancellationToken) =>
            devices.AddAsync(caller, id, input, cancellationToken).ToResult()).WithName("AddSiteDevice");
        group.MapDelete("/sites/{id}/devices/{device}", (SiteId id, Guid device, Caller caller, DevicesOfSites devices, CancellationToken cancellationToken) =>
            devices.RevokeAsync(caller, id, device, cancellationToken).ToResult()).WithName("RevokeSiteDevice");

        group.MapPost("/sites", (SiteInput input, Caller caller, ChangeSites sites, CancellationToken cancellationToken) =>
            sites.CreateAsync(caller, input, cancellationToken).ToResult()).WithName("CreateSite");
        group.MapPut("/sites/{id}", (SiteId id, SiteInput input, Caller caller, ChangeSites sites, CancellationToken cancellationToken) =>
            sites.EditAsync(caller, id, input, cancellationToken).ToResult()).WithName("EditSite");

        group.MapGet("/accounts", (Caller caller, ChangeAccounts accounts, CancellationToken cancellationToken) =>
            accounts.ListAsync(caller, cancellationToken).ToResult()).WithName("ListAccounts");
        group.MapPost("/accounts", (AccountInput input, Caller caller, HttpRequest request, ChangeAccounts accounts, CancellationToken cancellationToken) =>
            accounts.CreateAsync(caller, input, request, cancellationToken).ToResult()).WithName("CreateAccount");
        group.MapPut("/accounts/{id}", (AccountId id, AccountInput input, Caller caller, ChangeAccounts accounts, CancellationToken cancellationToken) =>
            accounts.EditAsync(caller, id, input, cancellationToken).ToResult()).WithName("EditAccount");
        group.MapPost("/accounts/{id}/link", (AccountId id, Caller caller, HttpRequest request, ChangeAccounts accounts, CancellationToken cancellationToken) =>
            accounts.NewLinkAsync(caller, id, request, cancellationToken).ToResult()).WithName("MakePasswordLink");
        group.MapPost("/accounts/{id}/signout", (AccountId id, Caller caller, ChangeAccounts accounts, CancellationToken cancellationToken) =>
            accounts.SignOutAsync(caller, id, cancellationToken).ToResult()).WithName("SignOutAccount");
    }
}
