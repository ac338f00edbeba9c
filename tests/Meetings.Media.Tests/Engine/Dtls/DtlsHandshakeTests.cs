using System.Buffers.Binary;
using Meetings.Media.Conference;
using Meetings.Media.Engine.Dtls;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Srtp;
using Org.BouncyCastle.Tls;

namespace Meetings.Media.Tests.Engine.Dtls;

public sealed class DtlsHandshakeTests
{
    [Theory]
    [InlineData(new[] { 7, 1 }, SrtpProfile.AeadAes128Gcm)]
    [InlineData(new[] { 1, 7 }, SrtpProfile.AeadAes128Gcm)]
    [InlineData(new[] { 1 }, SrtpProfile.AesCm128HmacSha1Tag80)]
    public void Both_sides_hold_the_same_keys_after_a_handshake(int[] profiles, SrtpProfile expected)
    {
        using var wire = new DtlsWire();
        var client = wire.NewClient(profiles: profiles);
        wire.Connect(client);

        var established = Assert.IsType<DtlsEstablished>(wire.NextCommand());
        Assert.Equal(expected, established.Profile);
        Assert.Equal(expected, client.Profile);
        Assert.Equal(client.Keys!.ClientWrite, established.InboundKey.ToArray());
        Assert.Equal(client.Keys.ServerWrite, established.OutboundKey.ToArray());
        Assert.Equal(expected == SrtpProfile.AeadAes128Gcm ? 28 : 30, established.InboundKey.Length);
        Assert.Equal(wire.Server.FingerprintSha256, client.ServerFingerprint);
    }

    [Fact]
    public void A_flight_of_ours_is_one_datagram()
    {
        using var wire = new DtlsWire();
        wire.Connect(wire.NewClient());
        Assert.IsType<DtlsEstablished>(wire.NextCommand());

        // Resent flights begin with the same record; a slow machine may have had to.
        Assert.Equal([22, 20], wire.Sent.Select(static datagram => (int)datagram[0]).Distinct());
        Assert.All(wire.Sent, static datagram => Assert.True(Records(datagram) > 1));

        static int Records(ReadOnlySpan<byte> datagram)
        {
            var count = 0;
            for (; !datagram.IsEmpty; count++)
                datagram = datagram[(13 + BinaryPrimitives.ReadUInt16BigEndian(datagram[11..]))..];
            return count;
        }
    }

    public static TheoryData<string> Disturbances => ["in order", "swapped", "duplicated", "first lost", "small pieces", "one byte each", "overlapping with other bytes"];

    [Theory]
    [MemberData(nameof(Disturbances))]
    public void M11_a_client_hello_in_fragments_is_put_together(string disturbance)
    {
        using var wire = new DtlsWire();
        var hellos = new HelloCutter();
        var flights = 0;
        wire.ToServer = datagram =>
        {
            if (!hellos.TryBegin(datagram, out var body))
                return [datagram];
            var at = disturbance == "small pieces" ? 40 : 100;
            return (disturbance, flights++) switch
            {
                ("swapped", _) => [Piece(at, body), Piece(0, at)],
                ("duplicated", _) => [Piece(0, at), Piece(0, at), Piece(at, body), Piece(at, body)],
                ("first lost", 0) => [Piece(at, body)],
                ("one byte each", _) => [.. Enumerable.Range(0, body).Select(i => Piece(i, i + 1))],

                // What came first stands, whatever comes to the same place.
                ("overlapping with other bytes", _) => [Piece(0, at), HelloCutter.Falsified(Piece(at - 60, at + 20), 60), Piece(at, body)],
                _ => [Piece(0, at), Piece(at, body)],
            };

            byte[] Piece(int from, int to) => hellos.Piece(from, to - from);
        };
        wire.Connect(wire.NewClient());

        Assert.IsType<DtlsEstablished>(wire.NextCommand());
    }

    [Fact]
    public void M11_the_second_fragment_may_come_two_seconds_after_the_first()
    {
        using var wire = new DtlsWire();
        var hellos = new HelloCutter();
        var begun = 0L;
        using var late = new ManualResetEventSlim();
        byte[] second = [];
        using var timer = new Timer(_ =>
        {
            wire.Session.Feed(second);
            late.Set();
        });
        wire.ToServer = datagram =>
        {
            if (!hellos.TryBegin(datagram, out var body))
                return [datagram];
            if (begun != 0)
                return []; // repetitions get lost
            begun = System.Diagnostics.Stopwatch.GetTimestamp();
            var first = hellos.Piece(0, 100);
            second = hellos.Piece(100, body - 100);
            timer.Change(TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
            return [first];
        };
        wire.Connect(wire.NewClient());

        Assert.True(late.IsSet);
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(begun), TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(20));
        Assert.IsType<DtlsEstablished>(wire.NextCommand());
    }

