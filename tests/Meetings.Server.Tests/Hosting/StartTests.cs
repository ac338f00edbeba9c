using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Meetings.Server.Tests.Hosting;

public sealed class StartTests
{
    [Fact]
    public async Task A_second_server_on_the_same_data_folder_is_refused_until_the_first_has_stopped()
    {
        await using var app = await MeetingsApp.StartAsync(demo: false);
        using var second = new DataFolder(new MeetingsSettings { DataFolder = app.DataFolder });
        var refused = Assert.Throws<StartRefusedException>(second.TakeLock);
        Assert.Contains(app.DataFolder, refused.Message, StringComparison.Ordinal);
        await app.StopAsync();
        second.TakeLock();
    }

    [Fact]
    public async Task What_is_acknowledged_is_on_the_disk_and_readers_do_not_wait_for_writers()
    {
        await using var app = await MeetingsApp.StartAsync(demo: false);
        await app.WithAsync<MeetingsDbContext>(async db =>
        {
            var journal = await db.Database.SqlQuery<string>($"SELECT journal_mode AS Value FROM pragma_journal_mode").ToListAsync();
            var synchronous = await db.Database.SqlQuery<long>($"SELECT synchronous AS Value FROM pragma_synchronous").ToListAsync();
            var foreignKeys = await db.Database.SqlQuery<long>($"SELECT foreign_keys AS Value FROM pragma_foreign_keys").ToListAsync();
            Assert.Equal(("wal", 2L, 1L), (journal.Single(), synchronous.Single(), foreignKeys.Single()));
        });
    }

    [Fact]
    public async Task A_damaged_database_is_not_served()
    {
        var folder = Directory.CreateTempSubdirectory("meetings-test-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "meetings.db"), new string('x', 8192));
        using var app = new Unstarted(folder);
        var work = app.Services.GetServices<IBeforeStart>().First();
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => work.PrepareAsync(default));
        Assert.Contains("backup", refused.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_demonstration_is_seeded_once()
    {
        // From nothing at all, so that the server makes its tables itself.
        await using var first = await MeetingsApp.StartAsync(dataFolder: Directory.CreateTempSubdirectory("meetings-test-").FullName);
        Assert.False(await first.WithAsync<MeetingsDbContext, bool>(async db => (await db.Database.GetPendingMigrationsAsync()).Any()));
        var admin = await first.SignedInAsync("quantri");
        var units = (await admin.GetAsync<Meetings.Server.Organisation.Contracts.UnitView[]>("/api/units")).Length;
        await first.StopAsync();
        await using var second = await MeetingsApp.StartAsync(dataFolder: first.DataFolder);
        var again = await (await second.SignedInAsync("quantri")).GetAsync<Meetings.Server.Organisation.Contracts.UnitView[]>("/api/units");
        Assert.Equal(units, again.Length);
    }

    [Theory]
    [InlineData(null, "http://localhost:5080")]
    [InlineData("http://localhost:9000", "http://localhost:9000")]
    [InlineData("http://127.0.0.1:9000;http://[::1]:9000", "http://127.0.0.1:9000;http://[::1]:9000")]
    [InlineData("http://0.0.0.0:9000", "https://0.0.0.0:9000")]
    [InlineData("http://*:9000;http://localhost:5080", "https://*:9000;http://localhost:5080")]
    [InlineData("https://10.0.0.5:443", "https://10.0.0.5:443")]
    public void Off_loopback_the_server_speaks_HTTPS(string? asked, string served) =>
        Assert.Equal(served, Addresses.Secured(asked, new HttpsSettings()));

    [Fact]
    public void Behind_a_proxy_elsewhere_plain_HTTP_can_be_asked_for() =>
        Assert.Equal("http://0.0.0.0:9000", Addresses.Secured("http://0.0.0.0:9000", new HttpsSettings { Off = true }));

    [Fact]
    public void The_self_signed_certificate_names_this_machine_and_is_kept_until_it_nears_its_end()
    {
        var folder = Directory.CreateTempSubdirectory("meetings-https-").FullName;
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(MeetingsApp.Morning);
        var settings = new MeetingsSettings { PublicAddress = "https://hop.thapmuoi.example" };
        using var first = ServerCertificate.Load(settings, folder, clock);
        Assert.True(first.MatchesHostname("hop.thapmuoi.example"));
        Assert.True(first.MatchesHostname("127.0.0.1"));
        Assert.True(first.HasPrivateKey);
        using var second = ServerCertificate.Load(settings, folder, clock);
        Assert.Equal(first.Thumbprint, second.Thumbprint);
        clock.Advance(TimeSpan.FromDays(370));
        using var renewed = ServerCertificate.Load(settings, folder, clock);
        Assert.NotEqual(first.Thumbprint, renewed.Thumbprint);
        Directory.Delete(folder, recursive: true);
    }

    private sealed class Unstarted : IDisposable
    {
        private readonly ServiceProvider _services;

        public Unstarted(string folder)
        {
            var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder();
            builder.Configuration["Meetings:DataFolder"] = folder;
            builder.AddHosting();
            builder.AddPersistence();
            _services = builder.Services.BuildServiceProvider();
        }

        public IServiceProvider Services => _services;

        public void Dispose() => _services.Dispose();
    }
}
