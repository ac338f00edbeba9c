using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Meetings.Media.Engine;
using Meetings.Media.Engine.Participant;
using Meetings.Media.Primitives;

namespace Meetings.Media.Tests.Engine.Hostile;

/// <summary>Two people who talk to each other, each on a socket of their own, and what each of them hears.</summary>
internal sealed partial class TwoPartyCall : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly MediaRoom _room;
    private readonly HeadlessParticipant[] _people = [NewTalker(), NewTalker()];
    private readonly Listener[] _listeners;

    public TwoPartyCall(MediaServer server)
    {
        _room = server.OpenRoom(static _ => { });
        _listeners = [new Listener(_people[0], _people[1]), new Listener(_people[1], _people[0])];
    }

    public IReadOnlyList<Listener> Listeners => _listeners;

    /// <summary>SSRCs of the two microphones, as somebody on the way would see them.</summary>
    public IReadOnlyList<uint> Ssrcs { get; private set; } = [];

    public long Undecryptable => _people.Sum(static p => p.Undecryptable);

    /// <summary>Done when each hears the other.</summary>
    public async Task StartAsync()
    {
        var offers = _people.Select(static p => p.CreateOffer()).ToArray();
        Ssrcs = [.. offers.Select(static offer => uint.Parse(SsrcLine().Match(offer).Groups[1].Value, CultureInfo.InvariantCulture))];
        for (var i = 0; i < _people.Length; i++)
        {
            var result = await _room.NegotiateAsync(new PeerId(i + 1), offers[i]);
            Assert.Null(result.RefusalCode);
            _people[i].Accept(result.AnswerSdp!);
        }

        foreach (var person in _people)
            await person.UntilAsync(static r => r.AudioPackets >= 25).WaitAsync(Limit);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners)
            listener.Stop();
        foreach (var person in _people)
            person.Dispose();
        await _room.DisposeAsync();
    }

    private static HeadlessParticipant NewTalker() => new(0, new SyntheticMedia(new SyntheticOptions { Audio = true }));

    [GeneratedRegex("a=ssrc:([0-9]+)")]
    private static partial Regex SsrcLine();

    /// <summary>What one of them hears of the other.</summary>
    internal sealed class Listener(HeadlessParticipant self, HeadlessParticipant other)
    {
        private bool _watching;
        private long _heard;
        private long _lastHeard;
        private volatile bool _stopped;

        /// <summary>Longest time without a packet since <see cref="Watch"/>.</summary>
        public TimeSpan LongestGap { get; private set; }

        /// <summary>From now on, after every turn of the participant's thread.</summary>
        public void Watch()
        {
            _lastHeard = Stopwatch.GetTimestamp();
            if (!_watching)
                _ = self.UntilAsync(Look);
            _watching = true;
        }

        public void Stop() => _stopped = true;

        /// <summary>Packets the other sent, packets heard of them, and packets missing in between.</summary>
        public Sound Read() => self.Read(r => new Sound(other.PacketsSent, r.AudioPackets, r.AudioLost));

        private bool Look(Reception reception)
        {
            var now = Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(_lastHeard, now) is var gap && gap > LongestGap)
                LongestGap = gap;
            if (reception.AudioPackets != _heard)
                (_heard, _lastHeard) = (reception.AudioPackets, now);
            return _stopped;
        }
    }

    /// <param name="Sent">By the other.</param>
    /// <param name="Missing">Not heard though a later packet was.</param>
    internal readonly record struct Sound(long Sent, long Heard, long Missing)
    {
        public static Sound operator -(Sound a, Sound b) => new(a.Sent - b.Sent, a.Heard - b.Heard, a.Missing - b.Missing);
    }
}
