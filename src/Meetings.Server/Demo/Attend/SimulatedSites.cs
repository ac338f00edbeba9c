using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Meetings.Server.Demo.Attend;

/// <summary>The simulated sites of this server, so that whoever tries the product is never alone. Demo mode only.</summary>
internal sealed class SimulatedSites : IDisposable
{
    /// <summary>In all meetings together.</summary>
    public const int Most = 12;

    private static readonly TimeSpan Stay = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(4);

    private readonly IServer _server;
    private readonly IDemoAccounts _accounts;
    private readonly TimeProvider _time;
    private readonly ILogger<SimulatedSites> _logger;
    private readonly Lock _gate = new();
    private readonly List<Seat> _seats = [];
    private readonly CancellationTokenRegistration _stopping;

    public SimulatedSites(IServer server, IDemoAccounts accounts, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<SimulatedSites> logger)
    {
        (_server, _accounts, _time, _logger) = (server, accounts, time, logger);
        // They say goodbye while the server still answers.
        _stopping = lifetime.ApplicationStopping.Register(() => LeaveAsync(null).Wait(GoodbyeLimit));
    }

    /// <summary>The accounts simulated sites use: those of the communes first, and the one to try out oneself last.</summary>
    public static IReadOnlyList<string> Accounts(IEnumerable<string> userNames)
    {
        string[] last = ["mydong.diemcau", "huyen.diemcau", "tinh.diemcau"];
        return [.. userNames.Where(name => name.EndsWith(".diemcau", StringComparison.Ordinal)).OrderBy(name => Array.IndexOf(last, name))];
    }

    /// <summary>Brings the meeting's simulated sites to that number.</summary>
    /// <returns>Refused with what kept the first of them out.</returns>
    public async Task<Outcome<Done>> SeatAsync(MeetingId meeting, int count)
    {
        if (OwnAddress() is not { } server)
        {
            return Refusal.Conflict("demo_attend_unreachable");
        }

        Seat? first = null;
        lock (_gate)
        {
            var wanted = count - _seats.Count(s => s.Meeting == meeting);
            if (_seats.Count + wanted > Most)
            {
                return Refusal.Conflict("demo_attend_full", ("max", $"{Most}"));
            }

            var names = Accounts(_accounts.List.Select(a => a.UserName)).Index()
                .Where(n => !_seats.Exists(s => s.Site.UserName == n.Item)).Take(Math.Max(0, wanted)).ToList();
            foreach (var (index, name) in names)
            {
                var seat = Begin(new SitePlace(server, meeting.ToString(), name, _accounts.List.First(a => a.UserName == name).Password, index), meeting);
                first ??= seat;
            }
        }

        return first is not null && await first.Site.Entered is { } code ? Refusal.Conflict(code) : Done.Instance;
    }

    /// <param name="meeting">Null: all meetings.</param>
    public Task LeaveAsync(MeetingId? meeting)
    {
        List<Seat> leaving;
        lock (_gate)
        {
            leaving = [.. _seats.Where(s => meeting is null || s.Meeting == meeting)];
        }

        leaving.ForEach(seat => seat.Leave.Cancel());
        return Task.WhenAll(leaving.Select(seat => seat.Attending));
    }

    public void Dispose() => _stopping.Dispose();

    private Seat Begin(SitePlace place, MeetingId meeting)
    {
        var site = new SimulatedSite(place, _time, what => _logger.LogInformation("{Site} {What}", place.UserName, what));
        var seat = new Seat(meeting, site, new CancellationTokenSource(Stay, _time));
        _seats.Add(seat);
        seat.Attending = Task.Run(() => AttendAsync(seat));
        return seat;
    }

    private async Task AttendAsync(Seat seat)
    {
        try
        {
            await seat.Site.RunAsync(seat.Leave.Token);
        }
        catch (Exception bug)
        {
            _logger.LogError(bug, "A simulated site ended");
        }
        finally
        {
            lock (_gate)
            {
                _seats.Remove(seat);
            }

            seat.Leave.Dispose();
        }
    }

    /// <summary>The address by which this process reaches itself; null when it listens only elsewhere.</summary>
    private Uri? OwnAddress() => (_server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        .Select(BindingAddress.Parse)
        .Select(address => Addresses.IsLoopback(address.ToString()) ? new Uri($"{address.Scheme}://{address.Host}:{address.Port}")
            : address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? new Uri($"{address.Scheme}://localhost:{address.Port}")
            : null)
        .OfType<Uri>()
        .OrderBy(uri => uri.Scheme == Uri.UriSchemeHttps)
        .FirstOrDefault();

    private sealed record Seat(MeetingId Meeting, SimulatedSite Site, CancellationTokenSource Leave)
    {
        public Task Attending { get; set; } = Task.CompletedTask;
    }
}
