using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;

namespace Meetings.Server.Organisation;

/// <summary>A unit of the administration. Its id is its own: names and statistics codes move between units.</summary>
internal sealed class Unit
{
    public required UnitId Id { get; init; }

    /// <summary>Inside a sentence: "UBND xã Mỹ Đông".</summary>
    public required string Name { get; set; }

    /// <summary>In lists and tiles: "xã Mỹ Đông".</summary>
    public required string ShortName { get; set; }

    /// <summary>Place name of documents, "Mỹ Đông"; null for departments, which take their unit's.</summary>
    public string? Place { get; set; }

    public UnitKind Kind { get; init; }

    public UnitId? ParentId { get; set; }

    /// <summary>Order among its sisters as the office sets it.</summary>
    public int Rank { get; set; }

    public DateOnly ValidFrom { get; init; }

    /// <summary>First day it is no more; null while it is.</summary>
    public DateOnly? ValidTo { get; set; }

    public string SearchKey { get; private set; } = "";

    public void Index() => SearchKey = Search.Key($"{Name} {ShortName}");

    public bool IsValid(DateOnly on) => ValidFrom <= on && (ValidTo is null || on < ValidTo);
}

/// <summary>What a unit became: merged into, split into, renamed to.</summary>
internal sealed class UnitSuccession
{
    public UnitId FromId { get; init; }

    public UnitId ToId { get; init; }

    public DateOnly On { get; init; }

    /// <summary>Whether the successor takes over what the unit leaves: what hangs below it, sites, roles, positions. One at most.</summary>
    public bool IsHeir { get; init; }
}

/// <summary>A role of an account at a unit.</summary>
internal sealed class UnitRoleGrant
{
    public AccountId AccountId { get; init; }

    public UnitId UnitId { get; init; }

    public UnitRole Role { get; init; }
}
