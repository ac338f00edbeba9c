import { describe, expect, it } from 'vitest';
import { freshUplink, uplink, type Uplink, type UplinkReading } from './uplink';
import { LineMeter } from './quality';
import { voiceFor } from './voice';

/** A reading every two seconds. */
function run(state: Uplink, seconds: number, reading: Partial<UplinkReading>, from = 0): Uplink {
  for (let at = from; at < from + seconds * 1000; at += 2000) state = uplink(state, { at, loss: 0, rtt: 100, picture: true, ...reading });
  return state;
}

describe('the uplink', () => {
  it('sends everything on a good line', () => {
    expect(run(freshUplink, 60, { available: 2_000_000 })).toMatchObject({ layers: 3, voice: 0 });
  });

  it('leaves a middling line to the browser and takes the camera away before the voice suffers, within seconds', () => {
    expect(run(freshUplink, 60, { available: 120_000 }).layers).toBe(3);
    expect(run(freshUplink, 6, { available: 90_000 })).toMatchObject({ layers: 0, voice: 1 });
    expect(run(freshUplink, 6, { available: 40_000 })).toMatchObject({ layers: 0, voice: 2 });
  });

  it('does not jump at one bad reading', () => {
    const state = uplink(freshUplink, { at: 0, available: 60_000, loss: 0.3, picture: true });
    expect(state.layers).toBe(3);
    expect(run(state, 10, { available: 2_000_000 }, 2000).layers).toBe(3);
  });

  it('gives way to loss and to a queue although the estimate is high', () => {
    expect(run(freshUplink, 8, { available: 2_000_000, loss: 0.2 }).layers).toBeLessThan(3);
    expect(run(freshUplink, 8, { available: 2_000_000, rtt: 2500 }).layers).toBeLessThan(3);
  });

  it('tries more after fifteen good seconds, and waits twice as long after a try that failed', () => {
    let state = run(freshUplink, 8, { available: 90_000 });
    expect(run(state, 12, { available: 90_000 }, 8000).layers).toBe(0);
    state = run(state, 18, { available: 90_000 }, 8000);
    expect(state.layers).toBe(1);
    state = run(state, 6, { available: 60_000 }, 26_000);
    expect(state).toMatchObject({ layers: 0, patience: 30_000 });
    expect(run(state, 26, { available: 90_000 }, 32_000).layers).toBe(0);
    expect(run(state, 34, { available: 90_000 }, 32_000).layers).toBe(1);
  });

  it('leaves pictures alone while they are off', () => {
    expect(run(freshUplink, 60, { available: 40_000, picture: false })).toMatchObject({ layers: 3, voice: 2 });
  });

  it('thickens the voice only well above the mark', () => {
    const thin = run(freshUplink, 4, { available: 50_000, picture: false });
    expect(thin.voice).toBe(2);
    expect(run(thin, 4, { available: 70_000, picture: false }, 4000).voice).toBe(2);
    expect(run(thin, 4, { available: 90_000, picture: false }, 4000).voice).toBe(1);
  });

  it('packs the voice for the thinner of our line and the thinnest listener', () => {
    expect(voiceFor(0, 0).ptime).toBe(20);
    expect(voiceFor(2, 0)).toEqual({ bitrate: 16_000, ptime: 120 });
    expect(voiceFor(0, 1).ptime).toBe(60);
  });
});

/** An open microphone and, while it is sent, a camera on a line that loses packets by chance; the server reports once a second. */
class LossyLine {
  private meter = new LineMeter();
  private at = 0;
  private readonly streams = [0, 1].map(() => ({ sent: 0, lost: 0, fraction: 0 }));
  constructor(private readonly loss: number, private readonly ptime: number, private seed: number) {}

  private chance() {
    this.seed = (this.seed * 1664525 + 1013904223) % 2 ** 32;
    return this.seed / 2 ** 32;
  }

  private second(layers: number) {
    this.streams.forEach((stream, i) => {
      const packets = i === 0 ? Math.floor(1000 / this.ptime) : layers * 15;
      const lost = Array.from({ length: packets }, () => this.chance() < this.loss).filter(Boolean).length;
      stream.sent += packets;
      stream.lost += lost;
      stream.fraction = lost / (packets || 1);
    });
  }

  run(state: Uplink, seconds: number, look: (state: Uplink) => void = () => undefined): Uplink {
    for (const end = this.at + seconds * 1000; this.at < end; this.at += 2000) {
      this.second(state.layers);
      this.second(state.layers);
      const stats = this.streams.flatMap(({ sent, lost, fraction }) =>
        [{ type: 'outbound-rtp', packetsSent: sent }, { type: 'remote-inbound-rtp', packetsLost: lost, fractionLost: fraction }]);
      state = uplink(state, { at: this.at, loss: this.meter.sample(stats, this.at, true).upLoss, rtt: 100, picture: true, available: 300_000 });
      look(state);
    }
    return state;
  }
}

describe.each([120, 60])('the camera on a lossy way up, beside a voice in packets of %i ms', ptime => {
  const seeds = Array.from({ length: 20 }, (_, i) => i * 7919 + 1);

  it('stays where one packet of twenty is always lost', () => {
    for (const seed of seeds) new LossyLine(0.05, ptime, seed).run(freshUplink, 600, state => expect(state.layers).toBe(3));
  });

  it('comes back there', () => {
    const back = seeds.map(seed => new LossyLine(0.05, ptime, seed).run({ ...freshUplink, layers: 0 }, 120).layers);
    expect(Math.min(...back)).toBeGreaterThan(0);
  });

  it('goes within seconds where one of five is lost, and stays away', () => {
    for (const seed of seeds) {
      const line = new LossyLine(0.2, ptime, seed);
      expect(line.run(freshUplink, 14).layers).toBeLessThan(3);
      expect(line.run({ ...freshUplink, layers: 0 }, 60).layers).toBe(0);
    }
  });
});
