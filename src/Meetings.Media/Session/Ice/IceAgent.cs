using System.Text;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Stun;

namespace Meetings.Media.Session.Ice;

/// <summary>
/// The ICE-lite side of one peer (RFC 8445 section 2.5): answers integrity-checked binding requests, follows the latest nomination,
/// sends no checks. Only our own ufrag and password count: a client that restarts ICE against an old answer changes its ufrag
/// without telling us, and must find its way back.
/// </summary>
internal sealed class IceAgent
{
    /// <summary>An address so long without a check is abandoned: twice the longest pause between a browser's checks (RFC 7675 section 5.1).</summary>
    public static readonly TimeSpan AbandonedAfter = TimeSpan.FromSeconds(12);

    private readonly byte[] _ufrag;
    private readonly byte[] _password;
    private readonly RecentTransactions _recent = new();

    /// <param name="before">The agent whose path goes on until checks with the new credentials come.</param>
    public IceAgent(string localUfrag, string localPassword, IceAgent? before = null)
    {
        Addresses = before?.Addresses ?? new ValidatedAddresses();
        Selected = before?.Selected;
        LocalUfrag = localUfrag;
        _ufrag = Encoding.UTF8.GetBytes(localUfrag);
        _password = Encoding.UTF8.GetBytes(localPassword);
    }

    public string LocalUfrag { get; }

    public ValidatedAddresses Addresses { get; }

    /// <summary>The remote address of the latest nominated pair; null before the first nomination.</summary>
    public TransportAddress? Selected { get; private set; }

    /// <summary>Where to send: the nominated address, or before nomination the one checked last.</summary>
    public TransportAddress? SendTo => Selected ?? Addresses.Latest();

    /// <summary>Whether there is anywhere to send; asked for every receiver of every batch.</summary>
    public bool HasPath => Selected.HasValue || Addresses.Count > 0;

    /// <summary>Checks a parsed binding request against our credentials. Learns nothing.</summary>
    public DropReason Authenticate(in StunMessage request, TransportAddress from)
    {
        ReadOnlySpan<byte> user = request.UserName;
        if (user.Length <= _ufrag.Length || user[_ufrag.Length] != (byte)':' || !user.StartsWith(_ufrag))
        {
            return DropReason.StunUnknownUser;
        }

        if (!request.HasIntegrity || !request.VerifyIntegrity(_password))
        {
            return DropReason.StunIntegrity;
        }

        // STUN has no replay protection: a captured check sent again from elsewhere must not move the peer's address.
        return _recent.SeenFromElsewhere(request.TransactionId, from) ? DropReason.StunIntegrity : DropReason.None;
    }

    /// <summary>Learns from an authenticated request.</summary>
    /// <returns>What changed.</returns>
    public Binding Accept(Instant now, in StunMessage request, TransportAddress from)
    {
        _recent.Note(request.TransactionId, from);
        bool added = Addresses.Note(now, from, Selected, out TransportAddress? evicted);
        bool moved = request.UseCandidate && Selected != from;
        if (request.UseCandidate)
        {
            Selected = from;
        }

        return new Binding(added, evicted, moved);
    }

    /// <summary>Whether the peer still lives at this address: sends from it, or checked it lately.</summary>
    public bool Uses(TransportAddress address, Instant now) => Selected == address || Addresses.WasSeen(address, now, AbandonedAfter);

    /// <summary>Forgets an address that another peer of the room has proved to be its own.</summary>
    public void Release(TransportAddress address)
    {
        Addresses.Remove(address);
        if (Selected == address)
        {
            Selected = null;
        }
    }

    public int WriteSuccess(Span<byte> to, in StunMessage request, TransportAddress from) =>
        StunWriter.WriteBindingSuccess(to, request.TransactionId, from, _password);

    public int WriteError(Span<byte> to, in StunMessage request, int code, ushort unknownAttribute = 0) =>
        StunWriter.WriteBindingError(to, request.TransactionId, code, _password, unknownAttribute);
}

/// <summary>What an accepted binding changed.</summary>
/// <param name="IsNew">The address was not known before.</param>
/// <param name="Evicted">An older address that had to leave.</param>
/// <param name="Moved">The selected address changed.</param>
internal readonly record struct Binding(bool IsNew, TransportAddress? Evicted, bool Moved);

/// <summary>The transaction ids of the latest accepted checks and where they came from.</summary>
internal sealed class RecentTransactions
{
    private const int Kept = 64;
    private readonly (ulong High, uint Low, TransportAddress From)[] _ring = new (ulong, uint, TransportAddress)[Kept];
    private int _next;
    private int _count;

    public bool SeenFromElsewhere(ReadOnlySpan<byte> transactionId, TransportAddress from)
    {
        (ulong high, uint low) = Split(transactionId);
        foreach (ref readonly var entry in _ring.AsSpan(0, _count))
        {
            if (entry.High == high && entry.Low == low && entry.From != from)
            {
                return true;
            }
        }

        return false;
    }

    public void Note(ReadOnlySpan<byte> transactionId, TransportAddress from)
    {
        (ulong high, uint low) = Split(transactionId);
        _ring[_next] = (high, low, from);
        _next = (_next + 1) % Kept;
        _count = Math.Min(_count + 1, Kept);
    }

    private static (ulong High, uint Low) Split(ReadOnlySpan<byte> id) =>
        (System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(id), System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(id[8..]));
}
