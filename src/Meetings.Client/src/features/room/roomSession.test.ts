import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakePeerLink } from '../../media/FakePeerLink';
import { HubGone, HubRefused, type HubHandlers } from '../../wire/hub';
import type { EnterRequest, EventKind, RoomEvent, RoomSnapshot, RoomTransient } from '../../wire/hubContracts';
import type { OutboxEntry } from './outbox';
import { RoomSession } from './roomSession';

const snapshot = (number: number): RoomSnapshot => ({
  meetingId: 'm', number, status: 'inSession', title: 'Giao ban', you: 2, audioSlots: 3, rights: [], hands: [], itemsDone: [],
  seats: [[1, [1], 'Bình', null, null, 'chair', null], [2, [2], 'Hoa', null, null, 'delegate', null]],
  connections: [[1, 'person', 'Bình', null, 'chair', 'in', 0, 3, null, null], [2, 'person', 'Hoa', null, 'delegate', 'in', 0, 0, null, null]],
  chat: [], notes: [], conclusions: [],
});
const event = (number: number, kind: EventKind, ...args: unknown[]) => ({ number, at: 0, kind, args }) as unknown as RoomEvent;

const track = async () => Object.assign(new EventTarget(), { readyState: 'live', stop: () => undefined }) as unknown as MediaStreamTrack;

function world() {
  const calls: [string, unknown[]][] = [];
  let handlers!: HubHandlers;
  let link!: FakePeerLink;
  let connected = false;
  let stored: OutboxEntry[] = [];
  let secret: string | null = null;
  let state: 'in' | 'lobby' = 'in';
  let number = 10;
  let hubHurries = 0;
  let refusal: HubRefused | null = null;
  let answerLost = false;
  let snapshotFails = false;
  const invoke = async <T>(method: string, ...args: unknown[]): Promise<T> => {
    calls.push([method, args]);
    if (method === 'Enter') {
      if (refusal) throw refusal;
      if (answerLost) throw new HubGone('no answer');
      const offered = (args[1] as EnterRequest).offer !== undefined;
      return { conn: 2, resume: 'secret', state, number, seats: [2], ...(offered && state === 'in' ? { answer: 'answer' } : {}) } as T;
    }
    if (method === 'Negotiate') return { answer: 'answer' } as T;
    if (method === 'Ping') return Date.now() as T;
    if (method === 'Since') return { events: [] } as T;
    return {} as T;
  };
  const session = new RoomSession({
    meetingId: 'm', mode: 'full', narrow: false, device: 'd',
    hub: h => {
      handlers = h;
      return {
        start: () => undefined, stop: () => { connected = false; }, hurry: () => { hubHurries++; },
        get connected() { return connected; },
        invoke: async <T>(method: string, ...args: unknown[]) => { if (!connected) throw new HubGone('gone'); return await invoke<T>(method, ...args); },
      };
    },
    link: events => (link = new FakePeerLink(events)),
    snapshot: async () => { if (snapshotFails) throw new Error('no line'); return snapshot(10); },
    outbox: { read: () => stored, write: entries => { stored = entries; } },
    pin: { read: () => null, write: () => undefined },
    devices: { microphone: track, camera: track, screen: track },
    resume: { read: () => secret, write: value => { secret = value; } },
    audio: () => undefined,
  });
  const turn = () => vi.advanceTimersByTimeAsync(0);
  return {
    session, calls, turn,
    get link() { return link; },
    set answerLost(lost: boolean) { answerLost = lost; },
    set snapshotFails(fails: boolean) { snapshotFails = fails; },
    get stored() { return stored; },
    get hubHurries() { return hubHurries; },
    get secret() { return secret; },
    set number(n: number) { number = n; },
    set state(s: 'in' | 'lobby') { state = s; },
    set refusal(code: string) { refusal = new HubRefused({ code }); },
    names: () => calls.map(([name]) => name),
    async connect(overtaking: RoomEvent[] = []) {
      await Promise.all([handlers.enter({ invoke }), ...overtaking.map(async e => handlers.event(e))]);
      connected = true;
      handlers.state('connected');
      await turn();
    },
    lose() {
      connected = false;
      handlers.state('reconnecting');
    },
    tell: (e: RoomEvent) => handlers.event(e),
    mention: (news: RoomTransient) => handlers.transient(news),
    end: (reason: 'removed' | 'replaced') => handlers.ended(reason),
  };
}

