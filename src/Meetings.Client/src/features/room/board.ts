import type { BoardRow, Rung } from '../../wire/hubContracts';
import { byGivenName } from '../../lib/text';
import { nameOf, present, standsIn, type RoomState } from './state';

export type BoardWord = 'lost' | 'weak' | 'good' | 'unknown';

/** One line of the status board. */
export interface BoardLine {
  conn: number;
  name: string;
  word: BoardWord;
  row: BoardRow | undefined;
}

const weakQuality = 2;
const weakRung: Rung = 2;
const order: Record<BoardWord, number> = { lost: 0, weak: 1, unknown: 2, good: 3 };

function wordOf(row: BoardRow | undefined, dropped: boolean): BoardWord {
  if (dropped) return 'lost';
  if (!row) return 'unknown';
  const [, quality, rung] = row;
  if (quality === 0) return 'lost';
  return quality <= weakQuality || rung <= weakRung ? 'weak' : 'good';
}

/** Problems first: lost, then weak by rung and quality, then the others by name. */
export function boardLines(room: RoomState, rows: ReadonlyMap<number, BoardRow>): BoardLine[] {
  return present(room)
    .filter(c => !standsIn(room, c))
    .map(c => ({ conn: c.conn, name: nameOf(room, c.conn), word: wordOf(rows.get(c.conn), c.state === 'dropped'), row: rows.get(c.conn) }))
    .sort((a, b) => order[a.word] - order[b.word]
      || (a.row?.[2] ?? 4) - (b.row?.[2] ?? 4)
      || (a.row?.[1] ?? 4) - (b.row?.[1] ?? 4)
      || byGivenName(a.name, b.name));
}

/** "12 giây", "5 phút": one unit is enough to judge by. */
export function span(ms: number): { key: 'board.seconds' | 'board.minutes' | 'board.hours'; count: number } {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return { key: 'board.seconds', count: seconds };
  return seconds < 3600 ? { key: 'board.minutes', count: Math.floor(seconds / 60) } : { key: 'board.hours', count: Math.floor(seconds / 3600) };
}
