import { cameraBit, micBit, screenBit, type RoomEvent } from '../../wire/hubContracts';
import { nameOf, type Connection, type RoomState, type Seat } from './state';

const mostChat = 500;

/** State = fold of events, the mirror of the server's. Total: an event that makes no sense changes nothing but the number. */
export function apply(state: RoomState, event: RoomEvent): RoomState {
  return { ...change(state, event), number: event.number };
}

function change(state: RoomState, event: RoomEvent): RoomState {
  switch (event.kind) {
    case 'opened': return { ...state, status: 'open' };
    case 'begun': return { ...state, status: 'inSession', beganAt: state.beganAt ?? event.at };
    case 'paused': return { ...state, status: 'paused' };
    case 'resumed': return { ...state, status: 'inSession' };
    case 'closed': return { ...state, status: 'closed', floor: null };
    case 'arrived': {
      const [conn, kind, label, unitName, role, entry, personId, siteId] = event.args;
      return withConnection(state, { conn, kind, label, unitName, role, state: entry, sources: 0, personId, siteId });
    }
    case 'admitted': return changed(state, event.args[0], { state: 'in' });
    case 'dropped': return changed(state, event.args[0], { state: 'dropped' });
    case 'returned': return changed(state, event.args[0], { state: 'in' });
    case 'entryRefused':
    case 'removed':
    case 'left': return gone(state, event.args[0]);
    case 'seated': {
      const [seat, conn, name, position, unitName, role, personId] = event.args;
      const known = state.seats.get(seat);
      const conns = known ? [...known.conns.filter(c => c !== conn), conn] : [conn];
      return withSeat(state, { seat, conns, name, position, unitName, role, personId });
    }
    case 'unseated': {
      const [seat, conn] = event.args;
      const known = state.seats.get(seat);
      return known ? withSeat(state, { ...known, conns: known.conns.filter(c => c !== conn) }) : state;
    }
    case 'hand': {
      const [conn, up] = event.args;
      const others = state.hands.filter(c => c !== conn);
      return { ...state, hands: up ? [...others, conn] : others };
    }
    case 'floor': {
      const [conn, seat] = event.args;
      return { ...state, floor: conn === null ? null : { conn, seat, since: event.at } };
    }
    case 'muted': {
      const known = state.connections.get(event.args[0]);
      return known ? withConnection(state, { ...known, sources: known.sources & ~micBit }) : state;
    }
    case 'spoke': return state;
    case 'itemBegun': {
      const [id] = event.args;
      return { ...state, item: { id, beganAt: event.at }, itemsDone: state.itemsDone.filter(i => i !== id) };
    }
    case 'itemEnded': return { ...state, item: null, itemsDone: [...state.itemsDone.filter(i => i !== event.args[0]), event.args[0]] };
    case 'shown': return { ...state, shown: { documentId: event.args[0], page: event.args[1], by: event.args[2] } };
    case 'hidden': return { ...state, shown: null };
    case 'chat': {
      const [conn, seat, text, clientId] = event.args;
      const line = { number: event.number, at: event.at, conn, name: nameOf(state, conn, seat), text, marked: false, clientId };
      return { ...state, chat: [...state.chat.slice(1 - mostChat), line] };
    }
    case 'chatMarked': {
      const [number, on] = event.args;
      return { ...state, chat: state.chat.map(line => (line.number === number ? { ...line, marked: on === 1 } : line)) };
    }
    case 'note': {
      const [id, itemId, text, revision] = event.args;
      return { ...state, notes: new Map(state.notes).set(id, { id, itemId, text, revision }) };
    }
    case 'conclusion': {
      const [id, itemId, text, unitId, unitName, due, revision] = event.args;
      return { ...state, conclusions: new Map(state.conclusions).set(id, { id, itemId, text, unitId, unitName, due, revision }) };
    }
    case 'noteRemoved': {
      const [id] = event.args;
      const notes = new Map(state.notes);
      const conclusions = new Map(state.conclusions);
      notes.delete(id);
      conclusions.delete(id);
      return { ...state, notes, conclusions };
    }
    default: return state; // A newer server may tell kinds this client does not know.
  }
}

/** News of what a connection publishes: transient, replaced by the next. */
export function withSources(state: RoomState, conn: number, bits: number): RoomState {
  const known = state.connections.get(conn);
  return known && known.sources !== bits ? withConnection(state, { ...known, sources: bits & (micBit | cameraBit | screenBit) }) : state;
}

const withConnection = (state: RoomState, connection: Connection): RoomState =>
  ({ ...state, connections: new Map(state.connections).set(connection.conn, connection) });

const withSeat = (state: RoomState, seat: Seat): RoomState => ({ ...state, seats: new Map(state.seats).set(seat.seat, seat) });

function changed(state: RoomState, conn: number, change: Partial<Connection>): RoomState {
  const known = state.connections.get(conn);
  return known ? withConnection(state, { ...known, ...change }) : state;
}

/** The server lays down seat, hand and floor by events of their own; a lost one must not leave a ghost. */
function gone(state: RoomState, conn: number): RoomState {
  const connections = new Map(state.connections);
  connections.delete(conn);
  return {
    ...state,
    connections,
    seats: new Map([...state.seats].map(([n, seat]) => [n, { ...seat, conns: seat.conns.filter(c => c !== conn) }])),
    hands: state.hands.filter(c => c !== conn),
    floor: state.floor?.conn === conn ? null : state.floor,
  };
}