    [Fact]
    public void M11_who_begins_with_false_bytes_fails_alone()
    {
        using var wire = new DtlsWire();
        var hellos = new HelloCutter();
        wire.ToServer = datagram => hellos.TryBegin(datagram, out var body)
            ? [HelloCutter.Falsified(hellos.Piece(0, 30), 20), hellos.Piece(0, 100), hellos.Piece(100, body - 100)]
            : [datagram];
        Assert.ThrowsAny<IOException>(() => wire.Connect(wire.NewClient()));
        Assert.IsType<DtlsFailed>(wire.NextCommand());
        Assert.True(wire.Acceptor.Threads <= 1);
    }

    [Fact]
    public void A_stranger_s_hello_is_one_that_would_be_answered()
    {
        using var wire = new DtlsWire();
        Assert.Equal(DropReason.None, wire.Session.Feed(DtlsWire.StrangersHello()));
        Assert.Equal(22, wire.NextSent()[0]);

        // It gives up (RFC 5246 section 7.2): nothing is to be sent any more when the wire is gone.
        wire.Session.Feed(HelloCutter.Record(21, [2, 40], 9));
        Assert.IsType<DtlsFailed>(wire.NextCommand());
    }

    [Fact]
    public void Our_lost_last_flight_is_sent_again_when_the_client_asks()
    {
        using var wire = new DtlsWire();
        var toClient = 0;
        var client = wire.NewClient();
        // The client repeats its flight until our Finished arrives; the third datagram of epoch 1 onward passes.
        wire.ToServer = datagram => datagram[0] == 20 && toClient++ == 0 ? [] : [datagram];
        wire.Connect(client);

        Assert.IsType<DtlsEstablished>(wire.NextCommand());
        Assert.NotNull(client.Keys);
    }

    [Fact]
    public void M12_a_certificate_other_than_the_signalled_one_ends_the_handshake_with_an_alert()
    {
        using var wire = new DtlsWire(expectedFingerprint: new byte[32]);
        var client = wire.NewClient();

        Assert.ThrowsAny<IOException>(() => wire.Connect(client));
        Assert.Contains("bad_certificate", Assert.IsType<DtlsFailed>(wire.NextCommand()).Reason, StringComparison.Ordinal);
        Assert.Equal(AlertDescription.bad_certificate, client.ReceivedAlert);
        Assert.Equal(DropReason.PeerClosed, wire.Session.Feed(new byte[20]));
    }

    [Fact]
    public void M12_a_client_without_a_certificate_is_refused()
    {
        using var wire = new DtlsWire();
        Assert.ThrowsAny<IOException>(() => wire.Connect(wire.NewClient(withCertificate: false)));
        Assert.IsType<DtlsFailed>(wire.NextCommand());
    }

    [Theory]
    [InlineData("cbc only", new[] { CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA }, new[] { 7 })]
    [InlineData("rsa key exchange", new[] { CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256 }, new[] { 7 })]
    [InlineData("no srtp", new[] { CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 }, new int[0])]
    [InlineData("short tags only", new[] { CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 }, new[] { 2 })]
    [InlineData("null srtp only", new[] { CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 }, new[] { 5, 6 })]
    public void M13_weak_offers_are_refused(string what, int[] suites, int[] profiles)
    {
        using var wire = new DtlsWire();
        Assert.ThrowsAny<IOException>(() => wire.Connect(wire.NewClient(suites, profiles)));
        Assert.True(wire.NextCommand() is DtlsFailed, what);
    }

    [Fact]
    public void M13_dtls_before_1_2_is_refused()
    {
        using var wire = new DtlsWire();
        using var certificate = DtlsCertificate.Create("old");
        var client = new Meetings.Media.Engine.Participant.DtlsClient(new Org.BouncyCastle.Tls.Crypto.Impl.BC.BcTlsCrypto(), certificate)
        {
            Version = ProtocolVersion.DTLSv10,
            Suites = [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA],
        };
        Assert.ThrowsAny<IOException>(() => wire.Connect(client));
        Assert.IsType<DtlsFailed>(wire.NextCommand());
    }

