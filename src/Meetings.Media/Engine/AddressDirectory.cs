using System.Collections.Concurrent;
using Meetings.Media.Primitives;

namespace Meetings.Media.Engine;

/// <summary>
/// Which room a datagram belongs to: by source address once a checked binding proved it, by our user name fragment before. Any media
/// thread reads it; rooms' own threads write it.
/// </summary>
internal sealed class AddressDirectory
{
    /// <summary>Our fragments are this long, so eight ASCII bytes are the key.</summary>
    public const int UfragLength = 8;

    private readonly ConcurrentDictionary<TransportAddress, MediaRoom> _byAddress = new();
    private readonly ConcurrentDictionary<ulong, MediaRoom> _byUfrag = new();

    public int AddressCount => _byAddress.Count;

    public MediaRoom? Find(TransportAddress address) => _byAddress.GetValueOrDefault(address);

    public MediaRoom? FindByUfrag(ReadOnlySpan<byte> ufrag) =>
        ufrag.Length == UfragLength ? _byUfrag.GetValueOrDefault(BitConverter.ToUInt64(ufrag)) : null;

    public void Learn(TransportAddress address, MediaRoom room) => _byAddress[address] = room;

    // Only its own room may release an address: another may have proven it since.
    public void Release(TransportAddress address, MediaRoom room) => _byAddress.TryRemove(new(address, room));

    public bool TryAdd(string ufrag, MediaRoom room) => _byUfrag.TryAdd(Key(ufrag), room);

    public void Remove(string ufrag) => _byUfrag.TryRemove(Key(ufrag), out _);

    public void RemoveAll(MediaRoom room)
    {
        foreach (var (address, owner) in _byAddress)
            if (owner == room)
                Release(address, room);
        foreach (var (key, owner) in _byUfrag)
            if (owner == room)
                _byUfrag.TryRemove(key, out _);
    }

    private static ulong Key(string ufrag) => BitConverter.ToUInt64(System.Text.Encoding.ASCII.GetBytes(ufrag));
}
