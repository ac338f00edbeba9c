using System.Collections.Concurrent;
using Meetings.Media.Conference;
using Meetings.Media.Primitives;

namespace Meetings.Media.Engine;

/// <summary>Delivers notices to the rooms' owners on one thread, in order, so that no listener ever holds a media thread.</summary>
internal sealed class NoticeDispatcher : IDisposable
{
    private const int Capacity = 64 * 1024;
    private readonly BlockingCollection<(Action<RoomNotice> Listener, RoomNotice Notice)> _queue = new(Capacity);
    private readonly Action<string>? _log;
    private readonly Thread _thread;

    public NoticeDispatcher(Action<string>? log)
    {
        _log = log;
        _thread = new Thread(Run) { IsBackground = true, Name = "media-notices" };
        _thread.Start();
    }

    public void Post(Action<RoomNotice> listener, RoomNotice notice)
    {
        // A listener that lags by this much has lost its view anyway; media goes on.
        if (!_queue.IsAddingCompleted && !_queue.TryAdd((listener, notice)))
            _log?.Invoke("a notice was lost: listeners are too slow");
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join(TimeSpan.FromSeconds(2));
    }

    private void Run()
    {
        foreach (var (listener, notice) in _queue.GetConsumingEnumerable())
        {
            try
            {
                listener(notice);
            }
            catch (Exception exception)
            {
                // The listener is the server's code; its bugs must not silence every room.
                _log?.Invoke($"a notice listener failed: {exception}");
            }
        }
    }
}
