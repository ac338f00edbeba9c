using System.Diagnostics;

namespace Meetings.Media.Tests.Fuzz;

/// <summary>
/// Other projects' fuzzer corpora, which are not kept here: <c>MEETINGS_CORPUS=folder</c> and <c>-explicit only</c> feed every file below
/// the folder to every parser, whatever it was written for. MISUSE.md says with what result.
/// </summary>
[Collection(nameof(Fuzz))]
public sealed class CorpusReplayTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => FuzzReplayTests.Names;

    [Theory(Explicit = true)]
    [MemberData(nameof(Names))]
    public void M07_M08_M15_files_of_a_corpus_neither_throw_nor_allocate_nor_take_long(string name)
    {
        var target = FuzzTargets.Named(name);
        var files = Corpus.Files;
        Assert.NotEmpty(files);
        byte[][] inputs = [.. files.Select(f => f.Bytes.Length > target.MaxInput ? f.Bytes[..target.MaxInput] : f.Bytes)];
        foreach (var input in inputs)
            target.Check(input, weigh: false);

        var longest = (Time: TimeSpan.Zero, File: "");
        var most = (Bytes: 0L, File: "");
        for (var i = 0; i < inputs.Length; i++)
        {
            // The machine has other things to do: only an input that takes long every time is slow.
            var time = Enumerable.Range(0, 5).Min(_ => Time(target, inputs[i]));
            var bytes = Enumerable.Range(0, 3).Min(_ => target.Weigh(inputs[i]));
            longest = time > longest.Time ? (time, files[i].Name) : longest;
            most = bytes > most.Bytes ? (bytes, files[i].Name) : most;
        }

        output.WriteLine($"{name}: {files.Count} files, at most {longest.Time.TotalMicroseconds:F0} us ({longest.File}) and {most.Bytes} bytes ({most.File})");
        Assert.True(longest.Time < target.MaxTime, $"{longest.File} took {longest.Time}");
        Assert.True(most.Bytes <= target.MaxAllocatedBytes, $"{most.File} allocated {most.Bytes} bytes");
    }

    [Theory(Explicit = true)]
    [MemberData(nameof(Names))]
    public void M07_M08_M15_mutations_of_a_corpus_neither_throw_nor_allocate_over_the_bound(string name)
    {
        const int rounds = 5;
        var target = FuzzTargets.Named(name);
        byte[][] seeds = [.. Corpus.Files.Select(static f => f.Bytes).Where(f => f.Length <= target.MaxInput)];
        var mutator = new Mutator(seed: 20_261_128);
        for (var i = 0; i < rounds * target.Mutations; i++)
        {
            var input = mutator.Next(seeds);
            target.Check(input.Length > target.MaxInput ? input[..target.MaxInput] : input, weigh: i > target.Mutations / 20);
        }

        output.WriteLine($"{name}: {rounds * target.Mutations} mutations of {seeds.Length} files");
    }

    private static TimeSpan Time(FuzzTarget target, byte[] input)
    {
        var begun = Stopwatch.GetTimestamp();
        target.Run(input);
        return Stopwatch.GetElapsedTime(begun);
    }
}
