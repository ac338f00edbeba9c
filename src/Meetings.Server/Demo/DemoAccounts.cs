using Meetings.Server.Accounts.Contracts;

namespace Meetings.Server.Demo;

/// <summary>The accounts of accounts.csv, for the console and the sign-in page; the ones to try first stand first.</summary>
internal sealed class DemoAccounts : IDemoAccounts
{
    /// <summary>Known to everybody who can read this line: demo mode is for trying out.</summary>
    public const string Password = "thapmuoi2021";

    public IReadOnlyList<DemoAccount> List { get; } = Read();

    private static List<DemoAccount> Read()
    {
        var units = DemoData.Rows("units.csv").ToDictionary(row => row["key"], row => row["name"]);
        var people = DemoData.Rows("people.csv").ToDictionary(row => row["key"]);
        var sites = DemoData.Rows("sites.csv").ToDictionary(row => row["key"]);
        return [.. DemoData.Rows("accounts.csv").Select(row =>
        {
            var (name, description) = row switch
            {
                _ when people.TryGetValue(row["person"], out var person) => (person["fullName"], $"{person["title"]}, {units[person["unit"]]}"),
                _ when sites.TryGetValue(row["site"], out var site) => (site["name"], units[site["unit"]]),
                _ => (row["displayName"], row["description"]),
            };
            return new DemoAccount(row["userName"], Password, name, description);
        })];
    }
}
