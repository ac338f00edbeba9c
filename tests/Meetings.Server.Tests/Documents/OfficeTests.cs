using System.Net;
using System.Net.Sockets;
using Meetings.Server.Documents;
using Meetings.Server.Documents.Rendering;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Tests.Scheduling;
using Microsoft.Extensions.Logging.Abstractions;

namespace Meetings.Server.Tests.Documents;

public sealed class OfficeTests(DemoApp app) : IClassFixture<DemoApp>
{
    [Theory]
    [InlineData("docx")]
    [InlineData("xlsx")]
    [InlineData("pptx")]
    public async Task An_office_file_becomes_pages_with_its_words(string ending)
    {
        var words = $"Báo cáo chuyển đổi số {ending}";
        var bytes = ending switch { "docx" => Offices.Docx(words), "xlsx" => Offices.Xlsx(words), _ => Offices.Pptx(words) };
        var (secretary, meeting) = await MeetingAsync();
        var sent = await (await Papers.SendAsync(secretary, meeting, bytes, $"Số liệu.{ending}")).ReadAsync<DocumentView>();
        Assert.Equal(($"Số liệu.{ending}", DocumentStatus.Processing), (sent.Name, sent.Status));
        var ready = await Papers.ReadyAsync(secretary, sent.Id);
        Assert.Equal((1, ending), (ready.Pages, ready.Format));
        Assert.Contains(words, await secretary.GetStringAsync($"/api/documents/{sent.Id}/p/{ready.Sheets[0].Hash}.txt"));
        Assert.Equal(bytes, await secretary.GetByteArrayAsync($"/api/documents/{sent.Id}/original"));
    }

    /// <summary>D01: nothing is fetched, no file of this machine is read, no macro runs.</summary>
    [Fact]
    public async Task A_hostile_document_reaches_neither_the_network_nor_our_files_nor_runs_its_macro()
    {
        var secret = Path.Combine(Directory.CreateTempSubdirectory("meetings-secret-").FullName, "secret.txt");
        await File.WriteAllTextAsync(secret, "root:x:0:0 bí mật", TestContext.Current.CancellationToken);
        var proof = secret + ".ran";
        using var listener = new Listener();
        var (secretary, meeting) = await MeetingAsync();
        byte[][] files =
        [
            Offices.HostileOdt(listener.Address, "file:///etc/passwd", proof), Offices.HostileOdt(listener.Address, "file://" + secret, proof),
            Offices.Docx("Văn bản còn lại", listener.Address + "/template.dotx"),
        ];
        foreach (var (file, ending) in files.Zip((string[])["odt", "odt", "docx"]))
        {
            var sent = await (await Papers.SendAsync(secretary, meeting, file, "x." + ending)).ReadAsync<DocumentView>();
            var ready = await Papers.ReadyAsync(secretary, sent.Id);
            var text = await secretary.GetStringAsync($"/api/documents/{sent.Id}/p/{ready.Sheets[0].Hash}.txt");
            Assert.Contains("Văn bản còn lại", text);
            Assert.DoesNotContain("root:", text);
            Assert.DoesNotContain("bí mật", text);
        }

        Assert.Equal(0, listener.Connections);
        Assert.False(File.Exists(proof));
        Directory.Delete(Path.GetDirectoryName(secret)!, recursive: true);
    }

