import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RoomHub, type HubHandlers } from './hub';
import { earlyConnection, takeEarly } from './hubConnection';
import { probe } from './hubProbe';

/** What the hub library makes; the first `failing` WebSockets do not open. */
const made: FakeConnection[] = [];
let failing = 0;
/** RoomsModule's ClientTimeoutInterval; ms. */
const serverPatience = 20_000;

class FakeConnection {
  state = 'Disconnected';
  stopped = false;
  closing: (() => void)[] = [];
  readonly asked: string[] = [];
  constructor(readonly negotiated: boolean) { made.push(this); }
  async start() {
    if (!this.negotiated && failing-- > 0) throw new Error('a proxy');
    this.state = 'Connected';
  }
  async stop() { this.stopped = true; this.closing.forEach(close => close()); }
  on() {}
  onclose(close: () => void) { this.closing.push(close); }
  async invoke(method: string) { this.asked.push(method); return { answer: 'packed' }; }
}

vi.mock('@microsoft/signalr', () => ({
  HttpTransportType: { WebSockets: 1 },
  LogLevel: { None: 6 },
  HubConnectionBuilder: class {
    private negotiated = true;
    withUrl(_: string, options: { skipNegotiation?: boolean }) { this.negotiated = !options.skipNegotiation; return this; }
    configureLogging() { return this; }
    build() { return new FakeConnection(this.negotiated); }
  },
}));

const entering = (entered: string[]): HubHandlers => ({
  state: () => undefined, event: () => undefined, transient: () => undefined, ended: () => undefined,
  enter: async connection => { await connection.invoke('Enter'); entered.push('in'); },
});

describe('the connection opened with the page', () => {
  beforeEach(() => { made.length = 0; failing = 0; takeEarly(); });
  afterEach(() => { vi.restoreAllMocks(); });

  it('carries the probe, and the meeting takes it over', async () => {
    await probe('offer');
    const entered: string[] = [];
    const hub = new RoomHub(entering(entered));
    hub.start();
    await vi.waitFor(() => expect(entered).toEqual(['in']));
    expect(made.map(c => c.asked)).toEqual([['Probe', 'Enter']]);
    hub.stop();
    expect(made[0]!.stopped).toBe(true);
  });

  it('is no longer there when it closed, and the meeting opens its own', async () => {
    const { connection } = await earlyConnection();
    await connection.stop();
    const entered: string[] = [];
    const hub = new RoomHub(entering(entered));
    hub.start();
    await vi.waitFor(() => expect(entered).toEqual(['in']));
    expect(made.map(c => c.asked)).toEqual([[], ['Enter']]);
    hub.stop();
  });

  it('speaks three times before the server loses patience with the silent', async () => {
    const { connection } = await earlyConnection();
    expect(connection.keepAliveIntervalInMilliseconds * 3).toBeLessThan(serverPatience);
  });

  it('is found by negotiation where a WebSocket does not open', async () => {
    failing = 1;
    expect((await earlyConnection()).negotiated).toBe(true);
    expect(made.map(c => c.negotiated)).toEqual([false, true]);
  });

  it('is handed over once', async () => {
    await earlyConnection();
    expect(takeEarly()).toBeDefined();
    expect(takeEarly()).toBeUndefined();
  });

  it('ends with a trial that has one of its own, after its time', async () => {
    vi.useFakeTimers();
    await probe('offer', 5000);
    await vi.advanceTimersByTimeAsync(4999);
    expect(made.map(c => c.stopped)).toEqual([false]);
    await vi.advanceTimersByTimeAsync(1);
    expect(made.map(c => c.stopped)).toEqual([true]);
    vi.useRealTimers();
  });
});
