using Meetings.Server.Accounts;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Persistence;

/// <summary>The one database. Each slice configures its own tables by <c>IEntityTypeConfiguration</c> and queries only those.</summary>
public class MeetingsDbContext(DbContextOptions options) : IdentityUserContext<Account, Guid>(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(MeetingsDbContext).Assembly);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite cannot compare DateTimeOffset: every instant is stored as UTC ticks.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        TypedIdConverter.AddTo(configurationBuilder);
    }
}
