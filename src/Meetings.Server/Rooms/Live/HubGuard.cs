using System.Reflection;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.SignalR;

namespace Meetings.Server.Rooms.Live;

/// <summary>
/// Stands before every hub method: no access rule, no call; at most so many calls in a time; a bug is logged and answered
/// as a refusal. Who leads a meeting is decided by the room itself, on the state in which the call is executed.
/// </summary>
internal sealed class HubGuard(TimeProvider time, ILogger<HubGuard> logger) : IHubFilter
{
    private const double CallsPerSecond = 20;
    private const double Burst = 200;

    /// <summary>A client that goes on calling after so many refusals is cut off.</summary>
    private const int Patience = 500;

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var context = invocationContext.Context;
        if (Caller.From(context.User) is null || invocationContext.HubMethod.GetCustomAttribute<AccessAttribute>() is not { } access)
        {
            return HubAnswer.From(Refusal.Forbidden());
        }

        var hub = (RoomHub)invocationContext.Hub;
        if (!hub.Line.MayCall(time))
        {
            if (hub.Line.Refused > Patience)
            {
                context.Abort();
            }

            return HubAnswer.From(new Refusal("too_many_requests", RefusalKind.TooMany));
        }

        if (access.Rule != AccessRule.Entering && !hub.Line.IsBound)
        {
            return HubAnswer.From(Refusal.Forbidden("not_entered"));
        }

        try
        {
            return await next(invocationContext);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or HubException))
        {
            logger.LogError(exception, "Hub method {Method} failed", invocationContext.HubMethodName);
            // Refused, a client that comes back would take it for the end of its meeting; an error it tries again.
            if (access.Rule == AccessRule.Entering)
            {
                throw new HubException("server_error");
            }

            return HubAnswer.From(new Refusal("server_error", RefusalKind.Unavailable));
        }
    }

    /// <summary>What the hub knows of one SignalR connection: bound to at most one place in one room.</summary>
    internal sealed class HubLine
    {
        private double _tokens = Burst;
        private long _at;

        public MeetingId Meeting { get; private set; }

        public LiveRoom? Room { get; private set; }

        public RoomSocket? Socket { get; private set; }

        public int Refused { get; private set; }

        public bool IsBound => Socket is { IsEnded: false };

        public void Bind(MeetingId meeting, LiveRoom room, RoomSocket socket) => (Meeting, Room, Socket) = (meeting, room, socket);

        public void Unbind() => (Room, Socket) = (null, null);

        public bool MayCall(TimeProvider time)
        {
            var now = time.GetTimestamp();
            if (_at != 0)
            {
                _tokens = Math.Min(Burst, _tokens + (time.GetElapsedTime(_at, now).TotalSeconds * CallsPerSecond));
            }

            _at = now;
            if (_tokens < 1)
            {
                Refused++;
                return false;
            }

            _tokens--;
            return true;
        }
    }
}
