import { figure, type Stat } from './path';

/**
 * How long received voice waits before it is played, on lines that lose packets: the server repeats each frame in the next packet (RFC 2198), or in
 * the two or three next ones, which helps only while the voice has not been played yet. On other lines the browser decides.
 */
export interface Heard {
  /** Packets of sound received and missing since the connection began. */
  received: number;
  lost: number;
  /** Variation of arrivals, milliseconds (RFC 3550 section 6.4.1). */
  jitter: number;
  /** Samples that packets held, 48 a millisecond. */
  samples: number;
}

const lossy = 0.012;
const clean = 0.004;
/** Where the server repeats twice and three times if the line has room (RepeatRule); it does at 0.12 and 0.22. */
const twice = 0.13;
const thrice = 0.2;
const weight = 0.25;
/** The whole spread of arrivals is about three times their mean difference. */
const spread = 3;
const longest = 500;
/** Smaller changes would only stretch and squeeze the voice. Milliseconds. */
const noticeable = 40;
/** Who was heard last so long ago says nothing of the line as it is. Milliseconds. */
const stale = 2000;

/** Sums the sound of a getStats report. */
export function heardIn(stats: Iterable<Stat>): Heard {
  const sum: Heard = { received: 0, lost: 0, jitter: 0, samples: 0 };
  for (const s of stats) {
    if (s.type !== 'inbound-rtp' || s['kind'] !== 'audio') continue;
    sum.received += figure(s['packetsReceived']);
    sum.lost += figure(s['packetsLost']);
    sum.samples += figure(s['jitterBufferEmittedCount']);
    if (!(Number(s['timestamp']) - Number(s['lastPacketReceivedTimestamp']) > stale)) sum.jitter = Math.max(sum.jitter, figure(s['jitter']) * 1000);
  }
  return sum;
}

export class PlayoutDelay {
  private before: Heard | undefined;
  private loss = 0;
  private target: number | null = null;
  /** How many packets the target waits for. */
  private packets = 1;

  /** A new connection counts from zero and knows no target; what is known of the line stays. */
  restart() {
    this.before = undefined;
    this.target = null;
  }

  /** @returns jitterBufferTarget (W3C webrtc-extensions), milliseconds; null leaves it to the browser */
  next(now: Heard): number | null {
    const before = this.before;
    this.before = now;
    if (!before || now.received < before.received) return this.target;
    const lost = Math.max(0, now.lost - before.lost);
    const all = now.received - before.received + lost;
    if (all < 5) return this.target;
    this.loss += (lost / all - this.loss) * weight;
    if (this.loss < (this.target === null ? lossy : clean)) return this.target = null;
    // What speakers put into a packet, whatever we put into ours; what was lost is mostly heard from its repetition.
    const ptime = Math.max(0, now.samples - before.samples) / all / 48;
    const packets = this.loss < twice ? 1 : this.loss < thrice ? 2 : 3;
    const wanted = Math.min(longest, Math.round((packets * ptime + spread * now.jitter) / 10) * 10);
    const stays = this.target !== null && packets === this.packets && Math.abs(wanted - this.target) < noticeable;
    this.packets = packets;
    return this.target = stays ? this.target : wanted;
  }
}
