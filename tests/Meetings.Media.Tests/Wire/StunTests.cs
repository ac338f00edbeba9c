using System.Text;
using CsCheck;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Vectors;
using Meetings.Media.Wire.Stun;

namespace Meetings.Media.Tests.Wire;

/// <summary>STUN as ICE uses it, and what M03 of trust.md throws at it.</summary>
public sealed class StunTests
{
    private static readonly byte[] s_id = [.. Enumerable.Range(0, 12).Select(i => (byte)i)];
    private static readonly byte[] s_key = "a-password-of-22-chars"u8.ToArray();

    [Fact]
    public void A_request_comes_back_as_it_was_written() =>
        Gen.Select(Gen.Byte.Array[12], Gen.String[Gen.Char['a', 'z'], 1, 200], Gen.UInt, Gen.ULong, Gen.Bool, Gen.Bool).Sample(
            (id, user, priority, tieBreaker, nominate, controlling) =>
            {
                var buffer = new byte[StunWriter.MaxWrittenLength];
                var length = StunWriter.WriteBindingRequest(
                    buffer, id, Encoding.UTF8.GetBytes(user), priority, tieBreaker, nominate, s_key, controlling);
                Assert.True(StunMessage.TryParse(buffer.AsSpan(0, length), out var message, out _));
                Assert.Equal((StunClass.Request, StunMethod.Binding), (message.Class, message.Method));
                Assert.True(message.TransactionId.SequenceEqual(id));
                Assert.Equal(user, Encoding.UTF8.GetString(message.UserName));
                Assert.Equal(priority, message.Priority);
                Assert.Equal(nominate, message.UseCandidate);
                Assert.Equal(controlling, message.TryGetIceControlling(out var got));
                Assert.Equal(!controlling, message.TryGetIceControlled(out var other));
                Assert.Equal(tieBreaker, got | other);
                Assert.True(message.HasFingerprint && message.VerifyIntegrity(s_key));
            },
            iter: 500,
            threads: 1);

    [Fact]
    public void A_success_response_tells_the_address_in_both_families() =>
        Gen.Select(Gen.Byte.Array[12], Gen.ULong, Gen.ULong, Gen.UShort, Gen.Bool).Sample(
            (id, high, low, port, ipv4) =>
            {
                var address = ipv4 ? TransportAddress.FromIpv4((uint)low, port) : new TransportAddress(high | 1UL << 63, low, port);
                var buffer = new byte[StunWriter.MaxWrittenLength];
                var length = StunWriter.WriteBindingSuccess(buffer, id, address, s_key);
                Assert.Equal(ipv4 ? 64 : 76, length);
                Assert.True(StunMessage.TryParse(buffer.AsSpan(0, length), out var message, out _));
                Assert.Equal(StunClass.SuccessResponse, message.Class);
                Assert.True(message.TryGetXorMappedAddress(out var got));
                Assert.Equal(address, got);
                Assert.True(message.VerifyIntegrity(s_key));
            },
            iter: 500,
            threads: 1);