    [Fact]
    public void M11_only_a_client_hello_begins_a_handshake()
    {
        using var wire = new DtlsWire();
        Assert.Equal(DropReason.DtlsMalformed, wire.Session.Feed(Record(22, Fragment(type: 16, length: 10, sequence: 2, offset: 0, size: 10))));
        Assert.Equal(DropReason.DtlsMalformed, wire.Session.Feed(Record(21, [2, 40])));
        Assert.Equal(0, wire.Acceptor.Threads);
    }

    [Fact]
    public void M11_claims_that_would_reserve_memory_are_dropped_before_the_library_sees_them()
    {
        Assert.False(DtlsRecords.IsAcceptable(Record(22, Fragment(1, 0xffffff, 0, 0, 1))));
        Assert.False(DtlsRecords.IsAcceptable(Record(22, Fragment(1, 100, 5000, 0, 1))));
        Assert.False(DtlsRecords.IsAcceptable(Record(22, Fragment(1, 100, 0, 90, 20))));
        Assert.False(DtlsRecords.IsAcceptable(Record(22, Fragment(1, 100, 0, 0, 20)).AsSpan(0, 44)));
        Assert.False(DtlsRecords.IsAcceptable([]));
        Assert.True(DtlsRecords.IsAcceptable(Record(22, Fragment(1, 100, 0, 0, 20))));
    }

    [Fact]
    public void M11_a_flood_of_fragments_in_one_handshake_is_cut_off()
    {
        using var wire = new DtlsWire();
        var reasons = new List<DropReason>();
        for (var i = 0; i < 4_000; i++)
            reasons.Add(wire.Session.Feed(Record(22, Fragment(1, 4000, 0, i % 3999, 1))));

        Assert.Contains(DropReason.DtlsOverLimit, reasons);
        Assert.True(wire.Acceptor.Threads <= 1);
    }

    [Fact]
    public void M11_half_open_handshakes_take_a_bounded_number_of_threads()
    {
        using var certificate = DtlsCertificate.Create();
        using var acceptor = new DtlsAcceptor(certificate);
        var sessions = Enumerable.Range(0, 1_000).Select(i => acceptor.Open(new PeerId(i), new byte[32], static _ => { })).ToList();
        var drops = sessions.Select(session => session.Feed(Record(22, Fragment(1, 200, 0, 0, 20)))).ToList();

        Assert.True(acceptor.Threads <= DtlsAcceptor.MaxThreads);
        Assert.True(drops.Count(static drop => drop == DropReason.None) <= DtlsAcceptor.MaxThreads + DtlsAcceptor.MaxWaiting + 1);
        sessions.ForEach(static session => session.Close());
    }

    [Fact]
    public void M14_what_comes_inside_dtls_is_dropped_and_bounded()
    {
        using var wire = new DtlsWire();
        var transport = wire.Connect(wire.NewClient());
        Assert.IsType<DtlsEstablished>(wire.NextCommand());
        var threads = wire.Acceptor.Threads;

        // SCTP INIT, a chunk of length 0, DCEP OPEN with a label of 65,535 bytes, nonsense: no data channel was negotiated, nobody listens.
        byte[][] payloads =
        [
            [0x13, 0x88, 0x13, 0x88, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 20, .. new byte[16]],
            [0x13, 0x88, 0x13, 0x88, 0, 0, 0, 1, 0, 0, 0, 0, 0, 3, 0, 0],
            [3, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, .. new byte[40]],
            new byte[1100],
        ];
        for (var i = 0; i < 2_000; i++)
            transport.Send(payloads[i % payloads.Length], 0, payloads[i % payloads.Length].Length);

        Assert.True(wire.Session.IsEstablished);
        Assert.True(wire.Acceptor.Threads <= Math.Max(1, threads));
        Assert.DoesNotContain(wire.Drops, static d => d is not (DropReason.None or DropReason.DtlsOverLimit));
    }

    [Fact]
    public void A_closing_client_is_noticed()
    {
        using var wire = new DtlsWire();
        var transport = wire.Connect(wire.NewClient());
        Assert.IsType<DtlsEstablished>(wire.NextCommand());

        transport.Close();

        Assert.Equal("closed", Assert.IsType<DtlsFailed>(wire.NextCommand()).Reason);
    }

    private static byte[] Fragment(byte type, int length, int sequence, int offset, int size) => HelloCutter.Fragment(type, length, sequence, offset, new byte[size]);

    private static byte[] Record(byte type, byte[] body) => HelloCutter.Record(type, body, 0);
}
