using Orleans.Serialization.Cloning;

namespace Meetings.Server.Rooms.Live;

/// <summary>
/// Room messages are immutable records, so a call within the process passes them as they are. Calls between servers
/// would use the JSON codec registered beside this.
/// </summary>
internal sealed class RoomMessagesStay : IGeneralizedCopier
{
    public static bool Covers(Type type) => type.Namespace?.StartsWith("Meetings.Server", StringComparison.Ordinal) == true;

    public bool IsSupportedType(Type type) => Covers(type);

    public object? DeepCopy(object? input, CopyContext context) => input;
}
