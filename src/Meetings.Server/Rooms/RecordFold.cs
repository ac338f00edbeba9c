using Meetings.Server.Kernel;
using Meetings.Server.Rooms.Contracts;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Rooms;

/// <summary>Folds a meeting's log into what minutes and attendance need. Pure; one pass.</summary>
internal sealed class RecordFold
{
    private readonly SortedDictionary<int, PersonRecord> _people = [];
    private readonly List<RecordedPause> _pauses = [];
    private readonly List<RecordedItem> _items = [];
    private readonly List<RecordedSpeech> _speeches = [];
    private readonly List<RecordedDocument> _documents = [];
    private readonly Dictionary<long, AgendaItemId?> _itemOfChat = [];
    private readonly List<string> _noteOrder = [];
    private RoomState _state = RoomState.Empty;
    private DateTimeOffset? _closedAt;
    private (DateTimeOffset From, AgendaItemId? Item)? _floorSince;

    /// <summary>Null when the room was never opened.</summary>
    public static RoomRecord? Of(MeetingId meeting, IEnumerable<NumberedEvent> facts)
    {
        var fold = new RecordFold();
        foreach (var fact in facts)
        {
            fold.Take(fact);
        }

        return fold._state.OpenedAt is { } opened ? fold.Result(meeting, opened) : null;
    }

    private void Take(NumberedEvent fact)
    {
        var before = _state;
        _state = RoomFold.Apply(before, fact);
        var item = before.Item?.ItemId;
        switch (fact.Event)
        {
            case Paused:
                _pauses.Add(new RecordedPause(fact.At, null));
                break;
            case Resumed when _pauses.Count > 0:
                _pauses[^1] = _pauses[^1] with { To = fact.At };
                break;
            case Closed:
                _closedAt = fact.At;
                if (_pauses.Count > 0)
                {
                    _pauses[^1] = _pauses[^1] with { To = _pauses[^1].To ?? fact.At };
                }

                break;
            case FloorGiven:
                EndFloor(before, fact.At);
                _floorSince = _state.Floor is null ? null : (fact.At, item);
                break;
            case Spoke spoke when before.Floor?.Conn != spoke.Conn && before.Find(spoke.Conn) is { } speaker:
                var (name, position, unit) = Name(before, speaker.Conn, null);
                _speeches.Add(new RecordedSpeech(fact.At.AddSeconds(-spoke.Seconds), spoke.Seconds, name, position, unit, HadFloor: false, item));
                break;
            case ItemBegun begun:
                _items.Add(new RecordedItem(begun.ItemId, fact.At, null));
                break;
            case ItemEnded when _items.Count > 0:
                _items[^1] = _items[^1] with { EndedAt = fact.At };
                break;
            case PageShown shown when !_documents.Exists(d => d.DocumentId == shown.DocumentId):
                _documents.Add(new RecordedDocument(shown.DocumentId, fact.At, item));
                break;
            case ChatSaid:
                _itemOfChat[fact.Number] = item;
                break;
            case NoteWritten { Id: var id } when !_noteOrder.Contains(id):
                _noteOrder.Add(id);
                break;
            case ConclusionWritten { Id: var id } when !_noteOrder.Contains(id):
                _noteOrder.Add(id);
                break;
        }

        if (fact.Event is Seated or Unseated or Dropped or Returned or Left or Removed or Closed)
        {
            FollowPeople(fact);
        }
    }

    private void EndFloor(RoomState before, DateTimeOffset at)
    {
        if (before.Floor is not { } floor || _floorSince is not { } since)
        {
            return;
        }

        // The clock stood still while the speaker's line was lost.
        var seconds = (int)Math.Round(((floor.StoppedAt ?? at) - floor.Since).TotalSeconds);
        var (name, position, unit) = Name(before, floor.Conn, floor.Seat);
        _speeches.Add(new RecordedSpeech(since.From, Math.Max(0, seconds), name, position, unit, HadFloor: true, since.Item));
    }

    /// <summary>The person of the seat, else the only person of the connection, else the connection itself.</summary>
    private static (string Name, string? Position, string? UnitName) Name(RoomState state, int conn, int? seat)
    {
        var seats = state.SeatsOf(conn).ToList();
        var person = seat is { } number && state.Seats.TryGetValue(number, out var named) ? named.Person
            : seats.Count == 1 ? seats[0].Person
            : null;
        var arrival = state.Connections[conn].Arrival;
        return person is not null ? (person.Name, person.Position, person.UnitName) : (arrival.Label, arrival.Position, arrival.UnitName);
    }

    private void FollowPeople(NumberedEvent fact)
    {
        foreach (var seat in _state.Seats.Values)
        {
            if (!_people.TryGetValue(seat.Number, out var person))
            {
                _people[seat.Number] = person = new PersonRecord(seat.Person);
            }

            var carriers = seat.Conns.Select(_state.Find).Where(c => c is { IsIn: true, Line: LineState.Present }).ToList();
            var isPresent = carriers.Count > 0 && fact.Event is not Closed;
            if (isPresent && carriers.Find(c => c!.Arrival.Kind == ConnectionKind.Site) is { } site)
            {
                person.SiteLabel = site.Arrival.Label;
            }

            var isOpen = person.Intervals.Count > 0 && person.Intervals[^1].To is null;
            if (isPresent && !isOpen)
            {
                person.Intervals.Add(new Presence(fact.At, null, LostLine: false));
            }
            else if (!isPresent && isOpen)
            {
                person.Intervals[^1] = person.Intervals[^1] with { To = fact.At, LostLine = fact.Event is Dropped };
            }
        }
    }

    private RoomRecord Result(MeetingId meeting, DateTimeOffset opened) => new(
        meeting,
        opened,
        _state.BegunAt,
        _closedAt,
        _pauses,
        [.. _people.Values.Select(p => new Attendee(
            p.Person.Seat, p.Person.PersonId, p.Person.Name, p.Person.Position, p.Person.UnitName, RoomWire.Name(p.Person.Role), p.SiteLabel,
            p.Intervals))],
        _items,
        [.. _speeches.OrderBy(s => s.From)],
        [.. _noteOrder.Select(_state.Notes.GetValueOrDefault).OfType<NoteWritten>().Where(n => n.Text.Length > 0)
            .Select(n => new RecordedNote(n.Id, n.ItemId, n.Text))],
        [.. _noteOrder.Select(_state.Conclusions.GetValueOrDefault).OfType<ConclusionWritten>().Where(c => c.Text.Length > 0)
            .Select(c => new RecordedConclusion(c.Id, c.ItemId, c.Text, c.UnitId, c.UnitName, c.Due))],
        _documents,
        [.. _state.Chat.Where(line => line.Marked).Select(line => new RecordedChat(
            line.At, Name(_state, line.Conn, line.Seat).Name, line.Text, _itemOfChat.GetValueOrDefault(line.Number)))]);

    private sealed class PersonRecord(Seated person)
    {
        public Seated Person => person;

        public string? SiteLabel { get; set; }

        public List<Presence> Intervals { get; } = [];
    }
}
