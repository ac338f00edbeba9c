using Meetings.Load.Bench;

// Headless participants: "serve" hosts a bare media server for the benchmark that starts it, "bench" measures it.
return args switch
{
    ["serve", ..] => await BenchServer.RunAsync(args),
    ["bench", .. var rest] => await Benchmark.RunAsync(BenchOptions.Parse(rest)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: Meetings.Load bench [scenario ...] [--seconds N] [--warmup N] [--threads N] [--plain]
          scenario: PxS (P publishers of camera and microphone, S subscribers to all of them), e.g. 1x10 1x40 5x15
        """);
    return 2;
}
