using Meetings.Server.Hosting;

namespace Meetings.Server.Tests.Hosting;

public sealed class WireTypeScriptTests
{
    [Fact]
    public void Records_enums_and_ids_become_types_with_optional_members()
    {
        var text = WireTypeScript.Write();
        Assert.Contains("export type UnitRole = 'administrator' | 'secretary' | 'official' | 'technician' | 'siteAccount';", text, StringComparison.Ordinal);
        Assert.Contains("export interface Session {\n  user?: SessionUser;\n  demo: boolean;\n  demoAccounts?: DemoAccount[];\n  version: string;\n  secondStep?: SecondStep;\n}", text, StringComparison.Ordinal);
        Assert.Contains("export type UnitId = string;", text, StringComparison.Ordinal);
        Assert.Contains("  role: UnitRole;", text, StringComparison.Ordinal);
        Assert.Contains("  predecessors: UnitKin[];", text, StringComparison.Ordinal);
        Assert.Contains("export interface Problem {\n  status: number;\n  code: string;\n  args?: Record<string, string>;\n}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_clients_generated_file_is_up_to_date()
    {
        var file = Path.Combine(Repository(), "src/Meetings.Client/src/wire/contracts.gen.ts");
        Assert.True(
            WireTypeScript.Write().TrimEnd() == File.ReadAllText(file).TrimEnd(),
            "Run: dotnet run --project src/Meetings.Server -- contracts > src/Meetings.Client/src/wire/contracts.gen.ts");
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Meetings.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
