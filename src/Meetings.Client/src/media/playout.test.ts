import { describe, expect, it } from 'vitest';
import { heardIn, PlayoutDelay } from './playout';

/** Readings of a line every two seconds: 16 packets of `ptime` ms, of which `lost` are missing but heard from their repetition. */
function readings(delay: PlayoutDelay, count: number, lost: number, jitter: number, ptime: 20 | 60 | 120): number | null {
  let target: number | null = null;
  let [received, missing, samples] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    received += 16 - lost;
    missing += lost;
    samples += 16 * ptime * 48;
    target = delay.next({ received, lost: missing, jitter, samples });
  }
  return target;
}

describe('the wait before a voice is played', () => {
  it('is the browser\'s affair on a line that loses nothing', () => {
    expect(readings(new PlayoutDelay(), 10, 0, 60, 120)).toBeNull();
  });

  it('lets the repeated frame of the next packet come in time on a line that loses some', () => {
    expect(readings(new PlayoutDelay(), 5, 1, 27, 60)).toBe(140);
    expect(readings(new PlayoutDelay(), 5, 2, 67, 120)).toBe(320);
    expect(readings(new PlayoutDelay(), 5, 2, 300, 120)).toBe(500);
  });

  it('is longer where frames are repeated more than once', () => {
    expect(readings(new PlayoutDelay(), 12, 3, 5, 20)).toBe(60);
    expect(readings(new PlayoutDelay(), 12, 5, 5, 20)).toBe(80);
  });

  it('stays while little changes, and ends when the line has been clean for a while', () => {
    const delay = new PlayoutDelay();
    const target = readings(delay, 6, 1, 30, 60);
    expect(delay.next({ received: 90 + 15, lost: 7, jitter: 38, samples: 7 * 16 * 60 * 48 })).toBe(target);
    delay.restart();
    expect(readings(delay, 3, 0, 30, 60)).not.toBeNull();
    delay.restart();
    expect(readings(delay, 30, 0, 30, 60)).toBeNull();
  });

  it('counts sound alone', () => {
    expect(heardIn([
      { type: 'inbound-rtp', kind: 'audio', packetsReceived: 10, packetsLost: 1, jitter: 0.02, jitterBufferEmittedCount: 9600 },
      { type: 'inbound-rtp', kind: 'audio', packetsReceived: 5, packetsLost: 0, jitter: 0.01, jitterBufferEmittedCount: 4800 },
      { type: 'inbound-rtp', kind: 'video', packetsReceived: 500, packetsLost: 50, jitter: 0.5, jitterBufferEmittedCount: 30 },
      { type: 'outbound-rtp', kind: 'audio', packetsSent: 7 },
    ])).toEqual({ received: 15, lost: 1, jitter: 20, samples: 14_400 });
  });

  it('does not mind how packets of a slot came that has been silent for a while', () => {
    const slot = { type: 'inbound-rtp', kind: 'audio', timestamp: 60_000 };
    expect(heardIn([
      { ...slot, lastPacketReceivedTimestamp: 57_000, jitter: 0.3 },
      { ...slot, lastPacketReceivedTimestamp: 59_900, jitter: 0.02 },
    ]).jitter).toBe(20);
  });
});
