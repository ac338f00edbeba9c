using System.Diagnostics;

namespace Meetings.EndToEnd.Support.Link;

/// <summary>
/// A bad line: two TUN devices, one here and one in a namespace, and a thread a direction that carries packets between them as the
/// profile says. These kernels have no netem; this is the same thing in user space.
/// </summary>
internal sealed class EmulatedLine : IDisposable
{
    private readonly TunDevice _here;
    private readonly TunDevice _there;
    private readonly Shaper _down;
    private readonly Shaper _up;
    private readonly Thread[] _threads;
    private volatile bool _stopped;

    /// <param name="hereName">Name of the device on the server's side.</param>
    /// <param name="thereName">Name of the device that the caller moves into the namespace.</param>
    public EmulatedLine(string hereName, string thereName, LineProfile profile, int seed = 1)
    {
        _here = new TunDevice(hereName);
        _there = new TunDevice(thereName);
        _down = new Shaper(profile.Down, seed);
        _up = new Shaper(profile.Up, seed + 1);
        _threads = [new Thread(() => Carry(_here, _there, _down)), new Thread(() => Carry(_there, _here, _up))];
        foreach (var thread in _threads)
        {
            thread.IsBackground = true;
            thread.Priority = ThreadPriority.AboveNormal;
            thread.Start();
        }
    }

    public Shaper Down => _down;

    public Shaper Up => _up;

    public void Become(LineProfile profile)
    {
        _down.Line = profile.Down;
        _up.Line = profile.Up;
    }

    public void Cut(bool cut)
    {
        _down.IsCut = cut;
        _up.IsCut = cut;
    }

    public void Dispose()
    {
        _stopped = true;
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _here.Dispose();
        _there.Dispose();
    }

    private void Carry(TunDevice from, TunDevice to, Shaper shaper)
    {
        var waiting = new PriorityQueue<byte[], double>();
        var packet = new byte[65536];
        while (!_stopped)
        {
            var now = Now();
            while (waiting.TryPeek(out var due, out var at) && at <= now)
            {
                waiting.Dequeue();
                to.Write(due);
            }

            var patience = waiting.TryPeek(out _, out var next) ? (int)Math.Clamp(Math.Ceiling(next - now), 0, 50) : 50;
            if (!from.Wait(patience))
            {
                continue;
            }

            var length = from.Read(packet);
            if (length > 0 && shaper.Release(Now(), length) is { } release)
            {
                waiting.Enqueue(packet.AsSpan(0, length).ToArray(), release);
            }
        }
    }

    private static double Now() => Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency;
}
