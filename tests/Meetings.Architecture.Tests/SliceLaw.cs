using NetArchTest.Rules;

namespace Meetings.Architecture.Tests;

/// <summary>Which slice may know which, and that it names only the other's Contracts (house.md, "Which way arrows may point").</summary>
public sealed class SliceLaw
{
    private const string Root = "Meetings.Server.";

    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Kernel"] = [],
        ["Hosting"] = ["Kernel"],
        ["Persistence"] = ["Kernel", "Hosting", "Accounts"],
        ["Accounts"] = ["Kernel", "Persistence", "Hosting"],
        ["Audit"] = ["Kernel", "Persistence", "Hosting", "Accounts"],
        ["Notifications"] = ["Kernel", "Persistence", "Hosting", "Accounts"],
        ["Jobs"] = ["Kernel", "Persistence", "Hosting"],
        ["OfficialDocuments"] = ["Kernel", "Organisation"],
        ["Organisation"] = ["Kernel", "Persistence", "Hosting", "Accounts", "Audit"],
        ["Scheduling"] = ["Kernel", "Persistence", "Hosting", "Accounts", "Audit", "Notifications", "Organisation"],
        ["Invitations"] = ["Kernel", "Persistence", "Hosting", "OfficialDocuments", "Accounts", "Audit", "Notifications", "Organisation", "Scheduling"],
        ["Documents"] = ["Kernel", "Persistence", "Hosting", "Accounts", "Audit", "Notifications", "Organisation", "Scheduling"],
        ["Preparation"] = ["Kernel", "Persistence", "Hosting", "Accounts", "Audit", "Notifications", "Organisation", "Scheduling", "Documents"],
        ["Rehearsals"] = ["Kernel", "Persistence", "Hosting", "Accounts", "Notifications", "Organisation", "Scheduling", "Invitations"],
        ["Rooms"] = ["Kernel", "Persistence", "Hosting", "Accounts", "Audit", "Notifications", "Organisation", "Scheduling", "Invitations", "Documents"],
        ["Minutes"] = ["Kernel", "Persistence", "Hosting", "OfficialDocuments", "Accounts", "Audit", "Notifications", "Organisation", "Scheduling", "Documents", "Preparation", "Rooms"],
    };

    // These are shared ground, not slices: their types may be named whole.
    private static readonly HashSet<string> Ground = ["Kernel", "Persistence", "Hosting", "OfficialDocuments"];

    public static TheoryData<string> Slices() => new(MayKnow.Keys);

    [Theory]
    [MemberData(nameof(Slices))]
    public void A_slice_names_only_the_contracts_of_lower_slices(string slice) => Assert.Empty(Offences(slice, MayKnow[slice]));

    [Fact]
    public void Every_slice_folder_is_in_the_table()
    {
        var folders = Assemblies.Server.GetTypes()
            .Select(t => t.Namespace ?? string.Empty)
            .Where(n => n.StartsWith(Root, StringComparison.Ordinal))
            .Select(n => n[Root.Length..].Split('.')[0])
            .Distinct()
            .Except(["Demo", "Migrations"]);
        Assert.Empty(folders.Except(MayKnow.Keys));
    }

    [Fact]
    public void Control_a_slice_allowed_nothing_is_found_out() => Assert.NotEmpty(Offences("Rooms", []));

    /// <summary>NetArchTest matches name prefixes, so the forbidden names are computed type by type.</summary>
    private static IEnumerable<string> Offences(string slice, string[] mayKnow)
    {
        var forbidden = Assemblies.Server.GetTypes()
            .Where(t => t.Namespace?.StartsWith(Root, StringComparison.Ordinal) == true && !t.Name.Contains('<', StringComparison.Ordinal))
            .Where(t => Forbidden(t.Namespace![Root.Length..].Split('.'), slice, mayKnow))
            .Select(t => t.FullName!)
            .ToArray();
        return Types.InAssembly(Assemblies.Server)
            .That().ResideInNamespaceStartingWith(Root + slice)
            .GetTypes()
            .Where(t => t.Namespace == Root + slice || t.Namespace!.StartsWith(Root + slice + ".", StringComparison.Ordinal))
            .SelectMany(t => Types.InAssembly(Assemblies.Server).That().HaveName(t.Name).And().ResideInNamespaceStartingWith(t.Namespace!)
                .And().HaveDependencyOnAny(forbidden).GetTypes())
            .Select(t => t.FullName!)
            .Distinct();
    }

    private static bool Forbidden(string[] path, string slice, string[] mayKnow)
    {
        var other = path[0];
        if (other == slice)
        {
            return false;
        }

        var allowed = mayKnow.Contains(other);
        var isContract = Ground.Contains(other) || (path.Length > 1 && path[1] == "Contracts");
        // The account entity is Identity's base of the one database context: the one exception.
        return !(allowed && isContract) && !(slice == "Persistence" && other == "Accounts");
    }
}
