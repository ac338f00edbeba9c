using Meetings.Server.Kernel;

namespace Meetings.Server.Organisation.Import;

/// <summary>A table to take over.</summary>
/// <param name="Csv">Its text; at most 2,000,000 characters.</param>
/// <param name="Apply">False only tells what would change.</param>
[WireContract]
public sealed record ImportInput(string Csv, bool Apply = false);

/// <summary>What a table changes, or would change. With problems nothing is changed: all lines or none.</summary>
/// <param name="Unchanged">Lines that say what is already so.</param>
/// <param name="Warnings">Lines of which a part is passed over.</param>
[WireContract]
public sealed record ImportReport(
    bool Applied, IReadOnlyList<ImportChange> Changes, int Unchanged, IReadOnlyList<ImportRemark> Problems, IReadOnlyList<ImportRemark> Warnings);

[WireContract]
public enum ImportChangeKind
{
    Add,
    Edit,
    End,
}

/// <param name="Line">In the file, counted from 1 with the heading.</param>
[WireContract]
public sealed record ImportChange(int Line, ImportChangeKind Kind, string Name, string Detail);

/// <param name="Code">Of a refusal text.</param>
[WireContract]
public sealed record ImportRemark(int Line, string Code, IReadOnlyDictionary<string, string>? Args = null)
{
    public static ImportRemark Of(int line, string code, params (string Key, string Value)[] args) => new(line, code, args.ToDictionary(one => one.Key, one => one.Value));

    public static ImportRemark Of(int line, Refusal refusal) => new(line, refusal.Code, refusal.Args);
}
