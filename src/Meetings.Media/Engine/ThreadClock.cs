using Meetings.Media.Engine.Net;

namespace Meetings.Media.Engine;

/// <summary>The processor time one thread has used; any thread may read it. Linux only: elsewhere there is none to read from outside.</summary>
internal sealed unsafe class ThreadClock
{
    private readonly int _clock;

    private ThreadClock(int thread) => _clock = (~thread << 3) | 6; // CPUCLOCK_PERTHREAD_MASK | CPUCLOCK_SCHED, as pthread_getcpuclockid makes it

    /// <summary>Null where the system cannot tell.</summary>
    public static ThreadClock? OfThisThread()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            return new ThreadClock(Libc.ThreadNumber());
        }
        catch (EntryPointNotFoundException)
        {
            return null; // a C library older than gettid
        }
    }

    /// <summary>Null once the thread has ended.</summary>
    public TimeSpan? Elapsed
    {
        get
        {
            Libc.TimeSpec time;
            return Libc.ReadClock(_clock, &time) == 0 ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / 100) : null;
        }
    }
}
