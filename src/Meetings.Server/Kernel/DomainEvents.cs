namespace Meetings.Server.Kernel;

/// <summary>News that flows from a lower slice up to the slices that care, after the fact is in the database.</summary>
public interface IDomainEvent;

/// <summary>A slice's ear for one kind of news. Handlers are idempotent: after a crash the same news may come again.</summary>
public interface IHandle<in TEvent>
    where TEvent : IDomainEvent
{
    Task HandleAsync(TEvent news, CancellationToken cancellationToken);
}

/// <summary>Tells the news to every registered handler, each in its own scope.</summary>
public interface INews
{
    Task TellAsync<TEvent>(TEvent news, CancellationToken cancellationToken)
        where TEvent : IDomainEvent;
}
