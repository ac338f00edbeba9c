namespace Meetings.Server.Rooms.Live;

/// <summary>How speakers pack their voice, thickest first; the numbers are on the wire (docs/protocol.md).</summary>
internal enum VoiceForm
{
    /// <summary>24 kbit/s in packets of 20 ms.</summary>
    Wide,

    /// <summary>20 kbit/s in packets of 60 ms.</summary>
    Narrow,

    /// <summary>16 kbit/s in packets of 120 ms.</summary>
    Thin,
}

/// <summary>
/// A voice is forwarded as it is to everybody, so the thinnest line that listens decides how all speakers pack theirs. Thinner at once,
/// thicker only when every line has been well above the mark for a while. Pure.
/// </summary>
internal sealed class VoiceCeiling
{
    private const long NarrowBelow = 160_000;
    private const long ThinBelow = 72_000;
    private const double Margin = 1.3;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(20);
    private readonly Dictionary<int, long> _estimates = [];
    private TimeSpan? _betterSince;

    public VoiceForm Form { get; private set; }

    /// <param name="estimate">What the line carries to that listener, bit/s.</param>
    public void Set(int conn, long estimate) => _estimates[conn] = estimate;

    /// <summary>Gone, its line dead, or pinned to text: it listens to nothing.</summary>
    public void Remove(int conn) => _estimates.Remove(conn);

    /// <param name="now">Any clock that only goes forward.</param>
    /// <returns>True when the form has changed.</returns>
    public bool Settle(TimeSpan now)
    {
        var thinnest = _estimates.Count > 0 ? _estimates.Values.Min() : long.MaxValue;
        var wanted = FormAt(thinnest);
        if (wanted > Form)
        {
            (Form, _betterSince) = (wanted, null);
            return true;
        }

        if (FormAt((long)(thinnest / Margin)) >= Form)
        {
            _betterSince = null;
            return false;
        }

        _betterSince ??= now;
        if (now - _betterSince < Calm)
        {
            return false;
        }

        (Form, _betterSince) = (FormAt((long)(thinnest / Margin)), null);
        return true;
    }

    private static VoiceForm FormAt(long estimate) => estimate switch
    {
        < ThinBelow => VoiceForm.Thin,
        < NarrowBelow => VoiceForm.Narrow,
        _ => VoiceForm.Wide,
    };
}
