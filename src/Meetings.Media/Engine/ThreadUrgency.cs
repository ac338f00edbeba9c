using Meetings.Media.Engine.Net;

namespace Meetings.Media.Engine;

/// <summary>
/// Lets the calling thread go before the others of the machine: what a media thread does is short and late at once, and a page being drawn may
/// wait. Linux only, and only where the service may (CAP_SYS_NICE or LimitNICE=-15). Not a real-time thread: the runtime waits for short locks by
/// giving way, a real-time thread gives way to nobody, and so it was seen to burn 50 ms while who held the lock could not run.
/// </summary>
internal static unsafe class ThreadUrgency
{
    /// <summary>What a media thread runs at, of -20 to 19; 0 is ordinary.</summary>
    public const int Nice = -15;

    private const int Ordinary = 0;

    /// <summary>Threads that this one starts are ordinary again (SCHED_RESET_ON_FORK).</summary>
    private const int NotInherited = 0x4000_0000;

    /// <summary>Where the system does not allow it nothing changes.</summary>
    public static void Raise()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var priority = 0;
        Libc.SetScheduler(0, Ordinary | NotInherited, &priority);
        Libc.SetPriority(Libc.PriorityOfThread, 0, Nice);
    }
}
