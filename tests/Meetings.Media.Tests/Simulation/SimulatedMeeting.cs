using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Tests.Simulation;

/// <summary>A room, its browsers and their lines on one virtual clock that steps by a millisecond. Repeats to the bit.</summary>
public sealed class SimulatedMeeting : IDisposable
{
    private readonly Dictionary<PeerId, (SimulatedLink Up, SimulatedLink Down)> _lines = [];
    private readonly List<SimulatedBrowser> _browsers = [];
    private readonly Queue<(Instant At, LayersWanted Wanted)> _requests = [];
    private readonly Outbox _outbox = new();
    private Instant _deadline = Instant.Never;

    public SimulatedMeeting(RoomOptions? options = null) => Room = new Room(options ?? new RoomOptions());

    public Room Room { get; }

    /// <summary>Other chances for the lines of who joins; multiples of a hundred.</summary>
    public int Seed { get; init; }

    public Instant Now { get; private set; } = Instant.FromMilliseconds(1000);

    /// <summary>Everything the room told, with its time.</summary>
    public List<(Instant At, RoomNotice Notice)> Notices { get; } = [];

    /// <summary>Datagrams sent to addresses no browser has.</summary>
    public List<(TransportAddress To, byte[] Bytes)> Astray { get; } = [];

    /// <summary>Time from a room's request for layers to the browser that follows it, by way of the hub.</summary>
    public TimeSpan HubDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    public IEnumerable<T> Told<T>()
        where T : RoomNotice => Notices.Select(n => n.Notice).OfType<T>();

    /// <summary>Seats a browser and gives both ends their keys.</summary>
    public SimulatedBrowser Join(int number, LineQuality? line = null, int videoSlots = 2, bool keys = true, bool simulcast = false, bool arrivals = false,
        bool red = false, MediaCodec[]? pictures = null)
    {
        var browser = new SimulatedBrowser(number, videoSlots, simulcast: simulcast, arrivals: arrivals, red: red, pictures: pictures);
        line ??= new LineQuality();
        _browsers.Add(browser);
        _lines[browser.Id] = (new SimulatedLink(Seed + number * 2, line), new SimulatedLink(Seed + number * 2 + 1, line));
        Apply(browser.Join);
        if (keys)
        {
            Apply(browser.Keys);
        }

        return browser;
    }

    public SimulatedBrowser Browser(int number) => _browsers.Find(b => b.Id == new PeerId(number))!;

    public SimulatedLink Up(SimulatedBrowser browser) => _lines[browser.Id].Up;

    public SimulatedLink Down(SimulatedBrowser browser) => _lines[browser.Id].Down;

    public void SetLine(SimulatedBrowser browser, LineQuality quality)
    {
        Up(browser).Quality = quality;
        Down(browser).Quality = quality;
    }

    public void Cut(SimulatedBrowser browser, bool up)
    {
        Up(browser).IsUp = up;
        Down(browser).IsUp = up;
    }

    public void Apply(RoomCommand command)
    {
        Room.Apply(Now, command, _outbox);
        Drain(Room.Flush(Now, _outbox));
    }

    public void Show(SimulatedBrowser receiver, params VideoWish[] wishes) => Apply(new SetWishes(receiver.Id, wishes));

    /// <summary>Gives the room a datagram as it stands, from any address; returns what it sent in answer.</summary>
    public int Inject(TransportAddress from, byte[] datagram)
    {
        int before = _outbox.Count;
        Room.Receive(Now, from, (byte[])datagram.Clone(), _outbox);
        int answers = _outbox.Count - before;
        Drain(Room.Flush(Now, _outbox));
        return answers;
    }

    public void Run(TimeSpan time)
    {
        Instant end = Now + time;
        while (Now < end)
        {
            Step();
        }
    }

    public void RunSeconds(double seconds) => Run(TimeSpan.FromSeconds(seconds));

    /// <summary>Runs until this holds; fails after the limit.</summary>
    public TimeSpan RunUntil(Func<bool> holds, double limitSeconds)
    {
        Instant begun = Now;
        while (!holds())
        {
            Assert.True((Now - begun).TotalSeconds < limitSeconds, $"does not hold after {limitSeconds} s");
            Step();
        }

        return Now - begun;
    }

    public void Dispose() => Room.Dispose();

    private void Step()
    {
        Now += TimeSpan.FromMilliseconds(1);
        bool touched = false;
        foreach (SimulatedBrowser browser in _browsers)
        {
            SimulatedLink up = Up(browser);
            while (up.TryDeliver(Now, out TransportAddress from, out byte[] bytes))
            {
                Room.Receive(Now, from, bytes, _outbox);
                touched = true;
            }
        }

        while (_requests.TryPeek(out var request) && request.At <= Now)
        {
            _browsers.Find(b => b.Id == request.Wanted.Peer)?.SendLayers(request.Wanted.Layers);
            _requests.Dequeue();
        }

        if (_deadline <= Now)
        {
            Room.Tick(Now, _outbox);
            touched = true;
        }

        if (touched)
        {
            Drain(Room.Flush(Now, _outbox));
        }

        foreach (SimulatedBrowser browser in _browsers)
        {
            SimulatedLink up = Up(browser);
            SimulatedLink down = Down(browser);
            void Send(byte[] datagram) => up.Send(Now, browser.Address, datagram);
            while (down.TryDeliver(Now, out TransportAddress to, out byte[] bytes))
            {
                if (to == browser.Address)
                {
                    browser.Receive(Now, bytes, Send);
                }
            }

            browser.Tick(Now, Send);
        }
    }

    private void Drain(Instant deadline)
    {
        _deadline = deadline;
        for (int i = 0; i < _outbox.Count; i++)
        {
            Datagram datagram = _outbox[i];
            TransportAddress to = datagram.Remote;
            if (_browsers.Find(b => b.Address == to) is { } browser)
            {
                Down(browser).Send(Now, to, datagram.Bytes);
            }
            else
            {
                Astray.Add((to, datagram.Bytes.ToArray()));
            }
        }

        foreach (LayersWanted wanted in _outbox.Notices.OfType<LayersWanted>().Where(w => w.Source == SourceKind.Camera))
        {
            _requests.Enqueue((Now + HubDelay, wanted));
        }

        Notices.AddRange(_outbox.Notices.Select(n => (Now, n)));
        _outbox.Clear();
    }
}
