import { describe, expect, it } from 'vitest';
import type { BoardRow, RoomSnapshot } from '../../wire/hubContracts';
import { boardLines, span } from './board';
import { fromSnapshot } from './state';

const room = fromSnapshot({
  meetingId: 'm', number: 1, status: 'inSession', title: '', you: 1, seats: [], hands: [], itemsDone: [], chat: [], notes: [], conclusions: [], rights: [], audioSlots: 3,
  connections: [[1, 'An Phú', 'in'], [2, 'Cầu Kho', 'in'], [3, 'Ea Tu', 'in'], [4, 'Nậm Cắn', 'dropped'], [5, 'Ba Vì', 'in'], [6, 'Chờ', 'lobby']].map(([conn, label, state]) =>
    [conn, 'site', label, null, 'delegate', state, 0, 0, null, null]) as RoomSnapshot['connections'],
});
const row = (conn: number, quality: number, rung: BoardRow[2]): [number, BoardRow] => [conn, [conn, quality, rung, 500, 1, 80, 0, 0]];

describe('the board of lines', () => {
  it('puts problems first: lost, then the lowest rung, then the weakest line, then names', () => {
    const lines = boardLines(room, new Map([row(1, 4, 4), row(2, 2, 3), row(3, 4, 1), row(5, 4, 4)]));
    expect(lines.map(line => [line.name, line.word])).toEqual([
      ['Nậm Cắn', 'lost'], ['Ea Tu', 'weak'], ['Cầu Kho', 'weak'], ['An Phú', 'good'], ['Ba Vì', 'good'],
    ]);
  });

  it('calls a line lost whose media is dead, and unknown before the first reading', () => {
    const words = new Map(boardLines(room, new Map([row(1, 0, 4)])).map(line => [line.conn, line.word]));
    expect(words.get(1)).toBe('lost');
    expect(words.get(2)).toBe('unknown');
  });

  it('says how long in one unit', () => {
    expect(span(12_400)).toEqual({ key: 'board.seconds', count: 12 });
    expect(span(5 * 60_000)).toEqual({ key: 'board.minutes', count: 5 });
    expect(span(3 * 3_600_000)).toEqual({ key: 'board.hours', count: 3 });
    expect(span(-5)).toEqual({ key: 'board.seconds', count: 0 });
  });
});
