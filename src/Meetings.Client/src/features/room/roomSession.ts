import { computed, signal } from '@preact/signals';
import type { MediaLink, LinkEvents, MediaState } from '../../media/MediaLink';
import { lineWord, type LineSample } from '../../media/quality';
import { HubGone, HubRefused, type HubCaller, type HubHandlers, type HubState } from '../../wire/hub';
import type {
  BoardRow, EndReason, EnterRequest, EnterResult, RoomEvent, RoomMode, RoomSnapshot, RoomTransient, SitDownPerson, VideoSlot, VideoSource,
} from '../../wire/hubContracts';
import { EventOrder } from '../../wire/hubOrder';
import { apply, withSources } from './apply';
import { Ladder } from './ladder';
import { layout, slotsFor, wishes } from './layout';
import { LocalSources, type SourceDevices } from './localSources';
import { Notebook } from './notebook';
import { newId, Outbox, type OutboxEntry, type OutboxStore, type Sent } from './outbox';
import { can } from './rights';
import { fromSnapshot, type RoomState } from './state';

export type Phase = 'entering' | 'lobby' | 'in' | 'ended';
export interface Ended { reason: EndReason | 'left' | 'refusal'; refusal?: { code: string; args: Record<string, string | number> } }
/** What happened while our line was gone. */
export interface Missed { lostAt: number; backAt: number; events: RoomEvent[] }

export interface RoomWorld {
  meetingId: string;
  mode: RoomMode;
  narrow: boolean;
  /** Names this device among those of the account, the same for as long as its browser keeps storage. */
  device: string;
  hub(handlers: HubHandlers): HubCaller & { start(): void; stop(): void; readonly connected: boolean; hurry(): void };
  link(events: LinkEvents): MediaLink;
  /** The connection is named where it is known, since an account may have several. */
  snapshot(conn?: number): Promise<RoomSnapshot>;
  /** Relays the administrator configured. */
  iceServers?(): Promise<RTCIceServer[]>;
  outbox: OutboxStore;
  resume: { read(): string | null; write(secret: string | null): void };
  /** The rung pinned by hand, the same after a reload. */
  pin: { read(): string | null; write(name: string | null): void };
  devices?: SourceDevices;
  presenterOf?: (itemId: string) => string | undefined;
  audio(slot: number, stream: MediaStream): void;
}

/** Those who stopped speaking keep their tile this long, so that pictures do not dance. Milliseconds. */
const recentFor = 6000;
/** Where this share of packets is lost, a browser's TCP, which doubles its waits, may need fifteen seconds to get one through. */
const muchLost = 0.1;
/** When something of coming in from the lobby fails. Milliseconds. */
const admittedAgain = 1500;

/** One live meeting in this page: hub, media, state and everything typed. Views read its signals and call its methods. */
export class RoomSession {
  readonly phase = signal<Phase>('entering');
  readonly ended = signal<Ended | null>(null);
  readonly room = signal<RoomState | null>(null);
  readonly hubState = signal<HubState>('connecting');
  readonly mediaState = signal<MediaState>('idle');
  readonly sample = signal<LineSample | undefined>(undefined);
  readonly mode = signal<RoomMode>('full');
  readonly speaking = signal<readonly number[]>([]);
  readonly recent = signal<readonly number[]>([]);
  readonly lines = signal<ReadonlyMap<number, number>>(new Map());
  readonly videoSlots = signal<readonly (VideoSlot | null)[]>([]);
  readonly streams = signal<readonly (MediaStream | undefined)[]>([]);
  readonly missed = signal<Missed | null>(null);
  readonly unsent = signal<readonly OutboxEntry[]>([]);
  /** The last thing worth saying aloud; a new object each time. */
  readonly news = signal<RoomEvent | null>(null);
  readonly failure = signal<{ code: string; args: Record<string, string | number> } | null>(null);
  /** Server's clock minus ours, milliseconds. */
  readonly clockOffset = signal(0);
  readonly documentOpen = signal(false);
  /** Rows of the status board by connection, while it is watched. */
  readonly board = signal<ReadonlyMap<number, BoardRow>>(new Map());
  /** The latest still of a screen or camera, by `${conn} ${source}`. */
  readonly stills = signal<ReadonlyMap<string, { number: number; at: number }>>(new Map());
  /** What the server wants stills of, and how many seconds apart. */
  readonly stillsWanted = signal<Readonly<Partial<Record<VideoSource, number>>>>({});

