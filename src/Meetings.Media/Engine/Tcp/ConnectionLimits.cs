namespace Meetings.Media.Engine.Tcp;

/// <summary>
/// What TCP connections may cost. A whole office may sit behind one address, so proven ones are generous and unproven ones are not. Those of
/// an IPv6 network (/64) count together.
/// </summary>
internal static class ConnectionLimits
{
    public const int MostUnproven = 256;
    public const int MostUnprovenOfNetwork = 32;
    public const int Most = 4096;
    public const int MostOfNetwork = 512;

    /// <summary>Bytes kept, and read at once, before a binding proved the connection.</summary>
    public const int UnprovenBuffer = 512;

    /// <summary>Bytes taken in all before that: some binding requests and their repetitions.</summary>
    public const int MostUnprovenBytes = 8 * 1024;

    /// <summary>Bytes read at once of a proven connection.</summary>
    public const int ProvenBuffer = 8 * 1024;

    /// <summary>The time to prove itself.</summary>
    public static readonly TimeSpan ProofWithin = TimeSpan.FromSeconds(10);

    /// <summary>A client checks its connection every few seconds; this long without a byte it is gone.</summary>
    public static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(30);

    /// <summary>A write that does not end for so long.</summary>
    public static readonly TimeSpan StalledFor = TimeSpan.FromSeconds(10);
}
