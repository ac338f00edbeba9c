using Meetings.Media.Session.Negotiation;

namespace Meetings.Media.Engine.Tcp;

/// <summary>
/// Which streams to a peer are sound, by SSRC: what a slow connection must never lose. Written when an offer is answered, read by
/// whoever sends.
/// </summary>
internal sealed class AudioStreams
{
    private volatile uint[] _ssrcs = [];

    public void Set(NegotiatedSession session) =>
        _ssrcs = [.. session.Media.Where(static m => m.IsAudio && m.SlotSsrc != 0).Select(static m => m.SlotSsrc)];

    public bool Contains(uint ssrc) => Array.IndexOf(_ssrcs, ssrc) >= 0;
}