  readonly line = computed(() => (this.mediaState.value === 'connected' ? lineWord(this.sample.value) : this.mediaState.value === 'connecting' ? 'unknown' : 'lost'));
  readonly me = computed(() => (this.room.value ? this.room.value.connections.get(this.room.value.you) : undefined));
  readonly shownLayout = computed(() => (this.room.value ? layout(this.room.value, this.recent.value, this.documentOpen.value) : { stage: null, tiles: [] }));
  readonly reconnecting = computed(() => this.phase.value === 'in' && this.hubState.value === 'reconnecting');

  readonly ladder: Ladder;
  readonly sources: LocalSources;
  readonly notebook: Notebook;
  private readonly hub: ReturnType<RoomWorld['hub']>;
  private readonly link: MediaLink;
  private readonly order: EventOrder;
  private readonly outbox: Outbox;
  private conn = 0;
  private negotiated = false;
  private missedUpTo = 0;
  /** Between losing the hub and the answer of the next Enter. */
  private away = false;
  private missedEvents: RoomEvent[] = [];
  private lostAt = 0;
  private wished = '';
  private watching = false;
  private lastHeard = new Map<number, number>();
  private dispose: (() => void)[] = [];

  constructor(private readonly world: RoomWorld) {
    this.mode.value = world.mode;
    this.order = new EventOrder({
      apply: e => this.applied(e),
      fetchSince: async number => {
        const answer = await this.hub.invoke<{ events: RoomEvent[]; snapshotNeeded?: boolean }>('Since', number);
        return answer.snapshotNeeded ? 'snapshotNeeded' : answer.events;
      },
      needSnapshot: () => void this.loadSnapshot(this.world.snapshot(this.conn)),
    });
    this.hub = world.hub({
      state: state => this.hubChanged(state),
      enter: connection => this.enter(connection),
      event: e => this.received(e),
      transient: news => this.transient(news),
      ended: reason => this.finish({ reason }),
      losesMuch: () => (this.sample.value?.loss ?? 0) > muchLost,
    });
    this.link = world.link({
      state: state => {
        this.mediaState.value = state;
        if (state === 'connected' && this.hubState.value === 'reconnecting') this.hub.hurry(); // the line is back
        this.wish();
      },
      audio: (slot, stream) => world.audio(slot, stream),
      video: (slot, stream) => { const next = [...this.streams.value]; next[slot] = stream; this.streams.value = next; },
      line: sample => { this.sample.value = sample; this.ladder.sample(sample, this.sources.camera.value || this.sources.screen.value, performance.now()); },
      negotiate: async offer => {
        const { answer } = await this.hub.invoke<{ answer: string }>('Negotiate', offer);
        this.negotiated = true;
        return answer;
      },
      hubConnected: () => this.hub.connected,
      ...(world.iceServers && { iceServers: world.iceServers }),
    });
    this.ladder = new Ladder({
      pin: name => void this.hub.invoke('Pin', name).catch(() => undefined),
      adapt: (layers, voice) => this.link.adapt(layers, voice),
      store: world.pin,
    });
    this.outbox = new Outbox(world.outbox, {
      send: entry => this.sendEntry(entry),
      changed: queue => { this.unsent.value = queue; },
      settled: (entry, sent) => {
        this.notebook.settled(entry, sent);
        if (sent.result === 'refused' && entry.kind !== 'note' && entry.kind !== 'conclusion') this.failure.value = { code: sent.code, args: sent.args ?? {} };
      },
    });
    this.notebook = new Notebook({ send: entry => this.outbox.add(entry), state: () => this.room.value });
    this.unsent.value = this.outbox.waiting;
    this.notebook.restore(this.outbox.waiting);
    this.sources = new LocalSources({
      publish: (source, track) => void this.link.publish(source, track).catch(() => undefined),
      told: () => this.tellSources(),
    }, world.devices);
    this.dispose.push(this.ladder.cameraHeld.subscribe(() => this.tellSources()), () => this.ladder.close(), this.shownLayout.subscribe(() => this.wish()), this.mode.subscribe(mode => { this.link.tune(mode); this.wish(); }));
    const forgetQuiet = setInterval(() => this.refreshRecent(), 1000);
    this.dispose.push(() => clearInterval(forgetQuiet));
  }

