using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Sdp;

namespace Meetings.Media.Session.Negotiation;

internal enum MediaRoleKind
{
    Published,
    Slot,
    Refused,
}

internal readonly record struct MediaRole(MediaRoleKind Kind, SourceKind Source, int Slot, bool IsActive);

/// <summary>
/// Gives each m-line its part. Direction decides; for an inactive or stopped line (which says nothing) its place does: the first
/// three publish, the rest are slots. Lines never move in later offers (RFC 9429 section 5.2.2), so parts stay.
/// </summary>
internal sealed class RoleAssigner(NegotiationLimits limits)
{
    private const int PublishedLines = 3;

    private int _line;
    private int _publishedAudio;
    private int _publishedVideo;
    private int _audioSlots;
    private int _videoSlots;

    public MediaRole Next(MediaDescription line)
    {
        var place = _line++;
        if (!line.IsAudio && !line.IsVideo)
            return new MediaRole(MediaRoleKind.Refused, SourceKind.Microphone, -1, false);

        var direction = line.Direction;
        var isSlot = direction == SdpDirection.RecvOnly || (direction == SdpDirection.Inactive && place >= PublishedLines);
        var isActive = direction != SdpDirection.Inactive && !line.IsStopped;
        return isSlot ? Slot(line, isActive) : Published(line, isActive);
    }

    private MediaRole Slot(MediaDescription line, bool isActive)
    {
        var slot = line.IsAudio ? _audioSlots++ : _videoSlots++;
        var granted = slot < (line.IsAudio ? limits.AudioSlots : limits.VideoSlots);
        var source = line.IsAudio ? SourceKind.Microphone : SourceKind.Camera;
        return new MediaRole(MediaRoleKind.Slot, source, slot, isActive && granted);
    }

    private MediaRole Published(MediaDescription line, bool isActive)
    {
        if (line.IsAudio)
            return new MediaRole(_publishedAudio++ == 0 ? MediaRoleKind.Published : MediaRoleKind.Refused, SourceKind.Microphone, -1, isActive);
        return _publishedVideo++ switch
        {
            0 => new MediaRole(MediaRoleKind.Published, SourceKind.Camera, -1, isActive),
            1 => new MediaRole(MediaRoleKind.Published, SourceKind.Screen, -1, isActive),
            _ => new MediaRole(MediaRoleKind.Refused, SourceKind.Camera, -1, false),
        };
    }
}

/// <summary>SSRCs for new slots: random, not zero, and used neither by the offer nor before (RFC 3550 section 8).</summary>
internal sealed class SsrcAllocator
{
    private readonly HashSet<uint> _taken = [0];
    private readonly Func<uint> _next;

    public SsrcAllocator(SessionDescription offer, NegotiatedSession? previous, Func<uint> next)
    {
        _next = next;
        foreach (var line in offer.Media)
            _taken.UnionWith(line.Ssrcs());
        foreach (var media in previous?.Media ?? [])
            _taken.UnionWith([media.SlotSsrc, media.SlotRtxSsrc]);
    }

    public uint Next()
    {
        while (true)
        {
            var ssrc = _next();
            if (_taken.Add(ssrc))
                return ssrc;
        }
    }
}