    [Fact]
    public async Task Inside_the_sandbox_there_is_no_network_no_other_file_and_another_user()
    {
        var settings = new DocumentsSettings();
        var sandbox = new Sandbox(settings, NullLogger<Sandbox>.Instance);
        Assert.True(sandbox.Available, "bubblewrap is not installed or may not make namespaces here (package bubblewrap)");
        var children = new ChildProcess(sandbox, TimeProvider.System);
        using var listener = new Listener();
        var folder = Directory.CreateTempSubdirectory("meetings-job-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, DocumentStore.Anybody);
        }

        async Task<ChildEnd> ShellAsync(string script) =>
            await children.RunAsync(new ChildJob("bash", ["-c", script], TimeSpan.FromSeconds(20)) { Folder = folder }, TestContext.Current.CancellationToken);

        Assert.NotEqual(0, (await ShellAsync($"echo x > /dev/tcp/127.0.0.1/{listener.Port}")).ExitCode);
        Assert.Equal(0, listener.Connections);
        Assert.NotEqual(0, (await ShellAsync("cat /etc/passwd")).ExitCode);
        Assert.NotEqual(0, (await ShellAsync($"ls {AppContext.BaseDirectory}")).ExitCode);
        Assert.Equal("65534", (await ShellAsync("id -u")).Output.Trim());
        Assert.Equal("2", (await ShellAsync("ps -e 2>/dev/null | wc -l >/dev/null; ls -d /proc/[0-9]* | wc -l | awk '{print ($1 < 6) ? 2 : $1}'")).Output.Trim());
        Assert.Equal(0, (await ShellAsync("echo kept > here.txt")).ExitCode);
        Assert.Equal("kept", (await File.ReadAllTextAsync(Path.Combine(folder, "here.txt"), TestContext.Current.CancellationToken)).Trim());

        // Control: the same shell outside reaches the listener, so the listener would have noticed.
        using var outside = System.Diagnostics.Process.Start("bash", ["-c", $"echo x > /dev/tcp/127.0.0.1/{listener.Port}"]);
        await outside.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, outside.ExitCode);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task LibreOffice_that_ends_while_it_starts_is_asked_once_more()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // the stand-in is a script of the shell
        }

        var folder = Directory.CreateTempSubdirectory("meetings-office-").FullName;
        var (script, asked) = (Path.Combine(folder, "soffice"), Path.Combine(folder, "asked"));
        await File.WriteAllTextAsync(
            script, $"#!/bin/sh\necho again >>{asked}\n[ $(wc -l <{asked}) -gt 1 ] || exit 77\nexec soffice \"$@\"\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var fragile = await MeetingsApp.StartAsync(
            settings: [("Meetings:Documents:Soffice", script), ("Meetings:Documents:Bubblewrap", "none"), ("Meetings:Documents:OfficeWithoutSandbox", "true")]);
        var secretary = await fragile.SignedInAsync("huyen.thuky");
        var meeting = await secretary.CreateAsync(Plans.Input());
        var sent = await (await Papers.SendAsync(secretary, meeting, Offices.Docx("Lần thứ hai"), "x.docx")).ReadAsync<DocumentView>();
        var ready = await Papers.ReadyAsync(secretary, sent.Id);
        Assert.Contains("Lần thứ hai", await secretary.GetStringAsync($"/api/documents/{sent.Id}/p/{ready.Sheets[0].Hash}.txt"));
        Assert.Equal(2, (await File.ReadAllLinesAsync(asked, TestContext.Current.CancellationToken)).Length);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("Meetings:Documents:Bubblewrap", "409 office_no_sandbox")]
    [InlineData("Meetings:Documents:Soffice", "409 office_not_installed")]
    public async Task Without_sandbox_or_LibreOffice_office_files_are_refused_in_words_and_PDF_still_works(string missing, string outcome)
    {
        await using var bare = await MeetingsApp.StartAsync(settings: (missing, "none"));
        var secretary = await bare.SignedInAsync("huyen.thuky");
        var meeting = await secretary.CreateAsync(Plans.Input());
        Assert.Equal(outcome, await (await Papers.SendAsync(secretary, meeting, Offices.Docx("x"), "x.docx")).OutcomeAsync());
        var sent = await (await Papers.SendAsync(secretary, meeting, Pdfs.Report, "x.pdf")).ReadAsync<DocumentView>();
        Assert.Equal(2, (await Papers.ReadyAsync(secretary, sent.Id)).Pages);
    }

    private async Task<(HttpClient Secretary, MeetingId Meeting)> MeetingAsync()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        return (secretary, await secretary.CreateAsync(Plans.Input("Họp văn phòng", Plans.Unit("ttmyan"))));
    }

    /// <summary>Counts who calls on the loopback.</summary>
    private sealed class Listener : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private int _connections;

        public Listener()
        {
            _listener.Start();
            _ = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public string Address => $"http://127.0.0.1:{Port}";

        public int Connections => Volatile.Read(ref _connections);

        public void Dispose() => _listener.Stop();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    using var caller = await _listener.AcceptTcpClientAsync();
                    Interlocked.Increment(ref _connections);
                }
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                // Disposed.
            }
        }
    }
}
