namespace Meetings.Server;

/// <summary>Names this assembly for WebApplicationFactory; a test's own Program would hang the run.</summary>
public sealed class ServerMarker;
