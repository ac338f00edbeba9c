using Meetings.Server.Kernel;

namespace Meetings.Server.Hosting;

internal sealed class InProcessNews(IServiceScopeFactory scopes) : INews
{
    public async Task TellAsync<TEvent>(TEvent news, CancellationToken cancellationToken)
        where TEvent : IDomainEvent
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var handler in scope.ServiceProvider.GetServices<IHandle<TEvent>>())
        {
            await handler.HandleAsync(news, cancellationToken);
        }
    }
}
