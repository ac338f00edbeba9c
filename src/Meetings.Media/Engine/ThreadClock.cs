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

    /// <summary>
    /// Lets this thread run before others where the system allows it (Linux: CAP_SYS_NICE or LimitNICE): sound must not wait for a page
    /// that is being drawn. .NET's own thread priority does nothing on Linux.
    /// </summary>
    public static void PreferThisThread()
    {
        const int Thread = 0;
        const int Nice = -10;
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Libc.SetPriority(Thread, (uint)Libc.ThreadNumber(), Nice); // refused: everything works, with the priority of all others
        }
        catch (EntryPointNotFoundException)
        {
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
