namespace Meetings.Server.OfficialDocuments;

/// <summary>Millimetres of the page (decree 30/2020, annex I, part I; the set of the decree's own files).</summary>
internal static class OfficialPage
{
    public const double Width = 210, Height = 297, Left = 35, Right = 20, Top = 25, Bottom = 20;

    /// <summary>Where the page number stands, from the upper edge.</summary>
    public const double Header = 10;

    /// <summary>Of the text, and of the two columns of the heading.</summary>
    public const double TextWidth = 155, LeftColumn = 60, RightColumn = 95;

    /// <summary>A third to a half of a bold line of capitals of 12 pt, about 2.9 mm a letter (annex I, II.2).</summary>
    public static double RuleUnderAuthority(string line) => Math.Clamp(0.4 * 2.9 * line.Length, 10, 28);

    /// <summary>A third to a half of a bold line of 14 pt (annex I, II.5a).</summary>
    public static double RuleUnderSubject(string line) => Math.Clamp(0.4 * 2.6 * line.Length, 20, 60);
}
