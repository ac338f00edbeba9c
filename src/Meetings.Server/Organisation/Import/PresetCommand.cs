using Meetings.Server.Hosting;
using Meetings.Server.Kernel;

namespace Meetings.Server.Organisation.Import;

/// <summary><c>dotnet run --project src/Meetings.Server -- units dong-thap-2021</c> loads a preset, with the server stopped.</summary>
public static class PresetCommand
{
    private const string Verb = "units";

    public static bool IsVerb(string[] args) => args is [Verb, _, ..];

    public static string[] Rest(string[] args) => args[2..];

    /// <returns>0 when loaded, 1 when refused.</returns>
    public static async Task<int> RunAsync(WebApplication app, string preset)
    {
        try
        {
            foreach (var work in app.Services.GetServices<IBeforeStart>())
            {
                await work.PrepareAsync(CancellationToken.None);
            }
        }
        catch (StartRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }

        await using var scope = app.Services.CreateAsyncScope();
        var csv = UnitPresets.Read(preset);
        if (csv.IsRefused)
        {
            await Console.Error.WriteLineAsync($"There is no preset {preset}. There are: {string.Join(", ", UnitPresets.Names)}.");
            return 1;
        }

        var loaded = await scope.ServiceProvider.GetRequiredService<ImportUnits>().HandleAsync(null, new ImportInput(csv.Value, Apply: true), CancellationToken.None);
        foreach (var problem in loaded.Value.Problems)
        {
            await Console.Error.WriteLineAsync($"line {problem.Line}: {problem.Code} {string.Join(", ", problem.Args?.Values ?? [])}");
        }

        Console.WriteLine($"{preset}: {loaded.Value.Changes.Count} changes, {loaded.Value.Unchanged} lines already so, {loaded.Value.Warnings.Count} predecessors not in this installation.");
        return loaded.Value.Applied ? 0 : 1;
    }
}
