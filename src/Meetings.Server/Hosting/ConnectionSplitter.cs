using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Meetings.Server.Hosting;

/// <summary>Takes those connections to the web port that are neither TLS nor HTTP, before TLS sees them.</summary>
internal interface IRawConnections
{
    /// <summary>Bytes after which <see cref="Takes"/> is certain.</summary>
    int Needed { get; }

    /// <param name="first">The connection's first bytes.</param>
    /// <returns>Null while there are too few to tell.</returns>
    bool? Takes(ReadOnlySpan<byte> first);

    /// <summary>Carries it to its end; the first bytes are still to be read.</summary>
    Task ServeAsync(ConnectionContext connection);
}

/// <summary>
/// The outermost layer of every connection to the web port: looks at its first bytes and gives it to whom it belongs. Whoever says nothing
/// for ten seconds is let go.
/// </summary>
internal sealed class ConnectionSplitter(ConnectionDelegate web, IRawConnections raw, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        bool? isRaw;
        using (var patience = new CancellationTokenSource(Patience, time))
        {
            try
            {
                isRaw = await LookAsync(connection, patience.Token);
            }
            catch (Exception ended) when (ended is OperationCanceledException or IOException)
            {
                connection.Abort(new ConnectionAbortedException("Nothing came in time."));
                return;
            }
        }

        await (isRaw == true ? raw.ServeAsync(connection) : web(connection));
    }

    private async Task<bool?> LookAsync(ConnectionContext connection, CancellationToken cancellationToken)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var isRaw = Takes(read.Buffer);
            if (isRaw is null && !read.IsCompleted)
            {
                input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            // Nothing is taken: the one it belongs to reads from the first byte on.
            input.AdvanceTo(read.Buffer.Start);
            return isRaw;
        }
    }

    private bool? Takes(ReadOnlySequence<byte> buffer)
    {
        Span<byte> first = stackalloc byte[raw.Needed];
        first = first[..(int)Math.Min(first.Length, buffer.Length)];
        buffer.Slice(0, first.Length).CopyTo(first);
        return raw.Takes(first);
    }
}
