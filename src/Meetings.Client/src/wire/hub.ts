import type { HubConnection } from '@microsoft/signalr';
import { openConnection, quietly, takeEarly } from './hubConnection';
import type { EndReason, Refusal, RoomEvent, RoomTransient } from './hubContracts';
import { liveMeetingTimes, reconnect, usualConnect, Waker, type ReconnectTimes } from './hubReconnect';

/** The server understood and said no; `code` is a key of the refusal catalogue. */
export class HubRefused extends Error {
  readonly code: string;
  readonly args: Record<string, string | number>;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.code = refusal.code;
    this.args = refusal.args ?? {};
  }
}

/** There is no connection now, or it broke before the answer came. */
export class HubGone extends Error {}

export type HubState = 'connecting' | 'connected' | 'reconnecting' | 'ended';

export interface HubHandlers {
  state(state: HubState): void;
  /** Called on every fresh connection before it counts as connected; must reject when entering failed. */
  enter(connection: HubCaller): Promise<void>;
  event(event: RoomEvent): void;
  transient(news: RoomTransient): void;
  ended(reason: EndReason): void;
  attemptFailed?(attempt: number): void;
  /** Whether the line loses so much that seconds of silence are nothing but packets sent again, and to begin anew would be no faster. */
  losesMuch?(): boolean;
}

export interface HubCaller {
  invoke<T>(method: string, ...args: unknown[]): Promise<T>;
}

/** A silent connection is asked for a sign of life this often, and given up after a limit that grows with what connecting and the last signs took. Milliseconds. */
const pingEvery = 4000;
const leastPingLimit = 7000;
const mostPingLimit = 15_000;
/** A line that loses much keeps one answer in ten this many times as long as another. */
const slowAnswer = 4;
const forgotten = 0.9;
/** After this many failed WebSocket attempts in a row one goes through negotiation (proxies that break WebSockets). */
const negotiatedEvery = 3;

function withLimit<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(new HubGone()), ms); });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function call<T>(connection: HubConnection, method: string, args: unknown[]): Promise<T> {
  let answer: (T & { refusal?: Refusal }) | null;
  try {
    answer = await connection.invoke(method, ...args);
  } catch (error) {
    throw connection.state === 'Connected' ? error : new HubGone(String(error));
  }
  if (answer && typeof answer === 'object' && answer.refusal) throw new HubRefused(answer.refusal);
  return answer as T;
}

/** The room's hub connection: reconnects for as long as the page is open, by the policy of `hubReconnect`. */
export class RoomHub implements HubCaller {
  private connection: HubConnection | undefined;
  private stopped = false;
  private negotiated = false;
  private seeking = false;
  private heardAt = 0;
  private startedAt = 0;
  private took = 0;
  private slowest = 0;
  private giveUp: (() => void) | undefined;
  private waker = new Waker();
  private pulse: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly handlers: HubHandlers, private readonly times: ReconnectTimes = liveMeetingTimes) {}

  get connected() {
    return this.connection !== undefined;
  }

  start() {
    this.handlers.state('connecting');
    globalThis.addEventListener?.('online', this.hurry);
    globalThis.addEventListener?.('offline', this.checkLife);
    this.pulse = setInterval(() => {
      if (Date.now() - this.heardAt > pingEvery) this.checkLife();
    }, 1000);
    void this.seek(true);
  }

  stop() {
    if (this.stopped) return;
    this.stopped = true;
    clearInterval(this.pulse);
    globalThis.removeEventListener?.('online', this.hurry);
    globalThis.removeEventListener?.('offline', this.checkLife);
    this.waker.wake();
    const connection = this.connection;
    this.connection = undefined;
    quietly(connection);
    this.handlers.state('ended');
  }

  async invoke<T>(method: string, ...args: unknown[]): Promise<T> {
    const connection = this.connection;
    if (!connection) throw new HubGone('not connected');
    const answer = await call<T>(connection, method, args);
    this.heardAt = Date.now();
    return answer;
  }

  /** Try again now instead of at the next tick; an attempt that may have begun before the line came back is not waited for. */
  readonly hurry = () => {
    if (Date.now() - this.startedAt > this.times.abort) this.giveUp?.();
    this.waker.wake();
    this.checkLife();
  };

  private checking = false;
  /** Asks for a sign of life; a connection that gives none is dropped and sought again. */
  readonly checkLife = () => {
    const connection = this.connection;
    if (!connection || this.checking) return;
    this.checking = true;
    // A lost packet stops a thin line for seconds, and to begin anew there takes longer still.
    const limit = this.handlers.losesMuch?.() ? mostPingLimit : Math.min(Math.max(leastPingLimit, 2 * this.took, slowAnswer * this.slowest), mostPingLimit);
    const asked = Date.now();
    withLimit(connection.invoke('Ping'), limit).then(
      () => {
        this.heardAt = Date.now();
        this.slowest = Math.max(this.heardAt - asked, this.slowest * forgotten);
      },
      () => this.lost(connection),
    ).finally(() => { this.checking = false; });
  };

  private lost(connection: HubConnection) {
    if (this.stopped || this.connection !== connection) return;
    this.connection = undefined;
    quietly(connection);
    this.handlers.state('reconnecting');
    void this.seek(false);
  }

  private async seek(firstAtOnce: boolean) {
    if (this.seeking) return;
    this.seeking = true;
    const world = { now: () => Date.now(), random: Math.random, wait: (ms: number) => this.waker.wait(ms) };
    const usual = Math.max(this.took, usualConnect(performance.getEntriesByType('resource') as PerformanceResourceTiming[]));
    await reconnect((n, limit) => this.attempt(n, limit), () => this.stopped, world, this.times, firstAtOnce, usual);
    this.seeking = false;
  }

  private async attempt(n: number, limit: number) {
    const early = takeEarly();
    let connection: HubConnection | undefined;
    try {
      this.startedAt = Date.now();
      const abandoned = new Promise<never>((_, reject) => { this.giveUp = () => reject(new HubGone()); });
      const opening = early ?? openConnection(this.negotiated || n % negotiatedEvery === negotiatedEvery - 1, built => { connection = built; });
      const open = await withLimit(Promise.race([opening, abandoned]), limit);
      this.giveUp = undefined;
      this.took = open.took;
      const fresh = connection = open.connection;
      this.listen(fresh);
      await withLimit(this.handlers.enter({ invoke: (method, ...args) => call(fresh, method, args) }), Math.max(2 * limit, 10_000));
      // One that closed while the room was loaded would be taken for alive until the next ping.
      if (this.stopped || fresh.state !== 'Connected') throw new HubGone('stopped or closed');
      this.negotiated = open.negotiated;
      this.connection = fresh;
      this.heardAt = Date.now();
      this.handlers.state('connected');
    } catch (error) {
      quietly(connection);
      void early?.then(late => quietly(late.connection), () => undefined);
      if (error instanceof HubRefused) this.stop();
      else this.handlers.attemptFailed?.(n);
      throw error;
    }
  }

  private listen(connection: HubConnection) {
    const heard = () => { this.heardAt = Date.now(); };
    connection.on('e', (number: number, at: number, kind: string, args: unknown[]) => {
      heard();
      this.handlers.event({ number, at, kind, args } as RoomEvent);
    });
    connection.on('t', (kind: string, args: unknown[]) => {
      heard();
      this.handlers.transient({ kind, args } as RoomTransient);
    });
    connection.on('x', (reason: EndReason) => {
      if (this.stopped || (this.connection && this.connection !== connection)) return;
      this.stop();
      this.handlers.ended(reason);
    });
    connection.onclose(() => this.lost(connection));
  }
}
