using System.Collections.Concurrent;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Ice;

namespace Meetings.Media.Engine;

/// <summary>
/// Which room a datagram belongs to: by source address once a checked binding proved it, by our user name fragment before. Any media
/// thread reads it; rooms' own threads write it.
/// </summary>
internal sealed class AddressDirectory
{
    /// <summary>Our fragments are this long, so eight ASCII bytes are the key.</summary>
    public const int UfragLength = 8;

    private readonly ConcurrentDictionary<TransportAddress, Claim> _byAddress = new();
    private readonly ConcurrentDictionary<ulong, MediaRoom> _byUfrag = new();

    public int AddressCount => _byAddress.Count;

    public MediaRoom? Find(TransportAddress address) => _byAddress.TryGetValue(address, out var claim) ? claim.Room : null;

    public MediaRoom? FindByUfrag(ReadOnlySpan<byte> ufrag) =>
        ufrag.Length == UfragLength ? _byUfrag.GetValueOrDefault(BitConverter.ToUInt64(ufrag)) : null;

    /// <summary>
    /// Gives the address to the room of a peer that has just proven to be there. One that another room's peer proved lately stays with that
    /// room: whoever is seated somewhere could forge the source of a check and take over anybody's media. An abandoned one may be taken.
    /// </summary>
    /// <returns>Whether it is the room's now.</returns>
    public bool TryClaim(Instant now, TransportAddress address, MediaRoom room)
    {
        while (true)
        {
            var claim = _byAddress.GetOrAdd(address, static (_, first) => new Claim(first.room, first.now), (room, now));
            if (claim.Room == room)
            {
                claim.ProvenAt = now;
                return true;
            }

            if (now - claim.ProvenAt < IceAgent.AbandonedAfter)
                return false;
            if (_byAddress.TryUpdate(address, new Claim(room, now), claim))
                return true;
        }
    }

    // Only its own room may release an address: another may have proven it since.
    public void Release(TransportAddress address, MediaRoom room)
    {
        if (_byAddress.TryGetValue(address, out var claim) && claim.Room == room)
            _byAddress.TryRemove(new(address, claim));
    }

    public bool TryAdd(string ufrag, MediaRoom room) => _byUfrag.TryAdd(Key(ufrag), room);

    public void Remove(string ufrag) => _byUfrag.TryRemove(Key(ufrag), out _);

    public void RemoveAll(MediaRoom room)
    {
        foreach (var (address, _) in _byAddress)
            Release(address, room);
        foreach (var (key, owner) in _byUfrag)
            if (owner == room)
                _byUfrag.TryRemove(key, out _);
    }

    private static ulong Key(string ufrag) => BitConverter.ToUInt64(System.Text.Encoding.ASCII.GetBytes(ufrag));

    /// <summary>Whose an address is and when that was last proven; the room's thread writes the time, any thread reads it.</summary>
    private sealed class Claim(MediaRoom room, Instant now)
    {
        private long _provenAt = now.Nanoseconds;

        public MediaRoom Room { get; } = room;

        public Instant ProvenAt
        {
            get => new(Volatile.Read(ref _provenAt));
            set => Volatile.Write(ref _provenAt, value.Nanoseconds);
        }
    }
}
