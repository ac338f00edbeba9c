using System.Text;
using Meetings.Media.Conference;
using Meetings.Media.Conference.Allocation;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Simulation;

namespace Meetings.Media.Tests.Conference;

/// <summary>
/// Who entered with sound only, or pinned it: no padding can or may try what such a line carries, and its estimate decides how everybody's voice is packed.
/// </summary>
public sealed class SoundOnlyTests
{
    /// <summary>From here the server lets all voices be thick again: three tenths above 160 kbit/s.</summary>
    private const long ThickFrom = 208_000;
    private static readonly LineQuality Good = new() { Delay = TimeSpan.FromMilliseconds(30), Rate = 4_000_000 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_a_page_has_filled_a_good_line_all_voices_come_thick_again_within_a_minute(bool isPinned)
    {
        using var room = new TalkingRoom(Good, isPinned ? 2 : 0);
        if (isPinned)
        {
            room.Meeting.Apply(new SetCeiling(room.Listener.Id, Rung.Speech));
        }

        room.Run(20);
        for (int page = 0; page < 3; page++)
        {
            room.Meeting.Down(room.Listener).Compete(room.Meeting.Now, TimeSpan.FromSeconds(6));
            room.Run(8);
            Assert.True(room.Estimate < ThickFrom, $"{room.Estimate}: the queue was not seen");
            room.Run(40);
            Assert.True(room.Estimate >= ThickFrom, $"{room.Estimate} after page {page}\n{room.Told}");
        }

        room.Run(20);
        Assert.Equal(0, room.Form);
        int before = room.Listener.AudioSlots.Sum(s => s.Count);
        room.Run(5);
        Assert.InRange(room.Listener.AudioSlots.Sum(s => s.Count) - before, 3 * 5 * 48, 3 * 5 * 51);
        Assert.Equal(0, room.Listener.ProbePackets);
        Assert.False(room.Meeting.Room.Statistics(room.Listener.Id)!.IsEstimateMeasured);
    }

    /// <summary>Three at once do not fit there in any form, with repeats not even in the thinnest.</summary>
    /// <param name="late">Share of ten minutes in which packets may wait longer than 400 ms.</param>
    [Theory]
    [InlineData(64_000, 100, 0, 0, 0.01)]
    [InlineData(64_000, 200, 200, 0, 0.01)]
    [InlineData(64_000, 200, 200, 0.1, 0.01)]
    [InlineData(128_000, 110, 80, 0, 0.01)]
    [InlineData(128_000, 110, 80, 0.05, 0.06)]
    public void A_truly_thin_line_is_not_tried_so_often_that_it_is_heard(int rate, int delay, int jitter, double loss, double late)
    {
        var line = new LineQuality { Delay = TimeSpan.FromMilliseconds(delay), Jitter = TimeSpan.FromMilliseconds(jitter), Rate = rate, Loss = loss };
        using var room = new TalkingRoom(line, 0);
        room.Run(600);
        SimulatedLink down = room.Meeting.Down(room.Listener);
        double lost = down.Lost / (double)(down.Lost + down.Carried);
        string told = $"{room.Late} half seconds late, {room.Changes} changes of form, {lost:P1} lost\n{room.Told}";
        Assert.True(room.Late <= late * 1200 && room.Changes <= 14 && lost < loss + 0.05, told);
    }

    /// <summary>Three who speak at once, packed as the room has them pack by the thinnest line; and a listener with sound only.</summary>
    private sealed class TalkingRoom : IDisposable
    {
        private readonly SimulatedBrowser[] _speakers;
        private double? _thickerSince;
        private double _second;

        public TalkingRoom(LineQuality down, int videoSlots)
        {
            _speakers = [.. Enumerable.Range(1, 3).Select(n => Meeting.Join(n, new LineQuality { Delay = TimeSpan.FromMilliseconds(20) }, videoSlots: 0))];
            Listener = Meeting.Join(9, down, videoSlots, arrivals: true, red: true);
            Pack(0);
            foreach (SimulatedBrowser speaker in _speakers)
            {
                speaker.Microphone.On = true;
                Meeting.RunSeconds(0.007);
            }
        }

        public SimulatedMeeting Meeting { get; } = new();

        public SimulatedBrowser Listener { get; }

        /// <summary>0 thick to 2 thin.</summary>
        public int Form { get; private set; }

        public int Changes { get; private set; }

        /// <summary>Half seconds in which packets waited longer than a moment.</summary>
        public int Late { get; private set; }

        /// <summary>Estimate in kbit/s, queue in ms and form, every half second.</summary>
        public StringBuilder Told { get; } = new();

        public long Estimate => Meeting.Room.Statistics(Listener.Id)!.EstimateToPeer;

        public void Run(double seconds)
        {
            for (double end = _second + seconds; _second < end; _second += 0.5)
            {
                Meeting.RunSeconds(0.5);
                PeerStatistics told = Meeting.Room.Statistics(Listener.Id)!;
                Late += told.QueueToPeer > TimeSpan.FromMilliseconds(400) ? 1 : 0;
                Told.Append($"{told.EstimateToPeer / 1000}/{told.QueueToPeer.TotalMilliseconds:F0}/{Form} ");
                Settle();
            }
        }

        public void Dispose() => Meeting.Dispose();

        private void Settle()
        {
            int wanted = FormAt(Estimate);
            int thicker = FormAt((long)(Estimate / 1.3));
            if (wanted > Form)
            {
                Pack(wanted);
            }
            else if (thicker >= Form)
            {
                _thickerSince = null;
            }
            else if (_thickerSince is null)
            {
                _thickerSince = _second;
            }
            else if (_second - _thickerSince >= 20)
            {
                Pack(thicker);
            }
        }

        private void Pack(int form)
        {
            (Form, _thickerSince) = (form, null);
            Changes++;
            foreach (SimulatedBrowser speaker in _speakers)
            {
                (speaker.Microphone.PacketTime, speaker.Microphone.SoundBytes) = form switch { 2 => (120, 240), 1 => (60, 150), _ => (20, 60) };
            }
        }

        private static int FormAt(long estimate) => estimate < 72_000 ? 2 : estimate < 160_000 ? 1 : 0;
    }
}
