namespace Meetings.Media.Engine.Participant;

/// <summary>
/// Drives many participants on one thread that looks at their sockets once a millisecond. Nobody sleeps on a socket, so a server on the same machine
/// pays for sending, as to a network card, and not for waking the hundred threads that would receive; what arrives is read up to a millisecond late.
/// </summary>
internal sealed class ParticipantThread : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(1);
    private readonly Lock _gate = new();
    private readonly List<HeadlessParticipant> _participants = [];
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stopping = new();

    public ParticipantThread()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "participants" };
        _thread.Start();
    }

    public void Add(HeadlessParticipant participant)
    {
        lock (_gate)
            _participants.Add(participant);
    }

    /// <summary>Takes one out; when this returns no turn of it is running.</summary>
    public void Remove(HeadlessParticipant participant)
    {
        lock (_gate)
            _participants.Remove(participant);
    }

    public void Dispose()
    {
        _stopping.Set();
        _thread.Join();
        _stopping.Dispose();
    }

    private void Run()
    {
        while (!_stopping.Wait(Period))
        {
            lock (_gate)
            {
                foreach (var participant in _participants)
                    participant.Turn();
            }
        }
    }
}
