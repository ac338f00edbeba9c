using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Meetings.Server.Invitations.Links;

/// <summary>
/// Tokens of personal addresses: an id, a version and an HMAC-SHA-256 (RFC 2104) of both under a key in the data folder. The same
/// link can be made again for a reminder and nothing secret lies in the database; a higher version in the row ends the older ones.
/// </summary>
internal sealed class SignedLinks(DataFolder data, MeetingsSettings settings, IServer server) : IBeforeStart
{
    /// <summary>16 bytes id, 2 bytes version, 24 bytes signature: 56 letters of base64url, short enough for a small QR code.</summary>
    private const int Signed = 18, Mac = 24;

    public const int Length = 56;

    private byte[]? _key;

    private byte[] Key => _key ?? throw new InvalidOperationException("Links are made after the start.");

    /// <summary>The address people type, without a slash at the end: as configured, else the first one served.</summary>
    public string Address => (settings.PublicAddress
        ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?? Addresses.Default).TrimEnd('/');

    /// <summary>The personal link of an invitation.</summary>
    public string Of(Invitation invitation) => $"{Address}/g/{Make(LinkPurpose.Invite, invitation.Id, invitation.LinkVersion)}";

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(data.Folder("keys"), "links.key");
        if (!File.Exists(file))
        {
            var temporary = file + ".tmp";
            await File.WriteAllBytesAsync(temporary, RandomNumberGenerator.GetBytes(32), cancellationToken);
            File.Move(temporary, file);
        }

        _key = await File.ReadAllBytesAsync(file, cancellationToken);
        if (_key.Length != 32)
        {
            throw new StartRefusedException($"{file} is damaged. Put it back from your backup; without it every personal link given out ends.");
        }
    }

    public string Make(LinkPurpose purpose, Guid id, int version)
    {
        Span<byte> token = stackalloc byte[Signed + Mac];
        Write(token, id, version);
        Sign(purpose, token[..Signed], token[Signed..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Null unless this server made the token for that purpose.</summary>
    public (Guid Id, int Version)? Read(LinkPurpose purpose, string token)
    {
        Span<byte> bytes = stackalloc byte[Signed + Mac];
        if (token.Length != Length || !Base64Url.IsValid(token) || !Base64Url.TryDecodeFromChars(token, bytes, out var length) || length != bytes.Length)
        {
            return null;
        }

        Span<byte> right = stackalloc byte[Mac];
        Sign(purpose, bytes[..Signed], right);
        return CryptographicOperations.FixedTimeEquals(right, bytes[Signed..])
            ? (new Guid(bytes[..16], bigEndian: true), BinaryPrimitives.ReadUInt16BigEndian(bytes[16..]))
            : null;
    }

    private static void Write(Span<byte> token, Guid id, int version)
    {
        id.TryWriteBytes(token, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt16BigEndian(token[16..], checked((ushort)version));
    }

    private void Sign(LinkPurpose purpose, ReadOnlySpan<byte> signed, Span<byte> mac)
    {
        // A token of one purpose is nothing for another.
        Span<byte> text = stackalloc byte[32];
        var name = Encoding.ASCII.GetBytes(purpose.ToString(), text);
        signed.CopyTo(text[name..]);
        Span<byte> whole = stackalloc byte[32];
        HMACSHA256.HashData(Key, text[..(name + signed.Length)], whole);
        whole[..Mac].CopyTo(mac);
    }
}

internal enum LinkPurpose
{
    Invite,
    Calendar,
}
