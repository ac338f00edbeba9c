import { describe, expect, it } from 'vitest';
import type { EventArgs, EventKind, RoomEvent, RoomSnapshot } from '../../wire/hubContracts';
import { apply, withSources } from './apply';
import { can } from './rights';
import { fromSnapshot, nameOf, present, seatLabel, seatsOf, waiting, type RoomState } from './state';

const snapshot: RoomSnapshot = {
  meetingId: 'm', number: 10, status: 'open', title: 'Giao ban', you: 1, audioSlots: 3, rights: [],
  seats: [[1, [1], 'Nguyễn Văn Bình', 'Chủ tịch', 'UBND tỉnh', 'chair', 'p1'], [2, [2], 'Trần Thị Hoa', null, 'UBND xã', 'delegate', 'p2']],
  connections: [
    [1, 'person', 'Nguyễn Văn Bình', 'UBND tỉnh', 'chair', 'in', 0, 0, 'p1', null],
    [2, 'site', 'Điểm cầu xã Mỹ Đông', 'UBND xã Mỹ Đông', 'delegate', 'in', 0, 3, null, 's2'],
  ],
  hands: [], itemsDone: [], chat: [], notes: [], conclusions: [],
};

let number = 10;
function event<K extends EventKind>(kind: K, ...args: EventArgs[K]): RoomEvent {
  return { number: ++number, at: 1000 + number, kind, args } as unknown as RoomEvent;
}
const run = (state: RoomState, ...events: RoomEvent[]) => events.reduce(apply, state);
const start = () => fromSnapshot(snapshot);

describe('the fold of events', () => {
  it('begins, pauses and remembers when the meeting began', () => {
    const begun = event('begun');
    const state = run(start(), begun, event('paused'), event('resumed'));
    expect(state.status).toBe('inSession');
    expect(state.beganAt).toBe(begun.at);
    expect(state.number).toBe(number);
  });

  it('keeps hands in the order they were raised', () => {
    const state = run(start(), event('hand', 2, 1), event('hand', 1, 1), event('hand', 2, 0), event('hand', 2, 1));
    expect(state.hands).toEqual([1, 2]);
  });

  it('keeps seat, hand and floor of a dropped line and gives them up with the one who leaves', () => {
    const dropped = run(start(), event('hand', 2, 1), event('floor', 2, 2), event('dropped', 2));
    expect(dropped.connections.get(2)?.state).toBe('dropped');
    expect(dropped.floor?.conn).toBe(2);
    const left = run(dropped, event('left', 2));
    expect(left.floor).toBeNull();
    expect(left.hands).toEqual([]);
    expect(seatsOf(left, 2)).toEqual([]);
    expect(present(left).map(c => c.conn)).toEqual([1]);
  });

  it('counts a person with two devices as one seat', () => {
    const state = run(start(),
      event('arrived', 3, 'person', 'Nguyễn Văn Bình', 'UBND tỉnh', 'chair', 'in', 'p1', null),
      event('seated', 1, 3, 'Nguyễn Văn Bình', 'Chủ tịch', 'UBND tỉnh', 'chair', 'p1'));
    expect(state.seats.get(1)?.conns).toEqual([1, 3]);
    expect(state.seats.size).toBe(2);
  });

  it('moves people from the lobby into the room', () => {
    const lobby = run(start(), event('arrived', 4, 'guest', 'Ông Tư', null, 'guest', 'lobby', null, null));
    expect(waiting(lobby).map(c => c.conn)).toEqual([4]);
    expect(waiting(run(lobby, event('admitted', 4)))).toEqual([]);
    expect(run(lobby, event('entryRefused', 4)).connections.has(4)).toBe(false);
  });

  it('takes a done item out of the done list when it is opened again', () => {
    const state = run(start(), event('itemBegun', 'i1'), event('itemEnded', 'i1'));
    expect([state.item, state.itemsDone]).toEqual([null, ['i1']]);
    expect(run(state, event('itemBegun', 'i1')).itemsDone).toEqual([]);
  });

  it('writes notes and conclusions over their older texts and removes them', () => {
    const state = run(start(), event('note', 'n', 'i1', 'một', 1, 1), event('note', 'n', 'i1', 'hai', 2, 1), event('conclusion', 'c', 'i1', 'giao', 'u', 'Sở', '2026-12-15', 1, 1));
    expect(state.notes.get('n')).toMatchObject({ text: 'hai', revision: 2 });
    expect(state.conclusions.get('c')?.due).toBe('2026-12-15');
    expect(run(state, event('noteRemoved', 'n'), event('noteRemoved', 'c'))).toMatchObject({ notes: new Map(), conclusions: new Map() });
  });

  it('turns the microphone bit off when the chair mutes', () => {
    expect(run(start(), event('muted', 2)).connections.get(2)?.sources).toBe(2);
    expect(withSources(start(), 99, 1)).toEqual(start());
  });

  it('ignores kinds of a newer server but counts their number', () => {
    const unknown = { number: 11, at: 0, kind: 'sung', args: [1] } as unknown as RoomEvent;
    expect(apply(start(), unknown)).toEqual({ ...start(), number: 11 });
  });

  it('names a site by its own name and a person by the seat', () => {
    expect(nameOf(start(), 1)).toBe('Nguyễn Văn Bình');
    expect(nameOf(start(), 2)).toBe('Điểm cầu xã Mỹ Đông');
    expect(nameOf(start(), 2, 2)).toBe('Trần Thị Hoa');
    expect(seatLabel(start(), 1)).toBe('Nguyễn Văn Bình – Chủ tịch – UBND tỉnh');
    expect(seatLabel(start(), 2)).toBe('Trần Thị Hoa – Điểm cầu xã Mỹ Đông');
  });
});

describe('rights', () => {
  it('lets the floor holder and the presenter of the item turn pages, nobody else', () => {
    const mine = { ...start(), you: 1 };
    expect(can(mine, 'Show')).toBe(false);
    expect(can(run(mine, event('floor', 1, null)), 'Show')).toBe(true);
    expect(can(run(mine, event('floor', 1, null)), 'TakeFloor')).toBe(true);
    const item = run(mine, event('itemBegun', 'i1'));
    expect(can(item, 'Show', () => 'p1')).toBe(true);
    expect(can(item, 'Show', () => 'p2')).toBe(false);
  });

  it('takes rights from the snapshot for those who lead and lets sites say who sits there', () => {
    const chair = fromSnapshot({ ...snapshot, rights: ['GiveFloor', 'TakeFloor', 'Show'] });
    expect(can(chair, 'GiveFloor')).toBe(true);
    expect(can(chair, 'Close')).toBe(false);
    expect(can(chair, 'SitDown')).toBe(false);
    expect(can({ ...start(), you: 2 }, 'SitDown')).toBe(true);
    expect(can(start(), 'Chat')).toBe(true);
    expect(can(null, 'Chat')).toBe(false);
  });
});
