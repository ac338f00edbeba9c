import type { VoiceLevel } from './voice';

/** What the browser knows of the way up, once every two seconds. */
export interface UplinkReading {
  /** Milliseconds of any clock that only goes forward. */
  at: number;
  /** The browser's own estimate (availableOutgoingBitrate), bit/s; absent before it has one. */
  available?: number;
  /** Share of our packets the server did not get, 0..1. */
  loss: number;
  /** Round trip, milliseconds. */
  rtt?: number;
  /** Whether our camera or screen is on, so that there is something to take away. */
  picture: boolean;
}

/** What of ourselves goes up. The voice is never taken away; the camera gives way from its largest layer down, the screen in as many steps. */
export interface Uplink {
  /** Layers of the camera that may be sent, 0 (none) to 3; of the screen, 0 leaves a trickle. */
  readonly layers: 0 | 1 | 2 | 3;
  readonly voice: VoiceLevel;
  /** Since when it has been worse, or better, than what we send needs; milliseconds. */
  readonly worseSince?: number;
  readonly betterSince?: number;
  /** How long it must be better before more is tried; doubles with each try that failed. Milliseconds. */
  readonly patience: number;
  /** When more was last tried. */
  readonly triedAt?: number;
}

const worseFor = 3000;
const firstPatience = 15_000;
const mostPatience = 240_000;
/** A step up that did not last this long has failed. */
const proven = 30_000;
const badLoss = 0.1;
const fineLoss = 0.04;
/** Where the estimate is not short, a loss that is always there is no reason to wait: what is sent comes through. */
const steadyLoss = 0.085;
const badRtt = 1500;
/** bit/s on the wire that the smallest picture and the voice need together; what lies above the browser shares out among the layers itself. */
const needed = 100_000;
/** Below these the voice takes its thinner forms. */
const narrowBelow = 110_000;
const thinBelow = 56_000;

export const freshUplink: Uplink = { layers: 3, voice: 0, patience: firstPatience };

/** Pure: the next state from the one before and one reading. Down within seconds, up slowly and more slowly after each failure. */
export function uplink(before: Uplink, reading: UplinkReading): Uplink {
  const { available, loss, rtt = 0, at } = reading;
  const worse = before.layers > 0 && reading.picture && (isShort(available) || loss > badLoss || rtt > badRtt);
  if (worse) return worsen(before, reading);
  return improve({ ...without(before, 'worseSince'), voice: voiceLevel(before.voice, available) }, at, loss < (isShort(available) ? fineLoss : steadyLoss) && rtt < badRtt, reading.picture);
}

function worsen(before: Uplink, { at, available }: UplinkReading): Uplink {
  const since = before.worseSince ?? at;
  const waiting = { ...without(before, 'betterSince'), worseSince: since, voice: voiceLevel(before.voice, available) };
  if (at - since < worseFor) return waiting;
  const failed = before.triedAt !== undefined && at - before.triedAt < proven;
  const layers = (isShort(available) ? 0 : before.layers - 1) as Uplink['layers'];
  const patience = failed ? Math.min(mostPatience, before.patience * 2) : before.patience;
  return { ...without(waiting, 'worseSince'), layers, patience };
}

function improve(before: Uplink, at: number, fine: boolean, picture: boolean): Uplink {
  if (!fine || before.layers === 3 || !picture) return without(before, 'betterSince');
  const since = before.betterSince ?? at;
  if (at - since < before.patience) return { ...before, betterSince: since };
  // With nothing large to send the browser's estimate does not grow: only trying shows whether the line carries more.
  return { ...without(before, 'betterSince'), layers: (before.layers + 1) as Uplink['layers'], triedAt: at };
}

function isShort(available: number | undefined): boolean {
  return available !== undefined && available < needed;
}

/** Thinner at once, thicker only well above the mark. */
function voiceLevel(before: VoiceLevel, available: number | undefined): VoiceLevel {
  if (available === undefined) return before;
  const level = available < thinBelow ? 2 : available < narrowBelow ? 1 : 0;
  if (level >= before) return level;
  return available > (before === 2 ? thinBelow : narrowBelow) * 1.4 ? level : before;
}

function without<K extends keyof Uplink>(state: Uplink, key: K): Omit<Uplink, K> & Uplink {
  const { [key]: _, ...rest } = state;
  return rest as Omit<Uplink, K> & Uplink;
}
