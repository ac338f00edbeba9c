using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Meetings.Media.Conference;
using Meetings.Media.Engine;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Sdp;

namespace Meetings.Load.Bench;

/// <summary>A process with nothing but a media server and one room; lines on its standard input steer it, one line answers each.</summary>
internal static class BenchServer
{
    public static async Task<int> RunAsync(string[] args)
    {
        var threads = int.Parse(args[1], CultureInfo.InvariantCulture);
        await using var server = MediaServer.Start(
            new MediaServerOptions { AnnouncedAddresses = [System.Net.IPAddress.Loopback], Threads = threads, ForcePlainSockets = args[2] == "plain", MaxVideoSlots = 64, LongestRest = TimeSpan.FromMilliseconds(double.Parse(args[3], CultureInfo.InvariantCulture)) },
            Console.Error.WriteLine);
        var room = server.OpenRoom(static _ => { });
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "offer":
                    SdpTransport.TryUnpack(words[2], out var offer);
                    var result = await room.NegotiateAsync(Peer(words[1]), offer);
                    Console.WriteLine(result.AnswerSdp is { } answer ? SdpTransport.Pack(answer) : "refused " + result.RefusalCode);
                    break;
                case "wish":
                    room.SetWishes(Peer(words[1]), [.. words[2..].Select(static w => new VideoWish(Peer(w), SourceKind.Camera, 1080))]);
                    Console.WriteLine("ok");
                    break;
                case "leave":
                    room.Remove(Peer(words[1]));
                    Console.WriteLine("ok");
                    break;
                case "collect":
                    GC.Collect();
                    Console.WriteLine("ok");
                    break;
                case "room":
                    await room.DisposeAsync();
                    room = server.OpenRoom(static _ => { });
                    Console.WriteLine("ok");
                    break;
                case "stats":
                    Console.WriteLine(JsonSerializer.Serialize(Read(server)));
                    break;
                default:
                    return 0;
            }
        }

        return 0;
    }

    private static PeerId Peer(string number) => new(int.Parse(number, CultureInfo.InvariantCulture));

    private static ServerReading Read(MediaServer server)
    {
        using var process = Process.GetCurrentProcess();
        return new ServerReading(
            GC.GetTotalAllocatedBytes(precise: true),
            GC.GetTotalMemory(forceFullCollection: false),
            System.Runtime.JitInfo.GetCompiledMethodCount(),
            process.WorkingSet64,
            GC.CollectionCount(0),
            GC.GetTotalPauseDuration().TotalMilliseconds,
            server.Statistics);
    }
}

/// <summary>What the server process says of itself.</summary>
internal sealed record ServerReading(
    long AllocatedBytes, long ManagedBytes, long CompiledMethods, long ResidentBytes, int Collections, double PauseMilliseconds, MediaServerStatistics Media);
