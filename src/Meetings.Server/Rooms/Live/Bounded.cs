using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms.Live;

/// <summary>Texts from clients: cleaned, and refused when longer than agreed.</summary>
internal static class Bounded
{
    public const int Name = 200;
    public const int ChatText = 2_000;
    public const int NoteText = 20_000;
    public const int ClientId = 64;

    /// <summary>Null when the text is longer than <paramref name="most"/> characters.</summary>
    public static string? Text(string? text, int most)
    {
        if (text is null)
        {
            return "";
        }

        return text.Length > most ? null : VietnameseText.Clean(text);
    }

    /// <summary>Ids made by clients: 1 to 64 letters, digits, "-" or "_".</summary>
    public static bool IsClientId(string? id) =>
        id is { Length: > 0 and <= ClientId } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public static Refusal TooLong(int most) => Refusal.Invalid("text_too_long", ("max", $"{most}"));
}
