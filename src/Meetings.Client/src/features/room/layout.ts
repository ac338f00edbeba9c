import { cameraBit, screenBit, type RoomMode, type VideoSource, type VideoWish } from '../../wire/hubContracts';
import { present, standsIn, type RoomState } from './state';

export interface Tile { conn: number; source: VideoSource }

/** What is on the page, most important first: a shared screen, who has the floor, who speaks, the chair, the others, oneself last. */
export interface Layout {
  stage: Tile | null;
  tiles: Tile[];
}

const rank = (state: RoomState, conn: number, speaking: readonly number[]): number => {
  const c = state.connections.get(conn)!;
  if (state.floor?.conn === conn) return 0;
  if (speaking.includes(conn)) return 1;
  if (c.state === 'dropped') return 6;
  if (c.role === 'chair') return 2;
  if (state.hands.includes(conn)) return 3;
  if ((c.sources & cameraBit) !== 0) return 4;
  return 5;
};

/** `recent` keeps those who just spoke in their place, so that tiles do not dance with every breath. */
export function layout(state: RoomState, recent: readonly number[], documentShown: boolean): Layout {
  const people = present(state).filter(c => !standsIn(state, c)).sort((a, b) =>
    (a.conn === state.you ? 1 : 0) - (b.conn === state.you ? 1 : 0) || rank(state, a.conn, recent) - rank(state, b.conn, recent) || a.conn - b.conn);
  const screen = people.find(c => (c.sources & screenBit) !== 0 && c.conn !== state.you);
  const tiles: Tile[] = people.map(c => ({ conn: c.conn, source: 'camera' }));
  if (screen) return { stage: { conn: screen.conn, source: 'screen' }, tiles };
  if (documentShown) return { stage: null, tiles };
  return { stage: tiles[0] ?? null, tiles: tiles.slice(1) };
}

/** The pictures we ask for: most wanted first, never our own, only sources that are on. */
export function wishes(state: RoomState, shown: Layout, mode: RoomMode, slots: number): VideoWish[] {
  if (mode === 'audio' || slots === 0) return [];
  const on = (tile: Tile) => {
    const bits = state.connections.get(tile.conn)?.sources ?? 0;
    return tile.conn !== state.you && (bits & (tile.source === 'screen' ? screenBit : cameraBit)) !== 0;
  };
  const list: VideoWish[] = [];
  if (shown.stage && on(shown.stage)) list.push({ ...shown.stage, height: mode === 'full' ? 720 : 360 });
  const most = mode === 'speaker' ? 1 : slots;
  for (const tile of shown.tiles) {
    if (list.length >= most) break;
    if (on(tile)) list.push({ ...tile, height: 180 });
  }
  return list;
}

/** recvonly video slots a layout needs: the server fills them, nothing is renegotiated when people come and go. */
export function slotsFor(mode: RoomMode, narrow: boolean): number {
  if (mode === 'audio') return 0;
  if (mode === 'speaker') return 2;
  return narrow ? 5 : 9;
}
