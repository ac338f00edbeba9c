using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Tests.Simulation;

/// <summary>What a simulated browser has negotiated: its three sources and its slots.</summary>
internal static class SimulatedOffer
{
    /// <param name="arrivals">Reports the arrivals of what it gets.</param>
    public static NegotiatedSession Of(SimulatedBrowser browser, bool arrivals, byte[] fingerprint, string? ufrag) => new()
    {
        LocalUfrag = ufrag ?? $"srv{browser.Id.Value:D5}",
        LocalPassword = $"password-of-peer-{browser.Id.Value:D6}",
        RemoteUfrag = browser.LocalUfrag,
        RemotePassword = "browser-password-is-not-used",
        RemoteFingerprintSha256 = fingerprint,
        Media =
        [
            Published(browser, "0", SourceKind.Microphone),
            browser.CameraLayers.Count == 0 ? Published(browser, "1", SourceKind.Camera) : Published(browser, "1", SourceKind.Camera) with
            {
                Rids = SimulatedBrowser.Rids, RidExtension = SimulatedBrowser.RidId, RepairedRidExtension = SimulatedBrowser.RepairedRidId,
            },
            Published(browser, "2", SourceKind.Screen),
            .. Enumerable.Range(0, browser.AudioSlots.Count).Select(i => Slot(browser, arrivals, true, i, (3 + i).ToString())),
            .. Enumerable.Range(0, browser.VideoSlots.Count).Select(i => Slot(browser, arrivals, false, i, (3 + browser.AudioSlots.Count + i).ToString())),
        ],
    };

    private static NegotiatedMedia Published(SimulatedBrowser browser, string mid, SourceKind source) => Media(browser, mid, source == SourceKind.Microphone) with
    {
        IsPublished = true,
        Source = source,
        Slot = -1,
    };

    private static NegotiatedMedia Slot(SimulatedBrowser browser, bool arrivals, bool isAudio, int slot, string mid) => Media(browser, mid, isAudio) with
    {
        Codecs = isAudio && browser.TakesRed ? [new NegotiatedCodec(MediaCodec.Opus, SimulatedBrowser.Opus), new NegotiatedCodec(MediaCodec.Red, SimulatedBrowser.Red)] : Media(browser, mid, isAudio).Codecs,
        Slot = slot,
        SlotSsrc = browser.SlotSsrc(isAudio, slot),
        SlotRtxSsrc = isAudio ? 0 : browser.SlotSsrc(isAudio, slot) + 1,
        AudioLevelExtension = 0,
        TransportSequenceExtension = arrivals ? SimulatedBrowser.TransportId : (byte)0,
    };

    private static NegotiatedMedia Media(SimulatedBrowser browser, string mid, bool isAudio) => new()
    {
        Mid = mid,
        IsAudio = isAudio,
        IsPublished = false,
        Source = isAudio ? SourceKind.Microphone : SourceKind.Camera,
        Slot = 0,
        IsActive = true,
        Codecs = isAudio ? [new NegotiatedCodec(MediaCodec.Opus, SimulatedBrowser.Opus)] :
        [
            .. browser.Pictures.Select(static codec => codec == MediaCodec.H264
                ? new NegotiatedCodec(codec, SimulatedBrowser.H264, SimulatedBrowser.H264Rtx, 1)
                : new NegotiatedCodec(codec, SimulatedBrowser.Vp8, SimulatedBrowser.Vp8Rtx)),
        ],
        ClockRate = isAudio ? 48000 : 90000,
        MidExtension = SimulatedBrowser.MidId,
        AudioLevelExtension = isAudio ? SimulatedBrowser.LevelId : (byte)0,
        TransportSequenceExtension = SimulatedBrowser.TransportId,
        AbsSendTimeExtension = SimulatedBrowser.SendTimeId,
    };
}
