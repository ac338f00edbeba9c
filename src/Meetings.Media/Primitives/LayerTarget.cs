namespace Meetings.Media.Primitives;

/// <summary>
/// How much of a picture a slot may forward: the highest spatial layer (simulcast stream, 0 = smallest) and the highest temporal layer
/// within it (0 = base frame rate). What a source does not have is no error: the best that exists below the target is taken.
/// </summary>
public readonly record struct LayerTarget
{
    /// <summary>Most spatial layers of a source that are negotiated.</summary>
    public const int MaxSpatial = 4;

    /// <summary>Most temporal layers of a stream that can be told apart (two bits in RFC 7741 section 4.2).</summary>
    public const int MaxTemporal = 4;

    private readonly sbyte _spatial;
    private readonly sbyte _temporal;

    /// <param name="spatial">0 to <see cref="MaxSpatial"/> - 1; beyond is clamped.</param>
    /// <param name="temporal">0 to <see cref="MaxTemporal"/> - 1; beyond is clamped.</param>
    public LayerTarget(int spatial, int temporal)
    {
        _spatial = (sbyte)Math.Clamp(spatial, 0, MaxSpatial - 1);
        _temporal = (sbyte)Math.Clamp(temporal, 0, MaxTemporal - 1);
    }

    private LayerTarget(bool paused) => (_spatial, _temporal) = paused ? ((sbyte)-1, (sbyte)-1) : ((sbyte)0, (sbyte)0);

    /// <summary>Nothing is sent.</summary>
    public static LayerTarget None { get; } = new(paused: true);

    /// <summary>The best there is.</summary>
    public static LayerTarget Best { get; } = new(MaxSpatial - 1, MaxTemporal - 1);

    /// <summary>-1 when paused.</summary>
    public int Spatial => _spatial;

    /// <summary>-1 when paused.</summary>
    public int Temporal => _temporal;

    public bool IsPaused => _spatial < 0;

    public override string ToString() => IsPaused ? "none" : $"S{_spatial}T{_temporal}";
}

/// <summary>What it costs to forward one layer of a source: all temporal layers of that spatial layer up to and including this one.</summary>
/// <param name="Spatial">Index of the simulcast stream, smallest picture first.</param>
/// <param name="Temporal">Highest temporal layer forwarded.</param>
/// <param name="Height">Pixels of the picture's shorter side as its last key frame said; 0 while unknown.</param>
/// <param name="BitsPerSecond">Measured over the last second or so; for a layer that is not live, the last figure measured, 0 before the first.</param>
/// <param name="IsLive">Packets of this spatial layer came within the last two seconds.</param>
public readonly record struct LayerRate(int Spatial, int Temporal, int Height, long BitsPerSecond, bool IsLive);
