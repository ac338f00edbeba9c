using Meetings.Load.Attend;
using Meetings.Load.Bench;
using Meetings.Load.Soak;

// Headless participants: "attend" seats simulated communes in a running demonstration; "serve" hosts a bare media server for the
// benchmark that starts it, "bench" measures it, "soak" lets people come and go for hours.
return args switch
{
    ["attend", .. var rest] when AttendOptions.Parse(rest) is { } options => await Attendance.RunAsync(options),
    ["serve", ..] => await BenchServer.RunAsync(args),
    ["bench", .. var rest] => await Benchmark.RunAsync(BenchOptions.Parse(rest)),
    ["joins", .. var rest] => await JoinCost.RunAsync(BenchOptions.Parse(rest)),
    ["soak", .. var rest] => await SoakRun.RunAsync(SoakOptions.Parse(rest)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: Meetings.Load attend [N] [--server URL] [--meeting ID] [--minutes M]
          seats N (1-12) simulated communes in the meeting that is starting now, until Ctrl+C; URL is http://localhost:5080
        usage: Meetings.Load bench [scenario ...] [--janus] [--rounds N] [--seconds N] [--warmup N] [--threads N] [--rest MS] [--plain] [--server PROGRAM]
          scenario: PxS (P publishers of camera and microphone, S subscribers to all of them), e.g. 1x10 1x40 5x15; 5x150a: audio only
        usage: Meetings.Load joins [--server PROGRAM]
          what the first join after start and later ones cost the server
        usage: Meetings.Load soak [--minutes N] [--participants N]
        """);
    return 2;
}
