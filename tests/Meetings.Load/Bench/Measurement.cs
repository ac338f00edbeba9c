namespace Meetings.Load.Bench;

/// <summary>One run of one scenario in one system.</summary>
internal sealed record Measurement
{
    public required string System { get; init; }

    public required Scenario Scenario { get; init; }

    /// <summary>Microseconds of the server's processor time a packet that a participant decrypted.</summary>
    public required double CpuPerPacket { get; init; }

    public required double AllocatedPerPacket { get; init; }

    public required double PacketsPerSecond { get; init; }

    public required double Cores { get; init; }

    public required double SwitchesPerSecond { get; init; }

    /// <summary>Milliseconds from the publisher's socket to decryption.</summary>
    public required double LatencyMedian { get; init; }

    public required double Latency99 { get; init; }

    public required double LossPercent { get; init; }

    public required double JoinMilliseconds { get; init; }

    /// <summary>Milliseconds of the server's processor time.</summary>
    public required double CpuPerJoin { get; init; }

    /// <summary>Kilobytes.</summary>
    public required double ResidentPerParticipant { get; init; }

    public required string Trouble { get; init; }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
