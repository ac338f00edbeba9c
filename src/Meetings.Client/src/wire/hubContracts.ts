// The room hub's wire shapes (docs/protocol.md). Positional arrays keep a delta at tens of bytes.

/** What a connection of the meeting is. */
export type ConnectionKind = 'person' | 'site' | 'guest';
export type MeetingRole = 'chair' | 'secretary' | 'delegate' | 'observer' | 'guest' | 'technician';
export type VideoSource = 'camera' | 'screen';
export type PictureCodec = 'vp8' | 'h264';
/** The three ways in: sound + papers, sound + the speaker's picture, everything. */
export type RoomMode = 'audio' | 'speaker' | 'full';
export type ConnectionState = 'in' | 'lobby' | 'dropped';
export type RoomStatus = 'draft' | 'scheduled' | 'open' | 'inSession' | 'paused' | 'closed' | 'cancelled';

/** Rungs of the ladder by number, 0 to 4. */
export const rungNames = ['text', 'speech', 'thumbnail', 'small', 'full'] as const;
export type RungName = (typeof rungNames)[number];
export type Rung = 0 | 1 | 2 | 3 | 4;

export const micBit = 1;
export const cameraBit = 2;
export const screenBit = 4;

export type SeatRow = [seat: number, conns: number[], name: string, position: string | null, unitName: string | null, role: MeetingRole, personId: string | null];
export type ConnectionRow = [
  conn: number, kind: ConnectionKind, label: string, unitName: string | null, role: MeetingRole,
  state: ConnectionState, hand: 0 | 1, sources: number, personId: string | null, siteId: string | null,
];
export type ChatRow = [number: number, at: number, conn: number, name: string, text: string, marked: 0 | 1];
export type NoteRow = [id: string, itemId: string, text: string, revision: number];
export type ConclusionRow = [id: string, itemId: string, text: string, unitId: string | null, unitName: string | null, due: string | null, revision: number];

/** GET /api/meetings/{id}/room */
export interface RoomSnapshot {
  meetingId: string;
  number: number;
  status: RoomStatus;
  title: string;
  you: number;
  seats: SeatRow[];
  connections: ConnectionRow[];
  floor?: [conn: number, seat: number | null, since: number] | null;
  hands: number[];
  item?: [itemId: string, beganAt: number] | null;
  itemsDone: string[];
  shown?: [documentId: string, page: number, conn: number] | null;
  chat: ChatRow[];
  notes: NoteRow[];
  conclusions: ConclusionRow[];
  beganAt?: number | null;
  rights: string[];
  audioSlots: number;
}

/** Arguments of every numbered event, by kind. */
export interface EventArgs {
  opened: []; begun: []; paused: []; resumed: []; closed: [];
  arrived: [conn: number, kind: ConnectionKind, label: string, unitName: string | null, role: MeetingRole, state: 'lobby' | 'in', personId: string | null, siteId: string | null];
  admitted: [conn: number]; entryRefused: [conn: number]; removed: [conn: number];
  dropped: [conn: number]; returned: [conn: number]; left: [conn: number];
  seated: [seat: number, conn: number, name: string, position: string | null, unitName: string | null, role: MeetingRole, personId: string | null];
  unseated: [seat: number, conn: number];
  hand: [conn: number, up: 0 | 1];
  floor: [conn: number | null, seat: number | null];
  muted: [conn: number];
  spoke: [conn: number, seconds: number];
  itemBegun: [itemId: string]; itemEnded: [itemId: string];
  shown: [documentId: string, page: number, conn: number]; hidden: [];
  chat: [conn: number, seat: number | null, text: string, clientId: string];
  chatMarked: [number: number, on: 0 | 1];
  note: [id: string, itemId: string, text: string, revision: number, conn: number];
  conclusion: [id: string, itemId: string, text: string, unitId: string | null, unitName: string | null, due: string | null, revision: number, conn: number];
  noteRemoved: [id: string];
}
export type EventKind = keyof EventArgs;

/** One numbered fact; `at` is Unix milliseconds by the server's clock. */
export type RoomEvent = { [K in EventKind]: { number: number; at: number; kind: K; args: EventArgs[K] } }[EventKind];

/** What a video slot shows; `undecodable`: would show, but in no codec that this device knows. */
export type VideoSlot = [conn: number, source: VideoSource, undecodable?: 1];

/** Unnumbered news: lost ones are replaced by the next, never asked for again. */
export interface TransientArgs {
  slots: [audio: (number | null)[], video: (VideoSlot | null)[]];
  speaking: number[];
  sources: [conn: number, bits: number];
  line: [conn: number, quality: number];
  /** Our own rung, and what our line carries, kbit/s. */
  rung: [rung: Rung, kilobits: number];
  /** How speakers pack their voice: 0 (20 ms) to 2 (120 ms). */
  voice: [form: 0 | 1 | 2];
  board: BoardRow[];
  /** Layers of what we send that somebody watches, a bit each, smallest first; 0: nobody. */
  layers: [source: VideoSource, bits: number];
  /** The codec of what we send from now on. */
  codec: [codec: PictureCodec];
  /** Seconds between two stills the server wants of what we send; 0 ends it. */
  stillWanted: [source: VideoSource, seconds: number];
  still: [conn: number, source: VideoSource, number: number, at: number];
}
/** `since`: when quality and rung became what they are. */
export type BoardRow = [
  conn: number, quality: number, rung: Rung, kilobits: number, loss: number, roundTrip: number | null, tcp: 0 | 1, since: number,
];
export type TransientKind = keyof TransientArgs;
export type RoomTransient = { [K in TransientKind]: { kind: K; args: TransientArgs[K] } }[TransientKind];

/** Why the server ended this connection for good. */
export type EndReason = 'replaced' | 'removed' | 'refused' | 'closed' | 'signedOut';

export interface Refusal { code: string; args?: Record<string, string | number> }
export type Refusable<T> = T & { refusal?: Refusal };

export interface EnterRequest {
  resume?: string;
  /** Grows from one Enter with this `resume` to the next. */
  attempt?: number;
  since?: number;
  /** base64(deflate-raw(SDP)) */
  offer?: string;
  device: string;
  mode: RoomMode;
  slots?: number;
}
export interface EnterResult {
  conn: number;
  resume: string;
  state: 'in' | 'lobby';
  number: number;
  answer?: string;
  seats: number[];
  /** What was missed is too much to be sent one by one. */
  snapshotNeeded?: boolean;
  /** Entered, but the offer could not be answered. */
  mediaRefusal?: Refusal;
}
export interface VideoWish { conn: number; source: VideoSource; height: number }
export interface SitDownPerson { personId?: string; name?: string; position?: string }
