using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;

namespace Meetings.Server.Organisation.Administration;

/// <summary>What a new unit must fulfil, and how it is made. Pure.</summary>
internal static class NewUnits
{
    // What the names of territorial units begin with in Vietnamese administration.
    private static readonly string[] TypeWords = ["tỉnh ", "thành phố ", "thị xã ", "thị trấn ", "huyện ", "quận ", "phường ", "xã ", "đặc khu "];

    /// <summary>Refuses with "name_missing", "name_too_long", "unit_parent_not_valid" or "unit_duplicate".</summary>
    /// <param name="ending">Units that end the day this one begins: their names are free, and nothing may hang below them.</param>
    public static Outcome<Unit> Make(NewUnit input, UnitTree tree, IReadOnlyCollection<UnitId> ending, TimeProvider time)
    {
        var (name, shortName) = (Names.Checked(input.Name), Names.Checked(input.ShortName));
        if ((name.Refusal ?? shortName.Refusal) is { } unnamed)
        {
            return unnamed;
        }

        if (input.ParentId is { } above && (ending.Contains(above) || tree.Find(above)?.IsValid(input.ValidFrom) != true))
        {
            return Refusal.Conflict("unit_parent_not_valid");
        }

        if (IsTaken(tree, name.Value, input.ParentId, null, input.ValidFrom, ending))
        {
            return Refusal.Conflict("unit_duplicate", ("name", name.Value));
        }

        var unit = new Unit
        {
            Id = TypedId.New<UnitId>(time),
            Name = name.Value,
            ShortName = shortName.Value,
            Kind = input.Kind,
            ParentId = input.ParentId,
            Rank = input.Rank,
            ValidFrom = input.ValidFrom,
            Place = Place(input.Place, shortName.Value, input.Kind),
        };
        unit.Index();
        return unit;
    }

    public static bool IsTaken(
        UnitTree tree, string name, UnitId? parent, UnitId? self, DateOnly from, IReadOnlyCollection<UnitId>? ending = null) => tree.All.Any(other =>
        other.Id != self && ending?.Contains(other.Id) != true && tree.Parent(other)?.Id == parent && (other.ValidTo is null || other.ValidTo > from)
        && string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Place name of documents: as given, else the short name without its type word; none for departments.</summary>
    public static string? Place(string? given, string shortName, UnitKind kind)
    {
        if (given is not null && VietnameseText.Clean(given) is { Length: > 0 } place)
        {
            return place;
        }

        if (!UnitTree.IsTerritorial(kind))
        {
            return null;
        }

        var type = TypeWords.FirstOrDefault(word => shortName.StartsWith(word, StringComparison.OrdinalIgnoreCase)) ?? "";
        return shortName[type.Length..];
    }
}
