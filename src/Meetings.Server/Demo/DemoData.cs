using System.Text;

namespace Meetings.Server.Demo;

/// <summary>Reads the data files of the demonstration (embedded from Demo/Data).</summary>
internal static class DemoData
{
    public static Stream Open(string file) => typeof(DemoData).Assembly.GetManifestResourceStream($"Meetings.Server.Demo.Data.{file}")
        ?? throw new FileNotFoundException($"Demo/Data/{file} is not embedded.");

    /// <summary>Rows of a CSV file by column name; empty cells are empty strings.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string file)
    {
        using var reader = new StreamReader(Open(file), Encoding.UTF8);
        var head = Cells(reader.ReadLine()!);
        var rows = new List<IReadOnlyDictionary<string, string>>();
        while (reader.ReadLine() is { } line)
        {
            var cells = Cells(line);
            rows.Add(head.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second));
        }

        return rows;
    }

    // RFC 4180 without line breaks inside cells, which these files do not have.
    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
