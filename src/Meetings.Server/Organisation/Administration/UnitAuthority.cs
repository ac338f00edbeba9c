using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;

namespace Meetings.Server.Organisation.Administration;

/// <summary>Which units a caller administers: all of them, or what lies below the units of the administrator role.</summary>
internal sealed class UnitAuthority(OrganisationDirectory directory)
{
    public Task<IReadOnlySet<UnitId>> OfAsync(Caller caller, CancellationToken cancellationToken) =>
        directory.UnitsWithRoleAsync(caller.AccountId, UnitRole.Administrator, cancellationToken);

    public async Task<bool> CoversAsync(Caller caller, UnitId unit, CancellationToken cancellationToken) =>
        (await OfAsync(caller, cancellationToken)).Contains(unit);
}

/// <summary>Checks on names, shared by the forms of administration.</summary>
internal static class Names
{
    public const int Longest = 200;

    /// <summary>The text as it is stored; refused when nothing or too much is left.</summary>
    public static Outcome<string> Checked(string text)
    {
        var clean = VietnameseText.Clean(text).Replace('\n', ' ');
        return clean.Length switch
        {
            0 => Refusal.Invalid("name_missing"),
            > Longest => Refusal.Invalid("name_too_long", ("max", $"{Longest}")),
            _ => clean,
        };
    }
}
