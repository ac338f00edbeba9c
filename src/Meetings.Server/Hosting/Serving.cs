using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Connections;

namespace Meetings.Server.Hosting;

/// <summary>From built to served, and what is said when that is refused.</summary>
public static class Serving
{
    /// <returns>The exit code of the process.</returns>
    public static async Task<int> ServeAsync(this WebApplication app)
    {
        try
        {
            foreach (var work in app.Services.GetServices<IBeforeStart>())
            {
                await work.PrepareAsync(CancellationToken.None);
            }

            await app.RunAsync();
            return 0;
        }
        catch (StartRefusedException refused)
        {
            return await RefuseAsync(refused.Message);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            return await RefuseAsync($"{taken.Message} Stop the other program, or choose another address with --urls http://localhost:5081.");
        }
    }

    private static async Task<int> RefuseAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return 1;
    }
}
