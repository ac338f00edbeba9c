using System.Net;
using Meetings.Media.Conference;
using Meetings.Media.Engine.Participant;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Sdp;

namespace Meetings.Media.Engine;

/// <summary>
/// Two participants meet for a second on a server of their own: offers, checks, handshakes, keys, forwarding and readings are compiled
/// before the first person joins. Nothing of it is counted, and whatever goes wrong costs only warmth.
/// </summary>
internal static class WarmupMeeting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Blocks for a second or, on a machine without a usable loopback interface, ten.</summary>
    public static void Run()
    {
        try
        {
            RunAsync().Wait(Limit);
        }
        catch (AggregateException)
        {
            // Only warmth is lost.
        }
    }

    private static async Task RunAsync()
    {
        var options = new MediaServerOptions { Bind = new IPEndPoint(IPAddress.Loopback, 0), AnnouncedAddresses = [IPAddress.Loopback] };
        await using var server = MediaServer.StartUncounted(options);
        await using var room = server.OpenRoom(static _ => { });
        using var speaker = new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions { Audio = true, Video = true }));
        using var listener = new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions()));
        foreach (var (number, participant) in new[] { (1, speaker), (2, listener) })
        {
            participant.Accept(await AnswerAsync(room, number, participant));
            await participant.Connected.WaitAsync(Limit);
        }

        room.SetWishes(new PeerId(2), [new VideoWish(new PeerId(1), SourceKind.Camera, 720)]);
        await listener.UntilAsync(static r => r is { VideoPackets: > 100, AudioPackets: > 30 }).WaitAsync(Limit);
        room.Statistics(new PeerId(2));
        room.Remove(new PeerId(1));
    }

    // Packed, as browsers send it: unpacking is part of a join.
    private static async Task<string> AnswerAsync(MediaRoom room, int peer, HeadlessParticipant participant)
    {
        SdpTransport.TryUnpack(SdpTransport.Pack(participant.CreateOffer()), out var offer);
        var result = await room.NegotiateAsync(new PeerId(peer), offer);
        SdpTransport.TryUnpack(SdpTransport.Pack(result.AnswerSdp!), out var answer);
        return answer;
    }
}
