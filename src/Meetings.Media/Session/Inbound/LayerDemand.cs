using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Inbound;

/// <summary>
/// Which layers of one source somebody wants, so that its publisher sends no others. Wanting works at once; what nobody has wanted for a
/// second is paused, but a layer below a wanted one only after eight, and the smallest while anything is wanted never: a receiver whose
/// line sinks falls back on them without waiting for the publisher.
/// </summary>
internal sealed class LayerDemand
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LowerHold = TimeSpan.FromSeconds(8);

    private readonly Instant[] _wantedAt = new Instant[LayerTarget.MaxSpatial];
    private bool _begun;
    private bool _tellsAnyway = true;

    /// <summary>What the publisher was last told, a bit each by order of the offer; -1 before the first time.</summary>
    public int Told { get; private set; } = -1;

    /// <summary>When the publisher was last told to send something after having been told to send nothing.</summary>
    public Instant ResumedAt { get; private set; } = new(long.MinValue / 2);

    public bool IsPaused => Told == 0;

    /// <summary>Somebody wants this layer now.</summary>
    public void Want(Instant now, PublishedLayer layer) => _wantedAt[layer.Order] = now;

    /// <summary>The publisher negotiated again and may have forgotten: it is told also what has not changed.</summary>
    public void TellAgain() => _tellsAnyway = true;

    /// <summary>Whether the publisher must be told anew; then <see cref="Told"/> is what.</summary>
    /// <param name="layers">Smallest picture first.</param>
    public bool Update(Instant now, List<PublishedLayer> layers)
    {
        if (!_begun)
        {
            _begun = true;
            Array.Fill(_wantedAt, now); // a source that begins is given the time to be found
        }

        int mask = 0;
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            if (now - _wantedAt[layers[i].Order] < (mask == 0 ? Hold : LowerHold) || mask != 0 && i == 0)
            {
                mask |= 1 << layers[i].Order;
            }
        }

        if (mask == Told && !_tellsAnyway)
        {
            return false;
        }

        ResumedAt = Told == 0 && mask != 0 ? now : ResumedAt;
        (Told, _tellsAnyway) = (mask, false);
        return true;
    }
}
