using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Meetings.Server.Organisation.Import;

/// <summary>Tables in and out. Units are the installation's administrator's; people also those of a unit's administrator.</summary>
internal static class ImportEndpoints
{
    // Text may take three bytes a letter, and JSON more.
    private static readonly RequestSizeLimitAttribute Size = new(8 * CsvTable.LargestFile / 2);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var units = routes.MapGroup("/api/units").WithAccess(AccessRule.Administrator);
        units.MapPost("/import", (ImportInput input, Caller caller, ImportUnits import, CancellationToken cancellationToken) =>
            import.HandleAsync(caller, input, cancellationToken).ToResult()).WithName("ImportUnits").WithMetadata(Size);
        units.MapGet("/presets", () => UnitPresets.Names).WithName("ListUnitPresets");
        units.MapGet("/presets/{preset}", (string preset) => UnitPresets.Read(preset).ToResult(
            csv => Results.Text(csv, "text/csv", System.Text.Encoding.UTF8))).WithName("ReadUnitPreset");
        routes.MapGet("/api/units/export", ExportTables.UnitsAsync).WithName("ExportUnits").WithAccess(AccessRule.SignedIn);

        var people = routes.MapGroup("/api/people").WithAccess(AccessRule.UnitAdministrator);
        people.MapPost("/import", (ImportInput input, Caller caller, ImportPeople import, CancellationToken cancellationToken) =>
            import.HandleAsync(caller, input, cancellationToken).ToResult()).WithName("ImportPeople").WithMetadata(Size);
        routes.MapGet("/api/people/export", ExportTables.PeopleAsync).WithName("ExportPeople").WithAccess(AccessRule.Administrator);
    }
}
