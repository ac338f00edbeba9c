using Meetings.Server.Hosting;
using Meetings.Server.Kernel;

namespace Meetings.Server.Persistence;

/// <summary>The folder that holds everything worth a backup: database, documents, keys, certificate.</summary>
public sealed class DataFolder : IDisposable
{
    private FileStream? _lock;

    public DataFolder(MeetingsSettings settings)
    {
        FullPath = settings.DataFolderPath;
        Directory.CreateDirectory(FullPath);
        if (!OperatingSystem.IsWindows())
        {
            // Keys and papers are nobody else's business on a shared machine.
            File.SetUnixFileMode(FullPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string FullPath { get; }

    public const string DatabaseName = "meetings.db";

    public string DatabaseFile => Path.Combine(FullPath, DatabaseName);

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
