using System.Diagnostics;

namespace Meetings.Server.Documents.Rendering;

/// <summary>
/// Where strangers' files are opened: bubblewrap gives the child no network, no other process, none of our files but those it is
/// handed, and, when the server runs as root, another user (trust.md D01). Paths are the same inside as outside.
/// </summary>
internal sealed class Sandbox
{
    private const string Nobody = "65534";

    /// <summary>Bytes of the child's own /tmp, which is memory.</summary>
    private const string TemporarySpace = "402653184";

    private static readonly string[] SystemFolders = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];
    private static readonly string[] Needed =
    [
        "/usr", "/opt", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/libreoffice", "/etc/localtime", "/var/cache/fontconfig",
        "/var/lib/libreoffice",
    ];

    private readonly Lazy<(string[] Before, string[] Inside)?> _way;

    public Sandbox(DocumentsSettings settings, ILogger<Sandbox> log) => _way = new(() =>
    {
        var way = settings.FindBubblewrap() is { } bubblewrap ? Ways(bubblewrap).Select(w => ((string[], string[])?)w).FirstOrDefault(w => Works(w!.Value)) : null;
        if (way is null)
        {
            log.LogWarning("No sandbox for papers: bubblewrap is missing or may not make namespaces here. Office formats are refused unless the administrator allows them.");
        }

        return way;
    });

    /// <summary>Tried once, when first asked.</summary>
    public bool Available => _way.Value is not null;

    /// <summary>The command that runs the job inside; the job's own command where there is no sandbox.</summary>
    public (string Program, IReadOnlyList<string> Arguments) Wrap(ChildJob job) =>
        _way.Value is { } way ? Wrap(way, job) : (job.Program, job.Arguments);

    /// <summary>First as another real user (needs root), else as nobody of an own user namespace.</summary>
    private static IEnumerable<(string[] Before, string[] Inside)> Ways(string bubblewrap)
    {
        string[] common = [bubblewrap, "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--new-session"];
        if (Environment.IsPrivilegedProcess)
        {
            yield return (common, ["setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"]);
        }

        yield return ([bubblewrap, "--unshare-all", "--die-with-parent", "--new-session", "--uid", Nobody, "--gid", Nobody, "--cap-drop", "ALL"], []);
    }

    private static (string Program, IReadOnlyList<string> Arguments) Wrap((string[] Before, string[] Inside) way, ChildJob job)
    {
        List<string> arguments = [.. way.Before[1..], "--proc", "/proc", "--dev", "/dev", "--size", TemporarySpace, "--perms", "1777", "--tmpfs", "/tmp"];
        foreach (var folder in SystemFolders)
        {
            if (new DirectoryInfo(folder) is { Exists: true } info)
            {
                arguments.AddRange(info.LinkTarget is { } target ? ["--symlink", target, folder] : ["--ro-bind", folder, folder]);
            }
        }

        // The folders above what is bound would be closed to another user.
        foreach (var above in Needed.Concat(job.Reads).Append(job.Folder ?? "/").SelectMany(Above)
            .Where(a => !Needed.Any(n => a == n || a.StartsWith(n + "/", StringComparison.Ordinal))).Distinct().Order(StringComparer.Ordinal))
        {
            arguments.AddRange(["--perms", "0755", "--dir", above]);
        }

        foreach (var path in Needed.Concat(job.Reads))
        {
            arguments.AddRange(["--ro-bind-try", path, path]);
        }

        if (job.Folder is { } writable)
        {
            arguments.AddRange(["--bind", writable, writable, "--chdir", writable]);
        }

        return (way.Before[0], [.. arguments, "--", .. way.Inside, job.Program, .. job.Arguments]);
    }

    private static IEnumerable<string> Above(string path)
    {
        for (var above = Path.GetDirectoryName(path); above is not (null or "/" or "/tmp"); above = Path.GetDirectoryName(above))
        {
            yield return above;
        }
    }

    private static bool Works((string[] Before, string[] Inside) way)
    {
        var (program, arguments) = Wrap(way, new ChildJob("true", [], TimeSpan.FromSeconds(10)));
        try
        {
            using var probe = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            return probe.WaitForExit(TimeSpan.FromSeconds(10)) && probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
