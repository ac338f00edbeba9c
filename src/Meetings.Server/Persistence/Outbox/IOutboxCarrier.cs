namespace Meetings.Server.Persistence.Outbox;

/// <summary>Takes messages of one kind to where they belong, e.g. a mail server.</summary>
public interface IOutboxCarrier
{
    string Name { get; }

    /// <summary>False while it is not set up: its messages wait.</summary>
    bool IsReady { get; }

    /// <summary>How many sessions may be open at once, 1 to 16.</summary>
    int Sessions { get; }

    /// <summary>A way to the other side, for several messages one after the other.</summary>
    /// <exception cref="CarrierDownException">The other side cannot be reached or refuses us as such; no message is to blame.</exception>
    Task<IOutboxSession> OpenAsync(CancellationToken cancellationToken);
}

public interface IOutboxSession : IAsyncDisposable
{
    /// <exception cref="CarrierDownException">The way broke; the message may or may not have arrived.</exception>
    Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken);
}

/// <summary>What became of one message.</summary>
/// <param name="Problem">Null when sent; in the words of the other side.</param>
/// <param name="IsFinal">False to try again later.</param>
public readonly record struct Delivery(string? Problem, bool IsFinal)
{
    public static readonly Delivery Sent = new(null, true);

    public static Delivery Later(string problem) => new(problem, false);

    public static Delivery Refused(string problem) => new(problem, true);
}

/// <summary>The other side is not there; everything waits.</summary>
public sealed class CarrierDownException : Exception
{
    public CarrierDownException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    public CarrierDownException()
    {
    }

    public CarrierDownException(string message)
        : base(message)
    {
    }
}
