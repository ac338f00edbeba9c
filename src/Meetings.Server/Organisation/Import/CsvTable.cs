using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Meetings.Server.Kernel;

namespace Meetings.Server.Organisation.Import;

/// <summary>
/// A table as offices make it: RFC 4180 with comma, semicolon or tab, headed in Vietnamese or English, in any case and with or without
/// diacritics. Cells are cleaned; unknown columns are passed over.
/// </summary>
internal static class CsvTable
{
    /// <summary>Characters of a file at most; a province's people are some 100,000.</summary>
    public const int LargestFile = 2_000_000;

    private const int MostRows = 20_000;

    /// <summary>Refuses with "csv_empty", "csv_too_large", "csv_broken" or "csv_column_missing".</summary>
    /// <param name="names">Column -> its headings, the first of which is the canonical one.</param>
    /// <param name="needed">Columns without which nothing can be done.</param>
    public static Outcome<List<CsvRow>> Read(string text, IReadOnlyDictionary<string, string[]> names, params string[] needed)
    {
        if (text.Length > LargestFile)
        {
            return Refusal.Invalid("csv_too_large", ("max", $"{MostRows}"));
        }

        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            DetectDelimiterValues = [",", ";", "\t"],
            MissingFieldFound = null,
            IgnoreBlankLines = true,
            MaxFieldSize = 4000,
        };
        using var csv = new CsvReader(new StringReader(text.TrimStart('\uFEFF')), configuration);
        try
        {
            return Read(csv, names, needed);
        }
        catch (Exception broken) when (broken is CsvHelperException)
        {
            return Refusal.Invalid("csv_broken", ("line", $"{csv.Parser.RawRow}"));
        }
    }

    private static Outcome<List<CsvRow>> Read(CsvReader csv, IReadOnlyDictionary<string, string[]> names, string[] needed)
    {
        if (!csv.Read() || !csv.ReadHeader() || csv.HeaderRecord is not { Length: > 0 } header)
        {
            return Refusal.Invalid("csv_empty");
        }

        var columns = names.ToDictionary(name => name.Key, name => Array.FindIndex(header, one => name.Value.Contains(Heading(one))));
        if (needed.FirstOrDefault(name => columns[name] < 0) is { } missing)
        {
            return Refusal.Invalid("csv_column_missing", ("column", names[missing][0]));
        }

        var rows = new List<CsvRow>();
        while (csv.Read())
        {
            if (rows.Count == MostRows)
            {
                return Refusal.Invalid("csv_too_large", ("max", $"{MostRows}"));
            }

            var cells = columns.Where(column => column.Value >= 0)
                .ToDictionary(column => column.Key, column => VietnameseText.Clean(csv.GetField(column.Value) ?? "").Replace('\n', ' '));
            if (cells.Values.Any(cell => cell.Length > 0))
            {
                rows.Add(new CsvRow(csv.Parser.RawRow, cells));
            }
        }

        return rows.Count == 0 ? Refusal.Invalid("csv_empty") : rows;
    }

    /// <summary>As spreadsheets open it right: UTF-8 with a byte order mark; cells that would be formulas are made harmless.</summary>
    public static string Write(IEnumerable<string> header, IEnumerable<IEnumerable<string>> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\r\n" };
        using var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape });
        foreach (var row in rows.Prepend(header))
        {
            foreach (var cell in row)
            {
                csv.WriteField(cell);
            }

            csv.NextRecord();
        }

        csv.Flush();
        return "\uFEFF" + text;
    }

    private static string Heading(string text) => VietnameseText.Fold(text).Trim().Replace(' ', '_');
}

/// <summary>A row with its line in the file, counted from 1 with the heading.</summary>
internal sealed record CsvRow(int Line, IReadOnlyDictionary<string, string> Cells)
{
    /// <summary>Empty where the file has no such column.</summary>
    public string this[string column] => Cells.GetValueOrDefault(column, "");

    /// <summary>Reads 2025-07-01 or 01/07/2025; null when empty; false when it is neither.</summary>
    public bool TryDate(string column, out DateOnly? date)
    {
        var cell = this[column];
        date = null;
        if (cell.Length == 0)
        {
            return true;
        }

        var read = DateOnly.TryParseExact(cell, ["yyyy-MM-dd", "d/M/yyyy", "dd/MM/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        date = read ? day : null;
        return read && day.Year is >= 1900 and <= 2200;
    }
}
