using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;

namespace Meetings.Server.Organisation;

/// <summary>An official. What they are is said by their dated positions.</summary>
internal sealed class Person
{
    public required PersonId Id { get; init; }

    /// <summary>Family, middle and given name in that order, composed (NFC).</summary>
    public required string FullName { get; set; }

    /// <summary>"Ông" or "Bà".</summary>
    public required string Honorific { get; set; }

    /// <summary>Where invitations go; null while nobody said.</summary>
    public string? Email { get; set; }

    public string? Phone { get; set; }

    /// <summary>When the person was taken out of service: no longer found or invited, kept in every record. Null while active.</summary>
    public DateTimeOffset? DeactivatedAt { get; set; }

    public string SearchKey { get; private set; } = "";

    public List<Position> Positions { get; } = [];

    /// <summary>Who may go in this person's place.</summary>
    public List<Deputy> Deputies { get; } = [];

    /// <param name="unitName">Short names of the units of the positions.</param>
    public void Index(Func<UnitId, string> unitName) =>
        SearchKey = Search.Key(string.Join(' ', [FullName, .. Positions.Select(position => $"{position.Title} {unitName(position.UnitId)}")]));

    /// <summary>The first-ranking position on that day.</summary>
    public Position? PositionOn(DateOnly day) =>
        Positions.Where(position => position.IsHeld(day)).OrderBy(position => position.Rank).ThenBy(position => position.From).FirstOrDefault();
}

internal sealed class Position
{
    public Guid Id { get; init; }

    public PersonId PersonId { get; init; }

    public UnitId UnitId { get; init; }

    public required string Title { get; init; }

    /// <summary>Order of precedence, smaller first; see <see cref="TitleRanks"/>.</summary>
    public int Rank { get; init; }

    public DateOnly From { get; init; }

    /// <summary>First day it is no longer held; null while it is.</summary>
    public DateOnly? To { get; init; }

    public bool IsHeld(DateOnly on) => From <= on && (To is null || on < To);
}

/// <summary>Somebody who stands in for a person (người được ủy quyền dự thay), for a time or until further notice.</summary>
internal sealed class Deputy
{
    public PersonId PersonId { get; init; }

    public PersonId DeputyId { get; init; }

    public DateOnly From { get; init; }

    /// <summary>First day no longer; null until further notice.</summary>
    public DateOnly? To { get; init; }
}

/// <summary>A meeting room that joins as one connection (điểm cầu).</summary>
internal sealed class Site
{
    public required SiteId Id { get; init; }

    public required string Name { get; set; }

    public UnitId UnitId { get; set; }

    /// <summary>Seats in the room.</summary>
    public int Capacity { get; set; }

    /// <summary>The main site (điểm cầu chính) of its unit's meetings.</summary>
    public bool IsMain { get; set; }

    public string? Technician { get; set; }

    public string? TechnicianPhone { get; set; }

    /// <summary>Where the site's invitations go, beside those of its unit's people.</summary>
    public string? Email { get; set; }

    /// <summary>What its line was last measured to carry, in kbit/s; null before the first measurement or entry by hand.</summary>
    public int? LineDown { get; set; }

    /// <inheritdoc cref="LineDown"/>
    public int? LineUp { get; set; }

    /// <summary>Round trip in milliseconds.</summary>
    public int? LineRoundTrip { get; set; }

    /// <summary>Packets lost in a thousand.</summary>
    public int? LineLoss { get; set; }

    public DateTimeOffset? LineMeasuredAt { get; set; }

    public string SearchKey { get; private set; } = "";

    public void Index() => SearchKey = Search.Key(Name);

    public void Put(SiteLine line) =>
        (LineDown, LineUp, LineRoundTrip, LineLoss, LineMeasuredAt) = (line.Down, line.Up, line.RoundTrip, line.Loss, line.MeasuredAt);

    /// <summary>Whether the figures could be a line's: up to 1 Gbit/s, a minute of round trip.</summary>
    public static bool IsPlausible(SiteLine line) =>
        line is { Down: >= 0 and <= 1_000_000, Up: >= 0 and <= 1_000_000, RoundTrip: null or (>= 0 and <= 60_000), Loss: null or (>= 0 and <= 1000) };

    public SiteLine? Line() => LineDown is { } down && LineUp is { } up ? new SiteLine(down, up, LineRoundTrip, LineLoss, LineMeasuredAt) : null;
}
