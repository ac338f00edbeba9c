using System.Collections.Concurrent;

namespace Meetings.Server.Persistence.Outbox;

/// <summary>Which carriers cannot work right now, and when they are tried again.</summary>
public sealed class OutboxHealth
{
    private readonly ConcurrentDictionary<string, CarrierTrouble> _troubles = new();

    public CarrierTrouble? Of(string carrier) => _troubles.GetValueOrDefault(carrier);

    internal void Up(string carrier) => _troubles.TryRemove(carrier, out _);

    internal void Down(string carrier, string problem, DateTimeOffset nextTry) => _troubles[carrier] = new CarrierTrouble(problem, nextTry);
}

/// <param name="Problem">In the words of the other side or of the network.</param>
public sealed record CarrierTrouble(string Problem, DateTimeOffset NextTry);