describe('a room session', () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); });

  it('limits what it sends by the way in, from the start', async () => {
    const w = world();
    expect(w.link.mode).toBe('full');
    await w.session.setMode('audio');
    expect(w.link.mode).toBe('audio');
  });

  it('hands on which layers and which codec of its pictures are wanted', async () => {
    const w = world();
    await w.connect();
    w.mention({ kind: 'layers', args: ['camera', 3] });
    w.mention({ kind: 'codec', args: ['h264'] });
    expect([w.link.wanted.camera, w.link.picture]).toEqual([3, 'h264']);
  });

  it('enters in one call, with the offer in it, and asks for pictures once sound flows', async () => {
    const w = world();
    await w.connect();
    expect(w.session.phase.value).toBe('in');
    expect(w.link.accepted).toEqual(['answer']);
    expect(w.names()).not.toContain('Wishes');
    w.link.become('connected');
    await w.turn();
    expect(w.calls.find(([name]) => name === 'Wishes')?.[1]).toEqual([{ mode: 'full', video: [{ conn: 1, source: 'camera', height: 720 }] }]);
  });

  it('takes the same place back after a cut and lists what was missed, even what overtakes the answer', async () => {
    const w = world();
    await w.connect();
    w.lose();
    w.number = 12;
    await w.connect([event(11, 'chat', 1, 1, 'Có nghe không?', 'c'), event(12, 'returned', 2)]);
    const [first, second] = w.calls.filter(([name]) => name === 'Enter').map(([, args]) => args[1] as EnterRequest);
    expect(first).toMatchObject({ resume: expect.stringMatching(/^[0-9a-f]{32}$/), attempt: Date.now() });
    expect(second).toMatchObject({ resume: first!.resume, attempt: Date.now() + 1, since: 10 });
    expect(second!.offer).toBeUndefined();
    expect(w.session.missed.value?.events.map(e => e.number)).toEqual([11, 12]);
    expect(w.link.hubReturns).toBeGreaterThan(0);
  });

  it('repeats an Enter whose answer got lost as the same place, also after a reload', async () => {
    const w = world();
    w.answerLost = true;
    await w.connect().catch(() => undefined);
    w.answerLost = false;
    await w.connect();
    const enters = w.calls.filter(([name]) => name === 'Enter').map(([, args]) => args[1] as EnterRequest);
    expect(enters[1]!.attempt).toBeGreaterThan(enters[0]!.attempt!);
    expect(new Set(enters.map(e => e.resume)).size).toBe(1);
    expect(enters[1]!.offer).toBeDefined();
    expect(w.secret).toBe(`${enters[0]!.resume} ${enters[1]!.attempt}`);
  });

  it('looks for another path of media when the hub is lost, and for the hub when media have found one', async () => {
    const w = world();
    await w.connect();
    w.link.become('connected');
    expect([w.link.hurries, w.hubHurries]).toEqual([0, 0]);
    w.lose();
    expect(w.link.hurries).toBe(1);
    w.link.become('cut');
    w.link.become('connected');
    expect(w.hubHurries).toBe(1);
  });

  it('tells the server of a pin that was lifted while the hub was away', async () => {
    const w = world();
    await w.connect();
    w.session.ladder.pin(1);
    w.lose();
    w.session.ladder.pin(null);
    await w.connect();
    expect(w.calls.filter(([name]) => name === 'Pin').at(-1)).toEqual(['Pin', [null]]);
  });

  it('gives way with a shared screen, too, where the way up does not carry it beside the voice', async () => {
    const w = world();
    const thin = async () => {
      for (let i = 0; i < 4; i++) {
        w.link.read({ loss: 0, down: 0, up: 0, totalBytes: 0, connected: true, upLoss: 0, available: 64_000 });
        await vi.advanceTimersByTimeAsync(2000);
      }
      return w.link.layers;
    };
    await w.connect();
    expect(await thin()).toBe(3);
    await w.session.toggleScreen();
    expect(await thin()).toBe(0);
  });

  it('keeps a chat line written without a line and sends it when it is back', async () => {
    const w = world();
    await w.connect();
    w.lose();
    w.session.chat('Viết khi mất mạng');
    await w.turn();
    expect(w.stored.length).toBe(1);
    await w.connect();
    expect(w.calls.filter(([name]) => name === 'Chat').length).toBe(1);
    expect(w.stored).toEqual([]);
  });

  it('waits in the lobby without media and negotiates when admitted', async () => {
    const w = world();
    w.state = 'lobby';
    await w.connect();
    expect(w.session.phase.value).toBe('lobby');
    expect(w.link.hubReturns).toBe(0);
    w.tell(event(11, 'admitted', 2));
    await w.turn();
    expect(w.session.phase.value).toBe('in');
    expect(w.link.negotiations).toBe(1);
  });

  it('comes in from the lobby although the snapshot fails at first, and negotiates once', async () => {
    const w = world();
    w.state = 'lobby';
    await w.connect();
    w.snapshotFails = true;
    w.tell(event(11, 'admitted', 2));
    await vi.advanceTimersByTimeAsync(1000);
    expect(w.session.phase.value).toBe('lobby');
    w.snapshotFails = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(w.session.phase.value).toBe('in');
    expect(w.link.negotiations).toBe(1);
  });

  it('stays out when the meeting is closed while it comes in from the lobby', async () => {
    const w = world();
    w.state = 'lobby';
    await w.connect();
    w.tell(event(11, 'admitted', 2));
    w.tell(event(12, 'closed'));
    await vi.advanceTimersByTimeAsync(5000);
    expect(w.session.phase.value).toBe('ended');
  });

  it('keeps the media negotiated on the way in from the lobby when the hub comes back', async () => {
    const w = world();
    w.state = 'lobby';
    await w.connect();
    w.lose();
    w.state = 'in';
    await w.connect();
    await w.link.negotiate(); // hubReturned does in a real link
    w.lose();
    await w.connect();
    expect(w.calls.filter(([name]) => name === 'Enter').map(([, args]) => (args[1] as EnterRequest).offer)).toEqual(['offer', undefined, undefined]);
  });

  it('ends with the reason the server gives and gives its place up', async () => {
    const w = world();
    await w.connect();
    w.end('removed');
    expect(w.session.ended.value).toEqual({ reason: 'removed' });
    expect(w.secret).toBeNull();
    expect(w.link.closed).toBe(true);
  });

  it('leaves the secret to the page that replaced it', async () => {
    const w = world();
    await w.connect();
    w.end('replaced');
    expect(w.secret).toMatch(/^[0-9a-f]{32} \d+$/);
  });

  it('shows a refusal to enter instead of trying for ever', async () => {
    const w = world();
    w.refusal = 'meeting_closed';
    await expect(w.connect()).rejects.toThrow();
    expect(w.session.ended.value).toMatchObject({ reason: 'refusal', refusal: { code: 'meeting_closed' } });
  });

  it('ends for everybody when the meeting is closed', async () => {
    const w = world();
    await w.connect();
    w.tell(event(11, 'closed'));
    expect(w.session.ended.value?.reason).toBe('closed');
  });
});
