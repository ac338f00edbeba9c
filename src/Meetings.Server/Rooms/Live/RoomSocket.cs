using System.Threading.Channels;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.SignalR;

namespace Meetings.Server.Rooms.Live;

/// <summary>
/// What leaves to one client, in order. A client that does not read is cut off instead of filling the memory:
/// it comes back by number and loses nothing.
/// </summary>
internal sealed class RoomSocket(ISingleClientProxy client, Action abort, AccountId account)
{
    private const int MostQueued = 4_096;
    private const int MostTransientQueued = 64;
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(1);

    private readonly Channel<(string Method, object?[] Args)> _queue =
        Channel.CreateBounded<(string, object?[])>(new BoundedChannelOptions(MostQueued) { SingleReader = true });

    private int _started;

    public AccountId Account => account;

    /// <summary>The room's number of this connection.</summary>
    public required int Conn { get; init; }

    /// <summary>Which of its page's Enters this was, where the page counts them.</summary>
    public EnterAttempt? Attempt { get; init; }

    /// <summary>False in the lobby, where a connection hears only about itself. Guarded by the room's lock.</summary>
    public bool IsIn { get; set; }

    /// <summary>Set when the server has ended the connection: whatever it still asks is refused.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>What this client is not told.</summary>
    public required Withheld Withheld { get; init; }

    public void Tell(NumberedEvent all)
    {
        var fact = Withheld.Of(all);
        Queue("e", [fact.Number, fact.At.ToUnixTimeMilliseconds(), RoomEventJson.KindOf(fact.Event), RoomWire.Args(fact.Event)]);
    }

    /// <summary>Unnumbered news; left out while the client lags, because the next one replaces it.</summary>
    public void Mention(string kind, object?[] args)
    {
        if (_queue.Reader.Count < MostTransientQueued)
        {
            Queue("t", [kind, args]);
        }
    }

    /// <summary>Says why and hangs up.</summary>
    public void End(string reason)
    {
        IsEnded = true;
        Queue("x", [reason]);
        _queue.Writer.TryComplete();
        Start();
    }

    /// <summary>Begins to send. Called once the answer to Enter is on its way.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            _ = Task.Run(SendAllAsync);
        }
    }

    public void Stop() => _queue.Writer.TryComplete();

    private void Queue(string method, object?[] args)
    {
        if (!_queue.Writer.TryWrite((method, args)) && !IsEnded)
        {
            abort();
        }
    }

    private async Task SendAllAsync()
    {
        // The network's own time, not the meeting's clock, which a test may hold.
        var clock = TimeProvider.System;
        try
        {
            await foreach (var (method, args) in _queue.Reader.ReadAllAsync())
            {
                await client.SendCoreAsync(method, args).WaitAsync(StuckAfter, clock);
            }

            if (IsEnded)
            {
                // Time for the last word to be read before the line is cut.
                await Task.Delay(GoodbyeTime, clock);
                abort();
            }
        }
        catch (Exception)
        {
            // The client is gone or does not read: it comes back by number.
            abort();
        }
    }
}

/// <summary>One of the Enters that a page repeats until one is answered.</summary>
/// <param name="Page">The hash of its secret.</param>
/// <param name="Number">Grows from one to the next.</param>
internal sealed record EnterAttempt(AccountId Account, string Page, long Number);
