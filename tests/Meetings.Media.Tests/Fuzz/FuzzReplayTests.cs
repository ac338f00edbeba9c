namespace Meetings.Media.Tests.Fuzz;

[Collection(nameof(Fuzz))]
public sealed class FuzzReplayTests
{
    public static TheoryData<string> Names => [.. FuzzTargets.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Seeds_their_truncations_and_thousands_of_mutations_neither_throw_nor_allocate_over_the_bound(string name)
    {
        var target = FuzzTargets.Named(name);
        foreach (var seed in target.Seeds)
        {
            // First inputs fill caches and tables; they are run but not weighed.
            target.Run(seed);
            for (var length = 0; length <= Math.Min(seed.Length, 300); length++)
                target.Check(seed[..length], weigh: false);
        }

        var mutator = new Mutator(seed: 20_240_917);
        for (var i = 0; i < target.Mutations; i++)
            target.Check(mutator.Next(target.Seeds), weigh: i > target.Mutations / 20);
    }

    /// <summary>Else files of corpora would end at the first thing they lack.</summary>
    [Fact]
    public void An_offer_is_completed_to_one_that_is_taken()
    {
        const string bare = "v=0\r\ns=-\r\nm=audio 9 RTP/AVP 0 111\r\na=fingerprint:sha-1 00\r\na=rtpmap:111 opus/48000/2\r\nm=video 9 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n";
        Assert.Null(SdpExercise.Answer(bare));
        Assert.Equal([111, 96], SdpExercise.Answer(SdpExercise.Completed(bare))!.Media.Select(static m => m.PayloadType));
    }
}
