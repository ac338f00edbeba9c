import { describe, expect, it } from 'vitest';
import { freshUplink, uplink, type Uplink, type UplinkReading } from './uplink';
import { voiceFor } from './voice';

/** A reading every two seconds. */
function run(state: Uplink, seconds: number, reading: Partial<UplinkReading>, from = 0): Uplink {
  for (let at = from; at < from + seconds * 1000; at += 2000) state = uplink(state, { at, loss: 0, rtt: 100, camera: true, ...reading });
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
    const state = uplink(freshUplink, { at: 0, available: 60_000, loss: 0.3, camera: true });
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

  it('leaves the camera alone while it is off', () => {
    expect(run(freshUplink, 60, { available: 40_000, camera: false })).toMatchObject({ layers: 3, voice: 2 });
  });

  it('thickens the voice only well above the mark', () => {
    const thin = run(freshUplink, 4, { available: 50_000, camera: false });
    expect(thin.voice).toBe(2);
    expect(run(thin, 4, { available: 70_000, camera: false }, 4000).voice).toBe(2);
    expect(run(thin, 4, { available: 90_000, camera: false }, 4000).voice).toBe(1);
  });

  it('packs the voice for the thinner of our line and the thinnest listener', () => {
    expect(voiceFor(0, 0).ptime).toBe(20);
    expect(voiceFor(2, 0)).toEqual({ bitrate: 16_000, ptime: 120 });
    expect(voiceFor(0, 1).ptime).toBe(60);
  });
});
