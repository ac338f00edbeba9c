using System.Globalization;
using System.Text.Json;
using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms;

/// <summary>What clients are told of a fact: its kind and a short list, never secrets or account ids. The lists are part of docs/protocol.md.</summary>
internal static class RoomWire
{
    public static object?[] Args(RoomEvent fact) => fact switch
    {
        Opened or Begun or Paused or Resumed or Closed or PageHidden => [],
        Arrived a => [a.Conn, Name(a.Kind), a.Label, a.UnitName, Name(a.Role), Name(a.State), Id(a.PersonId), Id(a.SiteId)],
        Admitted a => [a.Conn],
        EntryRefused a => [a.Conn],
        Removed a => [a.Conn],
        Dropped a => [a.Conn],
        Returned a => [a.Conn],
        Left a => [a.Conn],
        Seated a => [a.Seat, a.Conn, a.Name, a.Position, a.UnitName, Name(a.Role), Id(a.PersonId)],
        Unseated a => [a.Seat, a.Conn],
        HandRaised a => [a.Conn, a.Up ? 1 : 0],
        FloorGiven a => [a.Conn, a.Seat],
        MutedByChair a => [a.Conn],
        Spoke a => [a.Conn, a.Seconds],
        ItemBegun a => [a.ItemId.ToString()],
        ItemEnded a => [a.ItemId.ToString()],
        PageShown a => [a.DocumentId.ToString(), a.Page, a.Conn],
        ChatSaid a => [a.Conn, a.Seat, a.Text, a.ClientId],
        ChatMarked a => [a.Message, a.On ? 1 : 0],
        NoteWritten a => [a.Id, a.ItemId?.ToString(), a.Text, a.Revision, a.Conn],
        ConclusionWritten a => [a.Id, a.ItemId?.ToString(), a.Text, a.UnitId?.ToString(), a.UnitName, Day(a.Due), a.Revision, a.Conn],
        NoteRemoved a => [a.Id],
        _ => throw new InvalidOperationException($"No wire form for {fact.GetType().Name}."),
    };

    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static string? Id(PersonId? id) => id?.ToString();

    public static string? Id(SiteId? id) => id?.ToString();
}
