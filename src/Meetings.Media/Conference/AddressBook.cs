using Meetings.Media.Primitives;

namespace Meetings.Media.Conference;

/// <summary>
/// Which seat a datagram belongs to: by source address, learnt only from integrity-checked bindings, and for STUN by our user name
/// fragment. At most eight addresses a seat.
/// </summary>
internal sealed class AddressBook
{
    private const int MaxUfrag = 256;

    private readonly Dictionary<TransportAddress, Seat> _byAddress = [];
    private readonly Dictionary<string, Seat> _byUfrag = new(StringComparer.Ordinal);

    public bool TryFind(TransportAddress address, out Seat seat) => _byAddress.TryGetValue(address, out seat!);

    public bool TryFind(ReadOnlySpan<byte> ufrag, out Seat seat)
    {
        seat = null!;
        if (ufrag.IsEmpty || ufrag.Length > MaxUfrag)
        {
            return false;
        }

        Span<char> text = stackalloc char[ufrag.Length];
        for (int i = 0; i < ufrag.Length; i++)
        {
            text[i] = (char)ufrag[i]; // ice-char is ASCII (RFC 8839 section 5.4)
        }

        return _byUfrag.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out seat!);
    }

    /// <summary>Gives the address to this seat.</summary>
    public void Learn(TransportAddress address, Seat seat) => _byAddress[address] = seat;

    public void Forget(TransportAddress address) => _byAddress.Remove(address);

    public void Learn(string ufrag, Seat seat) => _byUfrag[ufrag] = seat;

    public void Forget(string ufrag) => _byUfrag.Remove(ufrag);
}