  get meetingId() {
    return this.world.meetingId;
  }

  start() {
    this.hub.start();
  }

  can(method: string): boolean {
    return can(this.room.value, method, this.world.presenterOf);
  }

  /** Calls a hub method for the person; a refusal or a dead line is shown in `failure`. */
  async command(method: string, ...args: unknown[]): Promise<boolean> {
    try {
      await this.hub.invoke(method, ...args);
      return true;
    } catch (error) {
      this.failure.value = error instanceof HubRefused ? { code: error.code, args: error.args } : { code: 'offline', args: {} };
      return false;
    }
  }

  /** Begins or ends hearing of everybody's line. */
  async watchBoard(on: boolean) {
    this.watching = on;
    const answer = await this.hub.invoke<{ rows?: BoardRow[] }>('Board', on).catch(() => null);
    if (answer?.rows && this.watching) this.board.value = new Map(answer.rows.map(row => [row[0], row]));
  }

  chat(text: string) {
    this.outbox.add({ kind: 'chat', id: newId(), text, at: Date.now() });
  }

  sitDown(people: SitDownPerson[]) {
    return this.command('SitDown', { people });
  }

  async toggleMicrophone() {
    await this.sources.setMicrophone(!this.sources.microphone.value);
  }

  async toggleCamera() {
    await this.sources.setCamera(!this.sources.camera.value, this.mode.value);
  }

  async toggleScreen() {
    await this.sources.setScreen(!this.sources.screen.value);
  }

  async setMode(mode: RoomMode) {
    this.mode.value = mode;
    await this.link.ensureVideoSlots(slotsFor(mode, this.world.narrow)).catch(() => undefined);
    this.wish();
  }

  /** Now by the server's clock. */
  now(): number {
    return Date.now() + this.clockOffset.value;
  }

  async leave() {
    this.notebook.flush();
    await this.hub.invoke('Leave').catch(() => undefined);
    this.finish({ reason: 'left' });
  }

  stats() {
    return this.link.stats();
  }

  /** The page goes away without leaving: the seat is kept. */
  close() {
    this.notebook.flush();
    this.release();
  }

  // --- entering and coming back ---------------------------------------------------------------------------------

  private async enter(connection: HubCaller) {
    const first = this.room.value === null;
    const offer = this.negotiated || this.phase.value === 'lobby' ? undefined : await this.link.open(slotsFor(this.mode.value, this.world.narrow));
    // A secret of our own, so that an Enter whose answer got lost is no second place when it is repeated; numbered, because it may arrive last.
    const [resume = newId(), tried = 0] = this.world.resume.read()?.split(' ') ?? [];
    const attempt = Math.max(+tried + 1, Date.now());
    this.world.resume.write(`${resume} ${attempt}`);
    const request: EnterRequest = { device: this.world.device, mode: this.mode.value, slots: slotsFor(this.mode.value, this.world.narrow), resume, attempt };
    if (!first && this.order.number !== undefined) request.since = this.order.number;
    if (offer) request.offer = offer;
    // In parallel: refused when the server does not count us in yet, then asked again.
    const early = first ? this.world.snapshot().catch(() => null) : Promise.resolve(null);
    let result: EnterResult;
    try {
      result = await connection.invoke<EnterResult>('Enter', this.world.meetingId, request);
    } catch (error) {
      if (error instanceof HubRefused) this.finish({ reason: 'refusal', refusal: { code: error.code, args: error.args } });
      throw error;
    }
    this.conn = result.conn;
    if (result.state === 'lobby') {
      this.phase.value = 'lobby';
      return;
    }
    if (result.answer) {
      await this.link.accept(result.answer);
      this.negotiated = true;
    }
    if (result.mediaRefusal) this.failure.value = { code: result.mediaRefusal.code, args: result.mediaRefusal.args ?? {} };
    if (first || result.snapshotNeeded) await this.loadSnapshot(early, connection);
    else this.comeBack(result.number);
    this.order.connectionChanged();
    this.order.reached(result.number);
    this.phase.value = 'in';
  }

  private comeBack(number: number) {
    const room = this.room.value;
    // Another number is given when the server could not know us again (its log was lost, our rights changed).
    if (room && room.you !== this.conn) this.room.value = { ...room, you: this.conn };
    const known = this.order.number ?? 0;
    this.missedUpTo = number;
    this.away = false;
    if (number <= known) this.tellMissed();
    // What is transient was told to nobody while we were away.
    this.world.snapshot(this.conn).then(s => this.refreshTransient(s), () => undefined);
  }

