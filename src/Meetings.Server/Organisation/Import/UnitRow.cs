using System.Globalization;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;

namespace Meetings.Server.Organisation.Import;

/// <summary>A unit as a table names it.</summary>
/// <param name="Parent">Name of the unit above, official or short; empty at the top.</param>
/// <param name="Predecessors">Names, with the unit above in brackets where the name alone would not do: "xã Tân Mỹ (huyện Lấp Vò)".</param>
internal sealed record UnitRow(
    int Line, UnitKind Kind, string Name, string ShortName, string? Place, string Parent, int? Rank, DateOnly From, DateOnly? To, IReadOnlyList<string> Predecessors)
{
    public const int DefaultRank = 500;

    public static readonly IReadOnlyDictionary<string, string[]> Columns = new Dictionary<string, string[]>
    {
        ["kind"] = ["cap", "kind", "loai"],
        ["name"] = ["ten", "name", "ten_don_vi"],
        ["short"] = ["ten_ngan", "short_name"],
        ["place"] = ["dia_danh", "place"],
        ["parent"] = ["truc_thuoc", "parent"],
        ["rank"] = ["thu_tu", "rank"],
        ["from"] = ["tu_ngay", "valid_from"],
        ["to"] = ["den_ngay", "valid_to"],
        ["before"] = ["ke_thua", "predecessors"],
    };

    private static readonly Dictionary<string, UnitKind> Kinds = new()
    {
        ["province"] = UnitKind.Province,
        ["tinh"] = UnitKind.Province,
        ["district"] = UnitKind.District,
        ["huyen"] = UnitKind.District,
        ["thanh pho"] = UnitKind.District,
        ["thi xa"] = UnitKind.District,
        ["commune"] = UnitKind.Commune,
        ["xa"] = UnitKind.Commune,
        ["phuong"] = UnitKind.Commune,
        ["thi tran"] = UnitKind.Commune,
        ["dac khu"] = UnitKind.Commune,
        ["department"] = UnitKind.Department,
        ["so"] = UnitKind.Department,
        ["phong"] = UnitKind.Department,
        ["ban"] = UnitKind.Department,
        ["office"] = UnitKind.Office,
        ["van phong"] = UnitKind.Office,
        ["other"] = UnitKind.Other,
        ["khac"] = UnitKind.Other,
    };

    /// <summary>Word of the kind in exported tables.</summary>
    public static string Word(UnitKind kind) => kind switch
    {
        UnitKind.Province => "tỉnh",
        UnitKind.District => "huyện",
        UnitKind.Commune => "xã",
        UnitKind.Department => "phòng",
        UnitKind.Office => "văn phòng",
        UnitKind.Other => "khác",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <param name="today">Since when a unit holds whose line has no day.</param>
    public static (List<UnitRow> Rows, List<ImportRemark> Problems) Read(IReadOnlyList<CsvRow> table, DateOnly today)
    {
        var rows = new List<UnitRow>();
        var problems = new List<ImportRemark>();
        foreach (var line in table)
        {
            var name = line["name"];
            var problem = name.Length is 0 or > 200 ? Refusal.Invalid("name_missing")
                : !Kinds.ContainsKey(VietnameseText.Fold(line["kind"])) ? Refusal.Invalid("import_kind", ("kind", line["kind"]))
                : !line.TryDate("from", out _) || !line.TryDate("to", out _) ? Refusal.Invalid("import_date")
                : line["rank"].Length > 0 && !int.TryParse(line["rank"], NumberStyles.None, CultureInfo.InvariantCulture, out _) ? Refusal.Invalid("import_rank")
                : null;
            if (problem is not null)
            {
                problems.Add(ImportRemark.Of(line.Line, problem));
                continue;
            }

            line.TryDate("from", out var from);
            line.TryDate("to", out var to);
            var shortName = line["short"].Length > 0 ? line["short"] : name.StartsWith("UBND ", StringComparison.OrdinalIgnoreCase) ? name[5..] : name;
            rows.Add(new UnitRow(
                line.Line, Kinds[VietnameseText.Fold(line["kind"])], name, shortName, line["place"] is { Length: > 0 } place ? place : null, line["parent"],
                int.TryParse(line["rank"], NumberStyles.None, CultureInfo.InvariantCulture, out var rank) ? rank : null, from ?? today, to,
                line["before"].Split([';', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
        }

        return (rows, problems);
    }
}
