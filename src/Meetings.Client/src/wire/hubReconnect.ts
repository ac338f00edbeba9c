/** How the hub is sought again inside a live meeting: for as long as the page is open, an attempt every 1-2 s. */
export interface ReconnectTimes {
  /** Most the first attempt waits, so that forty sites do not knock in the same instant. Milliseconds. */
  firstJitter: number;
  /** Attempts start this far apart at least, plus up to `spread`. */
  interval: number;
  spread: number;
  /** An attempt is given up after this long, each of three twice as long as the one before, up to `patientAbort` for very slow lines. */
  abort: number;
  patientAbort: number;
}

export const liveMeetingTimes: ReconnectTimes = {
  firstJitter: 1000, interval: 1000, spread: 1000, abort: 3000, patientAbort: 12000,
};

/** The surroundings, so that tests can drive them. */
export interface ReconnectWorld {
  now(): number;
  random(): number;
  /** Resolves after `ms`, or at once when `wake` is called. */
  wait(ms: number): Promise<void>;
}

/** The moment of the next attempt, relative to now. */
export function delayBefore(attempt: number, lastStartedAt: number, now: number, random: number, times: ReconnectTimes): number {
  if (attempt === 0) return random * times.firstJitter;
  return Math.max(0, lastStartedAt + times.interval + random * times.spread - now);
}

/** How long attempt number `attempt` (from 0) may take, where connecting is known to take `usual` ms. */
export function abortAfter(attempt: number, times: ReconnectTimes, usual = 0): number {
  return Math.min(Math.max(times.abort, 2 * usual) * 2 ** (attempt % 3), times.patientAbort);
}

/** Round trips until the hub answers: TCP, TLS, the WebSocket, its first message, and one for a lost packet. */
const roundTrips = 5;

/** What connecting takes on this line as far as the page's own requests have shown; ms, 0 when they have not. Files may come from the cache. */
export function usualConnect(requests: { name: string; requestStart: number; responseStart: number }[]): number {
  const waits = requests.filter(r => r.name.includes('/api/')).map(r => r.responseStart - r.requestStart).filter(ms => ms > 0).slice(-9).sort((a, b) => a - b);
  return roundTrips * (waits[waits.length >> 1] ?? 0);
}

/**
 * Tries until `attempt` succeeds or `stopped` says so. `attempt` gets its number and time limit and
 * must reject by itself once the limit has passed.
 */
export async function reconnect(
  attempt: (number: number, limit: number) => Promise<void>,
  stopped: () => boolean,
  world: ReconnectWorld,
  times: ReconnectTimes = liveMeetingTimes,
  firstAtOnce = false,
  usual = 0,
): Promise<boolean> {
  let startedAt = world.now();
  for (let n = 0; !stopped(); n++) {
    if (n > 0 || !firstAtOnce) await world.wait(delayBefore(n, startedAt, world.now(), world.random(), times));
    if (stopped()) return false;
    startedAt = world.now();
    try {
      await attempt(n, abortAfter(n, times, usual));
      return true;
    } catch {
      // The next attempt is the answer; the state shown to people is "reconnecting" all the while.
    }
  }
  return false;
}

/** A wait that can be cut short (the browser says the line is back, the page became visible). */
export class Waker {
  private wakeNow: (() => void) | undefined;

  wait(ms: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(done, ms);
      const self = this;
      function done() {
        clearTimeout(timer);
        self.wakeNow = undefined;
        resolve();
      }
      this.wakeNow = done;
    });
  }

  wake() {
    this.wakeNow?.();
  }
}
