using Meetings.Media.Engine.Net;

namespace Meetings.Media.Engine;

/// <summary>
/// Puts the calling thread before all others of the machine: what a media thread does is short and late at once, and a page being drawn may
/// wait. Linux only, and only where the service may (CAP_SYS_NICE or LimitRTPRIO=1); the system itself keeps a twentieth of its time for others.
/// </summary>
internal static unsafe class ThreadUrgency
{
    private const int RoundRobin = 2;

    /// <summary>Threads that this one starts are ordinary again (SCHED_RESET_ON_FORK).</summary>
    private const int NotInherited = 0x4000_0000;

    /// <summary>Where the system does not allow it nothing changes.</summary>
    public static void Raise()
    {
        var least = 1;
        if (OperatingSystem.IsLinux())
            Libc.SetScheduler(0, RoundRobin | NotInherited, &least);
    }
}
