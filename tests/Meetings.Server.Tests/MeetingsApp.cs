using System.Net.Http.Json;
using Meetings.Server.Accounts;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Meetings.Server.Tests;

/// <summary>The real server on a database of its own in a temporary folder, with a clock the test moves.</summary>
/// <remarks>Use <see cref="StartAsync"/> in a test, or derive a class fixture that starts one for all tests of a class.</remarks>
public class MeetingsApp : WebApplicationFactory<ServerMarker>
{
    /// <summary>08:00 of a Monday in Đồng Tháp.</summary>
    public static readonly DateTimeOffset Morning = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, string?> _settings = [];
    private readonly Action<IServiceCollection>? _services;
    private bool _keepFolder;

    protected MeetingsApp(bool demo = true, string? dataFolder = null, Action<IServiceCollection>? services = null)
    {
        DataFolder = dataFolder ?? Directory.CreateTempSubdirectory("meetings-test-").FullName;
        if (dataFolder is null)
        {
            FirstDatabase.CopyTo(DataFolder);
        }

        _services = services;
        _settings["environment"] = demo ? Environments.Development : Environments.Production;
        _settings["Meetings:DataFolder"] = DataFolder;
        _settings["Meetings:Demo"] = demo.ToString();
        _settings["Meetings:RequireSecondFactor"] = "false"; // tests of it turn it on
        _settings["Meetings:Media:Port"] = "0";
        _settings["Logging:LogLevel:Default"] = "Error";
        ClientOptions.AllowAutoRedirect = false;
    }

    public string DataFolder { get; }

    /// <summary>The server's only clock.</summary>
    public FakeTimeProvider Clock { get; } = new(Morning);

    /// <param name="demo">With demonstration data, or an empty Production server.</param>
    /// <param name="dataFolder">As it is, with a database or without; default: a new one with the tables and nobody in them.</param>
    /// <param name="keepFolder">For a test that starts another server on the folder after; that one deletes it.</param>
    /// <param name="now">What the clock shows at the start.</param>
    /// <param name="settings">Further settings, e.g. ("Meetings:PublicAddress", "https://hop.example").</param>
    public static async Task<MeetingsApp> StartAsync(
        bool demo = true, string? dataFolder = null, Action<IServiceCollection>? services = null, bool keepFolder = false,
        DateTimeOffset? now = null, params (string Key, string Value)[] settings)
    {
        var app = new MeetingsApp(demo, dataFolder, services) { _keepFolder = keepFolder };
        app.Clock.SetUtcNow(now ?? Morning);
        foreach (var (key, value) in settings)
        {
            app._settings[key] = value;
        }

        await Task.Run(() => app.Server);
        return app;
    }

    /// <summary>Somebody not signed in, whose requests carry the anti-forgery header and their own cookies.</summary>
    public HttpClient Anonymous()
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Add("X-Meetings", "1");
        return client;
    }

    /// <summary>A browser signed in with that account; demo accounts need no password.</summary>
    public async Task<HttpClient> SignedInAsync(string userName, string? password = null)
    {
        var client = Anonymous();
        password ??= Services.GetService<IDemoAccounts>()?.List.FirstOrDefault(account => account.UserName == userName)?.Password ?? TestPassword;
        using var answer = await client.PostAsJsonAsync("/api/session", new SignInInput(userName, password, false), WireJson.Options);
        return answer.IsSuccessStatusCode
            ? client
            : throw new InvalidOperationException($"{userName} cannot sign in: {await answer.Content.ReadAsStringAsync()}");
    }

    public const string TestPassword = "mưa dầm thấm lâu";

    /// <summary>Makes an account directly, for tests that want other ones than the demonstration's.</summary>
    public async Task<AccountId> AddAccountAsync(
        string userName, bool isAdministrator = false, PersonId? person = null, SiteId? site = null, string? displayName = null) =>
        await WithAsync<UserManager<Account>, AccountId>(async accounts =>
        {
            var account = new Account
            {
                Id = Guid.NewGuid(),
                UserName = userName,
                DisplayName = displayName ?? userName,
                IsAdministrator = isAdministrator,
                PersonId = person,
                SiteId = site,
                CreatedAt = Clock.GetUtcNow(),
            };
            var made = await accounts.CreateAsync(account, TestPassword);
            return made.Succeeded ? AccountId.From(account.Id) : throw new InvalidOperationException(made.ToString());
        });

    /// <summary>Runs against a scoped service, as a request would.</summary>
    public async Task<TResult> WithAsync<TService, TResult>(Func<TService, Task<TResult>> work)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task WithAsync<TService>(Func<TService, Task> work)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        // Host configuration reaches Program as arguments, so it is there before the first service is added.
        builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(_settings));
        return base.CreateHost(builder);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.ConfigureServices(services =>
    {
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        // Whose addresses nobody listens on needs no notice of them.
        services.Remove(services.Single(service => service.ImplementationType == typeof(StartNotice)));
        // Tests sign in hundreds of times; how hard a hash is to guess is not what they ask.
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1000);
        _services?.Invoke(services);
    });

    /// <summary>Stops the server, keeping its folder, so that another may be started on it.</summary>
    public async Task StopAsync()
    {
        // Asked for first: a program whose host has stopped ends, and takes its services along.
        var folder = Services.GetRequiredService<DataFolder>();
        await Services.GetRequiredService<IHost>().StopAsync();
        folder.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (_keepFolder)
        {
            return;
        }

        try
        {
            Directory.Delete(DataFolder, recursive: true);
        }
        catch (IOException)
        {
            // Another app of the test still runs on the folder and deletes it after.
        }
    }
}

/// <summary>One demonstration server for all tests of a class: <c>IClassFixture&lt;DemoApp&gt;</c>.</summary>
public sealed class DemoApp : MeetingsApp
{
    public DemoApp()
        : base(demo: true)
    {
    }
}

/// <summary>One server with nobody in it, as an office installs it, for all tests of a class; each makes accounts of its own.</summary>
public sealed class EmptyApp : MeetingsApp
{
    public EmptyApp()
        : base(demo: false)
    {
    }
}