  private async loadSnapshot(early: Promise<RoomSnapshot | null>, connection?: HubCaller) {
    let snapshot = await early;
    const counted = (s: RoomSnapshot | null) => !!s && s.connections.some(c => c[0] === this.conn && c[5] !== 'lobby');
    for (let tries = 0; !counted(snapshot) && tries < 3; tries++) snapshot = await this.world.snapshot(this.conn);
    if (!snapshot) throw new HubGone('no snapshot');
    this.room.value = fromSnapshot({ ...snapshot, you: this.conn });
    this.order.restart(snapshot.number);
    const asked = Date.now();
    void (connection ?? this.hub).invoke<string | number>('Ping').then(time => {
      const server = typeof time === 'number' ? time : Date.parse(time);
      if (Number.isFinite(server)) this.clockOffset.value = server - (asked + Date.now()) / 2;
    }).catch(() => undefined);
  }

  private refreshTransient(snapshot: RoomSnapshot) {
    let room = this.room.value;
    if (!room) return;
    for (const row of snapshot.connections) if (row[0] !== room.you) room = withSources(room, row[0], row[7]);
    this.room.value = { ...room, rights: snapshot.rights };
  }

  private async admitted() {
    if (this.phase.value !== 'lobby') return;
    const parts = await Promise.allSettled([this.negotiated || this.link.negotiate(), this.loadSnapshot(this.world.snapshot(this.conn).catch(() => null))]);
    // Meanwhile the hub's next connection may have entered as admitted, or all may be over.
    if ((this.phase.value as Phase) !== 'lobby') return;
    if (parts.some(part => part.status === 'rejected')) {
      setTimeout(() => void this.admitted(), admittedAgain); // nobody is admitted twice
      return;
    }
    this.phase.value = 'in';
    this.tellAll();
  }

  private hubChanged(state: HubState) {
    const before = this.hubState.value;
    this.hubState.value = state;
    if (state === 'reconnecting' && before === 'connected') {
      this.lostAt = this.now();
      this.away = true;
      this.link.hurry();
    }
    // In the lobby no media are negotiated.
    if (state === 'connected' && this.phase.value === 'in') {
      this.tellAll();
      this.link.hubReturned();
    }
  }

  /** A camera that our way up does not carry is told as off, so that nobody looks at a picture that stands still. */
  private tellSources() {
    const room = this.room.value;
    if (!room || this.phase.value !== 'in') return;
    const { mic, cam, screen } = this.sources.on;
    const on = { mic, cam: cam && !this.ladder.cameraHeld.value, screen };
    void this.hub.invoke('Sources', on).catch(() => undefined);
    this.room.value = withSources(room, room.you, bits(on));
  }

  private tellAll() {
    this.tellSources();
    this.ladder.tellAgain();
    if (this.watching) void this.watchBoard(true);
    this.wished = '';
    this.wish();
    void this.outbox.flush();
  }

  // --- what the server tells ------------------------------------------------------------------------------------

  private received(event: RoomEvent) {
    if (this.phase.value === 'lobby') {
      if (event.kind === 'admitted' && event.args[0] === this.conn) void this.admitted();
      if (event.kind === 'entryRefused' && event.args[0] === this.conn) this.finish({ reason: 'refused' });
      if (event.kind === 'closed') this.finish({ reason: 'closed' });
      return;
    }
    this.order.receive(event);
  }

  private applied(event: RoomEvent) {
    const room = this.room.value;
    if (!room) return;
    this.room.value = apply(room, event);
    // Events may overtake the answer of Enter that says how far the missed ones go: all are kept until it is read.
    const missed = this.away || event.number <= this.missedUpTo;
    if (missed) this.missedEvents.push(event);
    else this.news.value = event;
    if (!this.away && event.number === this.missedUpTo) this.tellMissed();
    if (event.kind === 'muted' && event.args[0] === room.you) void this.sources.setMicrophone(false);
    if (event.kind === 'note' || event.kind === 'conclusion') {
      const revision = event.kind === 'note' ? event.args[3] : event.args[6];
      this.notebook.changedByOthers(event.args[0], revision);
    }
    if (event.kind === 'closed') this.finish({ reason: 'closed' });
  }

