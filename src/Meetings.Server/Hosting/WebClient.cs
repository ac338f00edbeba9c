using Microsoft.Extensions.FileProviders;

namespace Meetings.Server.Hosting;

/// <summary>Where the built browser client is.</summary>
internal static class WebClient
{
    /// <summary>The configured folder, else wwwroot beside the program (published), else at the repository root (dotnet run).</summary>
    public static string? FindRoot(MeetingsSettings settings)
    {
        if (settings.WebRoot is { } configured)
        {
            return Directory.Exists(configured) ? Path.GetFullPath(configured) : null;
        }

        var beside = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (Directory.Exists(beside))
        {
            return beside;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Meetings.sln")))
            {
                return Path.Combine(folder.FullName, "wwwroot");
            }
        }

        return null;
    }

    public static IFileProvider Files(MeetingsSettings settings) =>
        FindRoot(settings) is { } root && Directory.Exists(root) ? new PhysicalFileProvider(root) : new NullFileProvider();
}
