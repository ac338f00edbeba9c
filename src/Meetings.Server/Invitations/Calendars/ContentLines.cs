using System.Globalization;
using System.Text;

namespace Meetings.Server.Invitations.Calendars;

/// <summary>Lines of an iCalendar object (RFC 5545 section 3.1): CRLF, at most 75 octets, folded between characters, never inside one.</summary>
internal sealed class ContentLines
{
    private const int Longest = 75;

    private readonly StringBuilder _text = new();

    /// <param name="value">Written as it is; see <see cref="Text"/>.</param>
    public ContentLines Add(string name, string value)
    {
        var octets = 0;
        foreach (var rune in $"{name}:{value}".EnumerateRunes())
        {
            // The first octet of a continuation is its space.
            if (octets + rune.Utf8SequenceLength > Longest)
            {
                _text.Append("\r\n ");
                octets = 1;
            }

            _text.Append(rune);
            octets += rune.Utf8SequenceLength;
        }

        _text.Append("\r\n");
        return this;
    }

    public ContentLines AddText(string name, string? value) => string.IsNullOrEmpty(value) ? this : Add(name, Text(value));

    public override string ToString() => _text.ToString();

    /// <summary>A TEXT value (section 3.3.11): backslash, semicolon, comma and line breaks escaped, other control characters left out.</summary>
    public static string Text(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var rune in value.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is '\\' or ';' or ',')
            {
                text.Append('\\').Append(rune);
            }
            else if (rune.Value == '\n')
            {
                text.Append("\\n");
            }
            else if (!Rune.IsControl(rune) || rune.Value == '\t')
            {
                text.Append(rune);
            }
        }

        return text.ToString();
    }

    /// <summary>A parameter value (section 3.2): quoted; a quote inside cannot be written (RFC 6868 writes ^'), a control character must not.</summary>
    public static string Parameter(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var rune in value.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => text.Append("^'"),
                '^' => text.Append("^^"),
                _ when Rune.IsControl(rune) => text.Append(' '),
                _ => text.Append(rune),
            };
        }

        return text.Append('"').ToString();
    }

    /// <summary>"20261123T080000": a wall time, its zone beside it.</summary>
    public static string Local(DateTime local) => local.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    /// <summary>"20261123T010000Z".</summary>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
}
