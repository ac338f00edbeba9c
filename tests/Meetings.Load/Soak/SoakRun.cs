using System.Diagnostics;
using System.Globalization;
using Meetings.Load.Bench;
using Meetings.Media.Engine.Participant;

namespace Meetings.Load.Soak;

/// <summary>
/// Somebody leaves and somebody joins every two seconds for a long time, publishers too, while media flows. Nothing may grow: not memory
/// (less than 1 MB an hour after warming up), not threads, not handles.
/// </summary>
internal sealed class SoakRun(SoakOptions options, ServerProcess server) : IDisposable
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(30);
    private const int TurnsPerSample = 15;
    private const double BarMegabytesPerHour = 1;

    // The first of these publish; a place keeps its role when its participant is replaced.
    private const int Publishers = 2;

    private readonly List<(int Peer, HeadlessParticipant Participant)> _seats = [];
    private readonly List<(double Hours, double Megabytes)> _samples = [];
    private int _nextPeer = 1;
    private long _joins;

    public static async Task<int> RunAsync(SoakOptions options)
    {
        await using var server = await ServerProcess.StartAsync(new BenchOptions());
        using var run = new SoakRun(options, server);
        return await run.RunAsync();
    }

    public void Dispose()
    {
        foreach (var (_, participant) in _seats)
            participant.Dispose();
    }

    private async Task<int> RunAsync()
    {
        // Warm: what the first joins leave behind for good (compiled code, pools) is no growth.
        for (var i = 0; i < options.Participants; i++)
            await SeatAsync(i);
        for (var i = 0; i < 30; i++)
            await ReplaceAsync(i % options.Participants);
        await EmptyAsync();
        await server.ReadAsync(); // reading loads libraries, each of which keeps a handle
        var (threads, handles) = await SettleAsync(int.MaxValue, int.MaxValue);
        for (var i = 0; i < options.Participants; i++)
            await SeatAsync(i);

        Console.WriteLine("minutes | joins | RSS MB | managed MB | threads | handles | faults");
        var started = Stopwatch.GetTimestamp();
        var length = TimeSpan.FromMinutes(options.Minutes);
        using var timer = new PeriodicTimer(Turn);
        for (var turn = 0; Stopwatch.GetElapsedTime(started) < length; turn++)
        {
            await timer.WaitForNextTickAsync();
            await ReplaceAsync(turn % options.Participants);
            if (turn % TurnsPerSample == 0)
                await SampleAsync(Stopwatch.GetElapsedTime(started));
        }

        await EmptyAsync();
        var (threadsAfter, handlesAfter) = await SettleAsync(threads, handles);
        return Judge(Stopwatch.GetElapsedTime(started), (threads, handles), (threadsAfter, handlesAfter), await server.ReadAsync());
    }

    private async Task SeatAsync(int place)
    {
        var peer = _nextPeer++;
        var isPublisher = place < Publishers;
        var participant = new HeadlessParticipant(Publishers, new SyntheticMedia(new SyntheticOptions { Video = isPublisher, Audio = isPublisher }));
        _seats.Insert(Math.Min(place, _seats.Count), (peer, participant));
        participant.Accept(await server.NegotiateAsync(peer, participant.CreateOffer()));
        await participant.Connected.WaitAsync(JoinLimit);
        _joins++;
        foreach (var seat in _seats)
            await server.WishAsync(seat.Peer, _seats.Take(Publishers).Select(static s => s.Peer).Where(p => p != seat.Peer));
    }

    private async Task ReplaceAsync(int place)
    {
        var (peer, participant) = _seats[place];
        _seats.RemoveAt(place);
        participant.Dispose();
        await server.LeaveAsync(peer);
        await SeatAsync(place);
    }

    private async Task EmptyAsync()
    {
        foreach (var (peer, participant) in _seats)
        {
            participant.Dispose();
            await server.LeaveAsync(peer);
        }

        _seats.Clear();
    }

    /// <summary>Waits until no more threads and handles are open than these, at most 90 s: idle ones of the pools end by themselves.</summary>
    private async Task<(int Threads, int Handles)> SettleAsync(int threads, int handles)
    {
        const int patience = 20, limit = 45;
        for (var i = 0; ; i++)
        {
            await server.CollectAsync();
            var now = (Threads: ProcessFigures.Threads(server.Id), Handles: ProcessFigures.Handles(server.Id));
            // Without a figure to reach, what is there after 40 s is the baseline.
            if (threads == int.MaxValue ? i == patience : (now.Threads <= threads && now.Handles <= handles) || i == limit)
                return now;
            await Task.Delay(Turn);
        }
    }

    private async Task SampleAsync(TimeSpan elapsed)
    {
        var reading = await server.ReadAsync();
        _samples.Add((elapsed.TotalHours, ProcessFigures.ResidentBytes(server.Id) / 1e6));
        Console.WriteLine(string.Format(
            CultureInfo.InvariantCulture, "{0,7:F1} | {1,5} | {2,6:F1} | {3,6:F1} | {4,3} | {5,3} | {6}", elapsed.TotalMinutes, _joins, _samples[^1].Megabytes,
            reading.ManagedBytes / 1e6, ProcessFigures.Threads(server.Id), ProcessFigures.Handles(server.Id), reading.Media.Faults));
    }

    private int Judge(TimeSpan length, (int Threads, int Handles) before, (int Threads, int Handles) after, ServerReading reading)
    {
        // The first third is left out: the collector finds its size.
        var late = _samples.Skip(_samples.Count / 3).ToList();
        var slope = Slope(late);
        // Pools breathe: two more than before are no leak after thousands of joins.
        var isBack = after.Threads <= before.Threads + 2 && after.Handles <= before.Handles + 2;
        var isFlat = slope < BarMegabytesPerHour || length < TimeSpan.FromMinutes(30);
        Console.WriteLine(string.Format(
            CultureInfo.InvariantCulture,
            "{0:F0} minutes, {1} joins, RSS slope {2:F2} MB/h after the first third{3}, threads {4} -> {5}, handles {6} -> {7}, faults {8}, peers left {9}: {10}",
            length.TotalMinutes, _joins, slope, length < TimeSpan.FromMinutes(30) ? " (too short to judge)" : "", before.Threads, after.Threads, before.Handles,
            after.Handles, reading.Media.Faults, reading.Media.Peers, isBack && isFlat && reading.Media is { Faults: 0, Peers: 0 } ? "passed" : "FAILED"));
        return isBack && isFlat && reading.Media is { Faults: 0, Peers: 0 } ? 0 : 1;
    }

    /// <summary>Of the straight line nearest to the samples, MB an hour.</summary>
    private static double Slope(List<(double Hours, double Megabytes)> samples)
    {
        if (samples.Count < 2)
            return double.NaN;
        var (x, y) = (samples.Average(static s => s.Hours), samples.Average(static s => s.Megabytes));
        return samples.Sum(s => (s.Hours - x) * (s.Megabytes - y)) / samples.Sum(s => (s.Hours - x) * (s.Hours - x));
    }
}