    [Theory]
    [InlineData(StunWriter.BadRequest, 0, false)]
    [InlineData(StunWriter.UnknownAttribute, 0x7ffe, true)]
    [InlineData(StunWriter.RoleConflict, 0, true)]
    public void An_error_response_tells_its_code(int code, ushort unknown, bool authenticated)
    {
        var buffer = new byte[StunWriter.MaxWrittenLength];
        var length = StunWriter.WriteBindingError(buffer, s_id, code, authenticated ? s_key : [], unknown);
        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, length), out var message, out _));
        Assert.Equal(StunClass.ErrorResponse, message.Class);
        Assert.Equal(code, message.ErrorCode);
        Assert.Equal(authenticated, message.HasIntegrity);
        Assert.Equal(authenticated, message.VerifyIntegrity(s_key));
    }

    [Fact]
    public void M02_no_response_outgrows_the_smallest_request_by_more_than_60_bytes()
    {
        var buffer = new byte[StunWriter.MaxWrittenLength];
        var address = new TransportAddress(ulong.MaxValue, ulong.MaxValue, 65535);
        Assert.InRange(StunWriter.WriteBindingSuccess(buffer, s_id, address, s_key), 20, 20 + 60);
        Assert.InRange(StunWriter.WriteBindingError(buffer, s_id, 420, s_key, 0x7fff), 20, 20 + 60);
    }

    [Theory]
    [InlineData("an attribute that ends behind the message", "0008", "0006 ffff 61 00 00 00")]
    [InlineData("a length that is not a multiple of four", "0007", "0006 0003 61 62 63")]
    [InlineData("a length of 65535", "ffff", "")]
    [InlineData("a length longer than the datagram", "0010", "0006 0004 61 62 63 64")]
    [InlineData("a length shorter than the datagram", "0000", "0006 0004 61 62 63 64")]
    [InlineData("an empty xor-mapped-address", "0004", "0020 0000")]
    [InlineData("an xor-mapped-address of one byte", "0008", "0020 0001 00 00 00 00")]
    [InlineData("an xor-mapped-address of two bytes", "0008", "0020 0002 00 01 00 00")]
    [InlineData("an xor-mapped-address of three bytes", "0008", "0020 0003 00 01 00 00")]
    [InlineData("an xor-mapped-address of no family", "000c", "0020 0008 00 03 0000 00000000")]
    [InlineData("an ipv6 xor-mapped-address of eight bytes", "000c", "0020 0008 00 02 0000 00000000")]
    [InlineData("a priority of three bytes", "0008", "0024 0003 00000000")]
    [InlineData("a use-candidate with a value", "0008", "0025 0004 00000000")]
    [InlineData("a message-integrity of 16 bytes", "0014", "0008 0010 00000000 00000000 00000000 00000000")]
    [InlineData("a fingerprint of two bytes", "0008", "8028 0002 00000000")]
    [InlineData("an error code of no bytes", "0004", "0009 0000")]
    [InlineData("a tie breaker of four bytes", "0008", "802a 0004 00000000")]
    public void M03_a_malformed_message_is_dropped(string why, string length, string attributes)
    {
        var bytes = Hex.Bytes(Header(length) + attributes);
        Assert.False(StunMessage.TryParse(bytes, out _, out var reason), why);
        Assert.Equal(DropReason.StunMalformed, reason);
    }

    [Fact]
    public void M03_every_truncation_of_a_message_is_dropped()
    {
        var whole = Hex.Bytes(StunVectorTests.Request);
        for (var length = 0; length < whole.Length; length++)
            Assert.False(StunMessage.TryParse(whole.AsSpan(0, length), out _, out _), $"{length} bytes");
    }

    [Fact]
    public void M03_a_message_without_the_magic_cookie_or_too_long_is_dropped()
    {
        var whole = Hex.Bytes(StunVectorTests.Request);
        whole[4] ^= 1;
        Assert.False(StunMessage.TryParse(whole, out _, out _));
        var huge = new byte[StunMessage.MaxLength + 4];
        Hex.Bytes(Header("07f0")).CopyTo(huge, 0);
        Assert.False(StunMessage.TryParse(huge, out _, out _));
    }

    [Fact]
    public void M03_an_unknown_attribute_that_must_be_understood_is_named()
    {
        Assert.True(StunMessage.TryParse(
            Hex.Bytes(Header("0010") + "7ffe 0001 01 000000  7ffd 0000 c057 0000"), out var message, out _));
        Assert.Equal(0x7ffe, message.FirstUnknownRequired);
    }

    [Fact]
    public void M02_a_wrong_fingerprint_is_dropped_under_its_own_name()
    {
        var bytes = Hex.Bytes(StunVectorTests.Request);
        bytes[^1] ^= 1;
        Assert.False(StunMessage.TryParse(bytes, out _, out var reason));
        Assert.Equal(DropReason.StunFingerprint, reason);
    }

    [Fact]
    public void M02_one_flipped_bit_anywhere_breaks_fingerprint_or_structure()
    {
        var bytes = Hex.Bytes(StunVectorTests.Request);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            // A damaged FINGERPRINT type leaves a message whose integrity still covers everything before it.
            if (StunMessage.TryParse(bytes, out var message, out _))
                Assert.False(message.HasFingerprint, $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Attributes_behind_message_integrity_are_ignored()
    {
        // An attacker who appends USE-CANDIDATE and recomputes FINGERPRINT must gain nothing.
        var buffer = new byte[StunWriter.MaxWrittenLength];
        var length = StunWriter.WriteBindingRequest(buffer, s_id, "a:b"u8, 1, 2, useCandidate: false, s_key);
        byte[] forged = [.. buffer.AsSpan(0, length - 8), 0x00, 0x25, 0x00, 0x00];
        forged[3] = (byte)(forged.Length - 20);
        Assert.True(StunMessage.TryParse(forged, out var message, out _));
        Assert.False(message.UseCandidate);
        Assert.True(message.VerifyIntegrity(s_key));
    }

    [Fact]
    public void Nothing_behind_a_fingerprint_is_accepted()
    {
        byte[] bytes = [.. Hex.Bytes(StunVectorTests.Request), 0x80, 0x22, 0x00, 0x00];
        bytes[3] += 4;
        Assert.False(StunMessage.TryParse(bytes, out _, out _));
    }

    /// <summary>A binding request's header with this length field.</summary>
    private static string Header(string length) => $"0001 {length} 2112a442 000102030405060708090a0b";
}
