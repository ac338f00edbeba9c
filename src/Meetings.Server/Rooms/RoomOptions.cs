namespace Meetings.Server.Rooms;

/// <summary>Limits and times of live meetings; section "Meetings:Rooms" of the configuration.</summary>
internal sealed class RoomOptions
{
    /// <summary>Invited people may enter this long before the planned start.</summary>
    public TimeSpan OpensBefore { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>A speaker whose line is lost keeps the floor this long, the clock stopped.</summary>
    public TimeSpan FloorGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A socket must be gone this long before the others are told.</summary>
    public TimeSpan DropAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How many missed events are sent one by one before a snapshot is cheaper.</summary>
    public int MostMissedEvents { get; set; } = 2_000;

    public int MostConnections { get; set; } = 2_000;

    public int MostWaiting { get; set; } = 200;

    public int MostDevicesOfAccount { get; set; } = 5;

    public int MostPeopleAtSite { get; set; } = 100;

    public int MostNotes { get; set; } = 1_000;
}
