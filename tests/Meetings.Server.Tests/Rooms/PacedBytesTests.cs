using System.Diagnostics;
using Meetings.Server.Rooms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Meetings.Server.Tests.Rooms;

/// <summary>A still must not push the voice out of a thin line.</summary>
public sealed class PacedBytesTests
{
    private static readonly byte[] Still = [.. Enumerable.Range(0, 4_000).Select(i => (byte)i)];

    [Fact]
    public async Task Goes_out_in_packets_at_three_tenths_of_what_the_line_carries()
    {
        var (body, took) = await WriteAsync(estimate: 128_000);
        Assert.Equal([1_200, 1_200, 1_200, 400], body.Pieces);
        Assert.Equal(Still, body.ToArray());

        // Three waits of 1,200 bytes at 38.4 kbit/s; a timer may be a little early.
        Assert.InRange(took.TotalSeconds, 0.7, 10);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1_500_000L)]
    public async Task Goes_out_at_once_where_the_line_is_wide_or_not_known(long? estimate)
    {
        var (body, _) = await WriteAsync(estimate);
        Assert.Equal([Still.Length], body.Pieces);
    }

    private static async Task<(Body Body, TimeSpan Took)> WriteAsync(long? estimate)
    {
        var body = new Body();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        var watch = Stopwatch.StartNew();
        await new PacedBytes(Still, "image/webp", estimate).ExecuteAsync(context);
        Assert.Equal(Still.Length, context.Response.ContentLength);
        return (body, watch.Elapsed);
    }

    private sealed class Body : MemoryStream
    {
        public List<int> Pieces { get; } = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Pieces.Add(buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
