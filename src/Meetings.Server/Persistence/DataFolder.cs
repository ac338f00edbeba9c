using Meetings.Server.Hosting;

namespace Meetings.Server.Persistence;

/// <summary>The folder that holds everything worth a backup: database, documents, keys, certificate.</summary>
public sealed class DataFolder : IDisposable
{
    private FileStream? _lock;

    public DataFolder(MeetingsSettings settings)
    {
        FullPath = PathOf(settings.DataFolder);
        Directory.CreateDirectory(FullPath);
        if (!OperatingSystem.IsWindows())
        {
            // Keys and papers are nobody else's business on a shared machine.
            File.SetUnixFileMode(FullPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string FullPath { get; }

    public string DatabaseFile => Path.Combine(FullPath, "meetings.db");

    /// <summary>The configured folder, else "meetings" in the user's local data folder ($XDG_DATA_HOME on Linux).</summary>
    public static string PathOf(string? configured) => Path.GetFullPath(string.IsNullOrWhiteSpace(configured)
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "meetings")
        : configured);

    /// <summary>A folder inside, made when missing.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(FullPath, name)).FullName;

    /// <summary>Takes the folder for this process until it ends, however it ends.</summary>
    /// <exception cref="StartRefusedException">Another server is running on it.</exception>
    public void TakeLock()
    {
        try
        {
            _lock ??= new FileStream(Path.Combine(FullPath, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new StartRefusedException(
                $"Another server is already running on the data folder {FullPath}. Stop it first, or set Meetings:DataFolder to another folder.");
        }
    }

    public void Dispose() => _lock?.Dispose();
}

/// <summary>The server may not start; the message says why and what to do, and is shown without a stack trace.</summary>
public sealed class StartRefusedException(string message) : Exception(message);
