import type { ConnectionKind, ConnectionState, MeetingRole, RoomSnapshot, RoomStatus } from '../../wire/hubContracts';

export interface Connection {
  readonly conn: number;
  readonly kind: ConnectionKind;
  readonly label: string;
  readonly unitName: string | null;
  readonly role: MeetingRole;
  readonly state: ConnectionState;
  /** Bits of micBit, cameraBit, screenBit. */
  readonly sources: number;
  readonly personId: string | null;
  readonly siteId: string | null;
}

/** A person, counted once however many devices carry them. */
export interface Seat {
  readonly seat: number;
  readonly conns: readonly number[];
  readonly name: string;
  readonly position: string | null;
  readonly unitName: string | null;
  readonly role: MeetingRole;
  readonly personId: string | null;
}

export interface ChatLine {
  readonly number: number;
  readonly at: number;
  readonly conn: number;
  readonly name: string;
  readonly text: string;
  readonly marked: boolean;
  /** Known for lines that came as events; tells our own queued line from its echo. */
  readonly clientId?: string;
}

export interface Note { readonly id: string; readonly itemId: string | null; readonly text: string; readonly revision: number }
export interface Conclusion extends Note { readonly unitId: string | null; readonly unitName: string | null; readonly due: string | null }

/** A live meeting at one event number; immutable. Times are Unix milliseconds of the server's clock. */
export interface RoomState {
  readonly number: number;
  readonly status: RoomStatus;
  readonly title: string;
  readonly you: number;
  readonly rights: readonly string[];
  readonly beganAt: number | null;
  readonly connections: ReadonlyMap<number, Connection>;
  readonly seats: ReadonlyMap<number, Seat>;
  /** Connections with a raised hand, the first to raise first. */
  readonly hands: readonly number[];
  readonly floor: { readonly conn: number; readonly seat: number | null; readonly since: number } | null;
  readonly item: { readonly id: string; readonly beganAt: number } | null;
  readonly itemsDone: readonly string[];
  readonly shown: { readonly documentId: string; readonly page: number; readonly by: number } | null;
  readonly chat: readonly ChatLine[];
  readonly notes: ReadonlyMap<string, Note>;
  readonly conclusions: ReadonlyMap<string, Conclusion>;
}

export function fromSnapshot(s: RoomSnapshot): RoomState {
  return {
    number: s.number,
    status: s.status,
    title: s.title,
    you: s.you,
    rights: s.rights,
    beganAt: s.beganAt ?? null,
    connections: new Map(s.connections.map(([conn, kind, label, unitName, role, state, , sources, personId, siteId]) => [
      conn, { conn, kind, label, unitName: unitName ?? null, role, state, sources, personId: personId ?? null, siteId: siteId ?? null },
    ])),
    seats: new Map(s.seats.map(([seat, conns, name, position, unitName, role, personId]) => [
      seat, { seat, conns, name, position: position ?? null, unitName: unitName ?? null, role, personId: personId ?? null },
    ])),
    hands: s.hands,
    floor: s.floor ? { conn: s.floor[0], seat: s.floor[1] ?? null, since: s.floor[2] } : null,
    item: s.item ? { id: s.item[0], beganAt: s.item[1] } : null,
    itemsDone: s.itemsDone,
    shown: s.shown ? { documentId: s.shown[0], page: s.shown[1], by: s.shown[2] } : null,
    chat: s.chat.map(([number, at, conn, name, text, marked]) => ({ number, at, conn, name, text, marked: marked === 1 })),
    notes: new Map(s.notes.map(([id, itemId, text, revision]) => [id, { id, itemId, text, revision }])),
    conclusions: new Map(s.conclusions.map(([id, itemId, text, unitId, unitName, due, revision]) => [
      id, { id, itemId, text, unitId: unitId ?? null, unitName: unitName ?? null, due: due ?? null, revision },
    ])),
  };
}

export const seatsOf = (state: RoomState, conn: number): Seat[] => [...state.seats.values()].filter(s => s.conns.includes(conn));

/** Those who are in or whose line is lost for the moment; the lobby is another list. */
export const present = (state: RoomState): Connection[] => [...state.connections.values()].filter(c => c.state !== 'lobby');
export const waiting = (state: RoomState): Connection[] => [...state.connections.values()].filter(c => c.state === 'lobby');

/** Who speaks through a connection, in a word: the only person there, else the site's or device's label. */
export function nameOf(state: RoomState, conn: number, seat: number | null = null): string {
  if (seat !== null) {
    const chosen = state.seats.get(seat);
    if (chosen) return chosen.name;
  }
  const seats = seatsOf(state, conn);
  const connection = state.connections.get(conn);
  if (seats.length === 1 && connection?.kind !== 'site') return seats[0]!.name;
  return connection?.label ?? seats[0]?.name ?? `#${conn}`;
}

/** "Họ tên – chức vụ – điểm cầu", without the parts nobody knows and without saying a thing twice. */
export function seatLabel(state: RoomState, conn: number, seat: number | null = null): string {
  const connection = state.connections.get(conn);
  const seats = seatsOf(state, conn);
  const person = (seat !== null ? state.seats.get(seat) : undefined) ?? (seats.length === 1 ? seats[0] : undefined);
  const place = connection?.kind === 'site' ? connection.label : person?.unitName ?? connection?.unitName;
  const parts = person ? [person.name, person.position, place] : [connection?.label ?? `#${conn}`, connection?.unitName];
  return [...new Set(parts.filter((p): p is string => !!p))].join(' – ');
}

/** A device whose line is lost while all its people are here by another one: not worth a tile or a line of the roster. */
export function standsIn(state: RoomState, c: Connection): boolean {
  if (c.state !== 'dropped' || c.conn === state.you) return false;
  const seats = seatsOf(state, c.conn);
  return seats.length > 0 && seats.every(s => s.conns.some(other => state.connections.get(other)?.state === 'in'));
}
