using System.Globalization;
using Meetings.Server.Accounts;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Microsoft.AspNetCore.Identity;

namespace Meetings.Server.Demo;

/// <summary>Units, people, sites and accounts of Đồng Tháp and Tháp Mười, on the first start.</summary>
internal sealed class OrganisationSeed(
    MeetingsDbContext db, IDemoAccounts demoAccounts, IPasswordHasher<Account> hasher, ILookupNormalizer normalizer, TimeProvider time) : IDemoSeed
{
    private static readonly DateOnly Since = new(2021, 1, 1);

    public int Order => 100;

    public async Task SeedAsync(bool isFirst, CancellationToken cancellationToken)
    {
        if (!isFirst)
        {
            return;
        }

        SeedUnits();
        SeedPeople();
        SeedSites();
        await db.SaveChangesAsync(cancellationToken);
        SeedAccounts();
        await db.SaveChangesAsync(cancellationToken);
    }

    public static UnitId UnitOf(string key) => DemoKey.Id<UnitId>("unit/" + key);

    public static PersonId PersonOf(string key) => DemoKey.Id<PersonId>("person/" + key);

    public static SiteId SiteOf(string key) => DemoKey.Id<SiteId>("site/" + key);

    public static AccountId AccountOf(string userName) => DemoKey.Id<AccountId>("account/" + userName);

    private void SeedUnits()
    {
        foreach (var row in DemoData.Rows("units.csv"))
        {
            var kind = row["kind"] == "city" ? UnitKind.District : Enum.Parse<UnitKind>(row["kind"], ignoreCase: true);
            var unit = new Unit
            {
                Id = UnitOf(row["key"]),
                Name = row["name"],
                ShortName = row["shortName"],
                Place = row["place"] is { Length: > 0 } place ? place : null,
                Kind = kind,
                ParentId = row["parent"] is { Length: > 0 } parent ? UnitOf(parent) : null,
                Rank = int.Parse(row["rank"], CultureInfo.InvariantCulture),
                ValidFrom = Since,
            };
            unit.Index();
            db.Add(unit);
        }
    }

    private void SeedPeople()
    {
        var units = DemoData.Rows("units.csv").ToDictionary(row => UnitOf(row["key"]), row => row["shortName"]);
        foreach (var row in DemoData.Rows("people.csv"))
        {
            var person = new Person { Id = PersonOf(row["key"]), FullName = VietnameseText.Clean(row["fullName"]), Honorific = row["honorific"], Email = $"{row["key"]}@demo.example" };
            person.Positions.Add(new Position
            {
                Id = DemoKey.Id<PersonId>("position/" + row["key"]).Value,
                PersonId = person.Id,
                UnitId = UnitOf(row["unit"]),
                Title = row["title"],
                Rank = TitleRanks.Of(row["title"]),
                From = DateOnly.ParseExact(row["from"], "yyyy-MM-dd", CultureInfo.InvariantCulture),
            });
            person.Index(unit => units[unit]);
            db.Add(person);
        }
    }

    private void SeedSites()
    {
        foreach (var row in DemoData.Rows("sites.csv"))
        {
            var site = new Site
            {
                Id = SiteOf(row["key"]),
                Name = row["name"],
                UnitId = UnitOf(row["unit"]),
                Capacity = int.Parse(row["capacity"], CultureInfo.InvariantCulture),
                IsMain = row["isMain"] == "true",
                Technician = row["technician"],
                TechnicianPhone = row["technicianPhone"],
                Email = $"diemcau.{row["key"]}@demo.example",
                LineDown = int.Parse(row["lineDown"], CultureInfo.InvariantCulture),
                LineUp = int.Parse(row["lineUp"], CultureInfo.InvariantCulture),
            };
            site.Index();
            db.Add(site);
        }
    }

    private void SeedAccounts()
    {
        var shown = demoAccounts.List.ToDictionary(account => account.UserName);
        string? hash = null;
        foreach (var row in DemoData.Rows("accounts.csv"))
        {
            var userName = row["userName"];
            var account = new Account
            {
                Id = AccountOf(userName).Value,
                UserName = userName,
                NormalizedUserName = normalizer.NormalizeName(userName),
                DisplayName = shown[userName].DisplayName,
                PersonId = row["person"] is { Length: > 0 } person ? PersonOf(person) : null,
                SiteId = row["site"] is { Length: > 0 } site ? SiteOf(site) : null,
                IsAdministrator = row["administrator"] == "true",
                SecurityStamp = Guid.NewGuid().ToString("N"),
                CreatedAt = time.GetUtcNow(),
            };
            // The password is the same and known: hashing it once keeps the first start short.
            account.PasswordHash = hash ??= hasher.HashPassword(account, DemoAccounts.Password);
            db.Add(account);
            if (row["role"] is { Length: > 0 } role)
            {
                db.Add(new UnitRoleGrant
                {
                    AccountId = AccountOf(userName),
                    UnitId = UnitOf(row["unit"]),
                    Role = Enum.Parse<UnitRole>(role, ignoreCase: true),
                });
            }
        }
    }
}
