namespace Meetings.Media.Primitives;

public enum Rung
{
    Text,
    Speech,
    Thumbnail,
    Small,
    Full,
}

public sealed record RungChanged(PeerId Peer, Rung Rung, long Estimate) : RoomNotice(Peer);

public static class LadderSeam
{
    public static void SetCeiling(this Engine.MediaRoom room, PeerId peer, Rung rung) => _ = (room, peer, rung);

    public static void SetStartEstimate(this Engine.MediaRoom room, PeerId peer, long estimate) => _ = (room, peer, estimate);
}
