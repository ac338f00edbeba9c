import { figure, type Stat } from './path';

/** The line in one word: Tốt / Yếu / Mất tín hiệu. */
export type LineWord = 'good' | 'weak' | 'lost' | 'unknown';

export interface LineSample {
  /** Round trip, milliseconds. */
  rtt?: number;
  /** Share of packets lost on the way to us or from us, the worse one, 0..1. */
  loss: number;
  /** Bits a second received and sent since the sample before. */
  down: number;
  up: number;
  /** Bytes since the meeting was entered. */
  totalBytes: number;
  connected: boolean;
  /** The browser's estimate of the way up, bit/s; absent before it has one. */
  available?: number;
  /** Share of what we send that the server does not get, 0..1, over the last seconds: one voice packet lost of eight says nothing. */
  upLoss: number;
}

/** Of the newest sample in `upLoss`. */
const weight = 0.25;
/** Where fewer packets are sent, as while nobody speaks, one lost counts no more than of so many; where none are, the loss is forgotten. */
const fewSent = 5;

const weakLoss = 0.03;
const weakRtt = 400;

export function lineWord(sample: LineSample | undefined): LineWord {
  if (!sample) return 'unknown';
  if (!sample.connected) return 'lost';
  return sample.loss > weakLoss || (sample.rtt ?? 0) > weakRtt ? 'weak' : 'good';
}

interface Totals { at: number; received: number; sent: number; packets: number; lost: number; packetsOut: number; lostOut: number; bytesIn: number; bytesOut: number }

/** Turns getStats reports into samples; keeps only the totals of the report before. */
export class LineMeter {
  private before: Totals | undefined;
  private base = 0;
  private upLoss = 0;

  /** A new PeerConnection counts from zero; what the old one used stays in the total. */
  restart() {
    if (this.before) this.base += this.before.bytesIn + this.before.bytesOut;
    this.before = undefined;
  }

  sample(stats: Iterable<Stat>, at: number, connected: boolean): LineSample {
    const now: Totals = { at, received: 0, sent: 0, packets: 0, lost: 0, packetsOut: 0, lostOut: 0, bytesIn: 0, bytesOut: 0 };
    let rtt: number | undefined;
    let available: number | undefined;
    for (const s of stats) {
      if (s.type === 'inbound-rtp') {
        now.packets += figure(s['packetsReceived']);
        now.lost += figure(s['packetsLost']);
      } else if (s.type === 'remote-inbound-rtp') {
        now.lostOut += figure(s['packetsLost']);
      } else if (s.type === 'outbound-rtp') {
        now.packetsOut += figure(s['packetsSent']);
      } else if (s.type === 'candidate-pair' && s['nominated'] === true && s['state'] === 'succeeded') {
        if (s['currentRoundTripTime'] !== undefined) rtt = figure(s['currentRoundTripTime']) * 1000;
        if (s['availableOutgoingBitrate'] !== undefined) available = figure(s['availableOutgoingBitrate']);
        now.bytesIn += figure(s['bytesReceived']);
        now.bytesOut += figure(s['bytesSent']);
      } else if (s.type === 'transport') {
        now.received = figure(s['bytesReceived']);
        now.sent = figure(s['bytesSent']);
      }
    }
    if (now.received + now.sent > 0) {
      now.bytesIn = now.received;
      now.bytesOut = now.sent;
    }
    const before = this.before ?? { ...now, bytesIn: 0, bytesOut: 0, packets: 0, lost: 0, at: at - 1000 };
    this.before = now;
    const seconds = Math.max(0.001, (at - before.at) / 1000);
    const packets = Math.max(0, now.packets - before.packets);
    const lost = Math.max(0, now.lost - before.lost);
    const lostOut = Math.max(0, now.lostOut - before.lostOut) / Math.max(fewSent, now.packetsOut - before.packetsOut);
    this.upLoss += (Math.min(1, lostOut) - this.upLoss) * weight;
    const result: LineSample = {
      loss: Math.max(packets + lost > 10 ? lost / (packets + lost) : 0, this.upLoss),
      down: Math.max(0, (now.bytesIn - before.bytesIn) * 8 / seconds),
      up: Math.max(0, (now.bytesOut - before.bytesOut) * 8 / seconds),
      totalBytes: this.base + now.bytesIn + now.bytesOut,
      connected,
      upLoss: this.upLoss,
    };
    if (rtt !== undefined) result.rtt = rtt;
    if (available !== undefined) result.available = available;
    return result;
  }
}
