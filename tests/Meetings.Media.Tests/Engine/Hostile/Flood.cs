using System.Diagnostics;
using System.Net;
using Meetings.Media.Engine.Net;
using Meetings.Media.Primitives;

namespace Meetings.Media.Tests.Engine.Hostile;

/// <summary>A kind of datagram and how many of it a second.</summary>
/// <param name="Write">Writes the next one into at least <see cref="Flood.MaxDatagram"/> bytes and returns its length.</param>
internal sealed record FloodKind(int PerSecond, Func<Span<byte>, int> Write);

/// <summary>Sends datagrams at a given rate from a stranger's network, one by one, until stopped; on a thread of its own.</summary>
internal sealed class Flood : IDisposable
{
    public const int MaxDatagram = 1_200;

    /// <summary>What a sender that was held up makes up for at most: a line would not carry more at once.</summary>
    private const double MostCaughtUp = 0.02;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LastAnswers = TimeSpan.FromMilliseconds(50);
    private readonly StrangersNetwork _network;
    private readonly TransportAddress _target;
    private readonly FloodKind[] _kinds;
    private readonly Thread _thread;
    private volatile bool _stopping;
    private Exception? _failure;

    public Flood(StrangersNetwork network, int port, params FloodKind[] kinds)
    {
        _network = network;
        _target = new IPEndPoint(network.OurAddress, port).ToTransport();
        _kinds = kinds;
        _thread = new Thread(Run) { IsBackground = true, Name = "flood" };
        _thread.Start();
    }

    /// <summary>Datagrams sent; complete once stopped.</summary>
    public long Sent { get; private set; }

    /// <summary>Datagrams that came back; complete once stopped.</summary>
    public long Answers { get; private set; }

    public TimeSpan Duration { get; private set; }

    /// <summary>Datagrams the rates ask for in that time.</summary>
    public double Wanted => Duration.TotalSeconds * _kinds.Sum(static k => k.PerSecond);

    public void Stop()
    {
        _stopping = true;
        _thread.Join();
        if (_failure is not null)
            throw new InvalidOperationException("the flood failed", _failure);
    }

    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
    }

    private void Run()
    {
        try
        {
            _network.Enter();
            using var port = new LinuxPort(new IPEndPoint(IPAddress.Any, 0)) { IsSegmenting = false };
            Send(port);
        }
        catch (Exception exception)
        {
            _failure = exception;
        }
    }

    private void Send(LinuxPort port)
    {
        var outbox = new Outbox(8 * 1024 * 1024, 8 * 1024);
        var batch = new DatagramBatch();
        var owed = new double[_kinds.Length];
        var begun = Stopwatch.GetTimestamp();
        var last = begun;
        while (!_stopping)
        {
            port.Wait(TimeSpan.Zero, Turn);
            var now = Stopwatch.GetTimestamp();
            var elapsed = Math.Min(Stopwatch.GetElapsedTime(last, now).TotalSeconds, MostCaughtUp);
            last = now;
            for (var i = 0; i < _kinds.Length; i++)
            {
                for (owed[i] += elapsed * _kinds[i].PerSecond; owed[i] >= 1 && outbox.TryReserve(MaxDatagram, out var space); owed[i]--)
                    outbox.Commit(_target, _kinds[i].Write(space));
            }

            Sent += outbox.Count - port.Send(outbox);
            outbox.Clear();
            Answers += port.Receive(batch);
        }

        Duration = Stopwatch.GetElapsedTime(begun);
        port.Wait(LastAnswers);
        Answers += port.Receive(batch);
    }
}