  private tellMissed() {
    const upTo = this.missedUpTo;
    const events = this.missedEvents.filter(e => e.number <= upTo);
    this.missedUpTo = 0;
    this.missedEvents = [];
    if (events.length > 0) this.missed.value = { lostAt: this.lostAt, backAt: this.now(), events };
  }

  private transient(news: RoomTransient) {
    switch (news.kind) {
      case 'slots': this.videoSlots.value = news.args[1]; break;
      case 'speaking':
        this.speaking.value = news.args;
        for (const conn of news.args) this.lastHeard.set(conn, Date.now());
        this.refreshRecent();
        break;
      case 'sources': if (this.room.value) this.room.value = withSources(this.room.value, news.args[0], news.args[1]); break;
      case 'rung': this.ladder.told(news.args[0], news.args[1]); break;
      case 'voice': this.ladder.voice(news.args[0]); break;
      case 'board': this.board.value = new Map([...this.board.value, ...news.args.map(row => [row[0], row] as const)]); break;
      case 'layers': this.link.want(news.args[0], news.args[1]); break;
      case 'codec': this.link.code(news.args[0]); break;
      case 'stillWanted': this.stillsWanted.value = { ...this.stillsWanted.value, [news.args[0]]: news.args[1] }; break;
      case 'still': this.stills.value = new Map(this.stills.value).set(`${news.args[0]} ${news.args[1]}`, { number: news.args[2], at: news.args[3] }); break;
      case 'line': this.lines.value = new Map(this.lines.value).set(news.args[0], news.args[1]); break;
    }
  }

  private refreshRecent() {
    const since = Date.now() - recentFor;
    const next = [...this.lastHeard].filter(([, at]) => at > since).map(([conn]) => conn).sort((a, b) => a - b);
    if (next.join() !== this.recent.value.join()) this.recent.value = next;
  }

  // --- what we tell ---------------------------------------------------------------------------------------------

  private async sendEntry(entry: OutboxEntry): Promise<Sent> {
    if (!this.hub.connected || this.phase.value !== 'in') return { result: 'kept' };
    try {
      switch (entry.kind) {
        case 'chat':
          await this.hub.invoke('Chat', entry.id, entry.text);
          return { result: 'done' };
        case 'note': {
          const { revision } = await this.hub.invoke<{ revision: number }>('Note', entry.id, entry.itemId, entry.text, entry.revision);
          return { result: 'done', revision };
        }
        case 'conclusion': {
          const { revision } = await this.hub.invoke<{ revision: number }>('Conclusion', entry.id, entry.itemId, entry.text, entry.unitId, entry.due, entry.revision);
          return { result: 'done', revision };
        }
        case 'remove':
          await this.hub.invoke('RemoveNote', entry.id);
          return { result: 'done' };
      }
    } catch (error) {
      if (error instanceof HubRefused) return { result: 'refused', code: error.code, args: error.args };
      if (error instanceof HubGone) return { result: 'kept' };
      return { result: 'refused', code: 'bug' };
    }
  }

  /** Pictures are asked for only once sound flows. */
  private wish() {
    const room = this.room.value;
    if (!room || this.phase.value !== 'in' || this.mediaState.value !== 'connected') return;
    const video = wishes(room, this.shownLayout.value, this.mode.value, slotsFor(this.mode.value, this.world.narrow));
    const asked = JSON.stringify([this.mode.value, video]);
    if (asked === this.wished) return;
    this.wished = asked;
    this.hub.invoke('Wishes', { mode: this.mode.value, video }).catch(() => { this.wished = ''; });
  }

  private finish(ended: Ended) {
    if (this.phase.value === 'ended') return;
    this.ended.value = ended;
    this.phase.value = 'ended';
    // A meeting that was left or ended gives the place up; a taken-over one keeps its secret in the other page.
    if (ended.reason !== 'replaced') this.world.resume.write(null);
    this.release();
  }

  private release() {
    for (const end of this.dispose) end();
    this.dispose = [];
    this.sources.close();
    this.link.close();
    this.hub.stop();
  }
}

const bits = (on: { mic: boolean; cam: boolean; screen: boolean }) => (on.mic ? 1 : 0) | (on.cam ? 2 : 0) | (on.screen ? 4 : 0);
