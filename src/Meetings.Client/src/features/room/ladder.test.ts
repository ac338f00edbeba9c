import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LineSample } from '../../media/quality';
import { Ladder } from './ladder';

function made(stored: string | null = null) {
  const pins: (string | null)[] = [];
  const adapted: [number, number][] = [];
  let kept = stored;
  const ladder = new Ladder({
    pin: name => pins.push(name),
    adapt: (layers, voice) => adapted.push([layers, voice.ptime]),
    store: { read: () => kept, write: name => { kept = name; } },
  });
  return { ladder, pins, adapted, kept: () => kept };
}

const sample = (available: number): LineSample => ({ loss: 0, down: 0, up: 0, totalBytes: 0, connected: true, upLoss: 0, available });

describe('the ladder', () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); });

  it('says a rung aloud only once it has held', () => {
    const { ladder } = made();
    ladder.told(4, 2000);
    expect(ladder.settled.value).toBe(4);
    ladder.told(2, 200);
    vi.advanceTimersByTime(2000);
    ladder.told(3, 400);
    vi.advanceTimersByTime(3000);
    expect([ladder.rung.value, ladder.settled.value]).toEqual([3, 4]);
    vi.advanceTimersByTime(1500);
    expect(ladder.settled.value).toBe(3);
  });

  it('keeps what is pinned over a reload and tells it again when the hub is back, also that nothing is', () => {
    const { ladder, pins, kept } = made('speech');
    expect(ladder.pinned.value).toBe(1);
    ladder.tellAgain();
    ladder.pin(2);
    ladder.pin(null);
    ladder.tellAgain();
    expect(pins).toEqual(['speech', 'thumbnail', null, null]);
    expect(kept()).toBeNull();
  });

  it('packs the voice for the thinnest listener or the own way up, whichever is thinner', () => {
    const { ladder, adapted } = made();
    ladder.voice(1);
    expect(adapted.at(-1)).toEqual([3, 60]);
    for (let at = 0; at < 8000; at += 2000) ladder.sample(sample(40_000), true, at);
    expect(adapted.at(-1)).toEqual([0, 120]);
    expect(ladder.cameraHeld.value).toBe(true);
  });

  it('learns nothing from a line that is cut', () => {
    const { ladder } = made();
    for (let at = 0; at < 8000; at += 2000) ladder.sample({ ...sample(0), connected: false }, true, at);
    expect(ladder.up.value.layers).toBe(3);
  });

  describe('after a cut', () => {
    const cut = (ladder: Ladder, at: number) => ladder.sample({ ...sample(0), connected: false }, true, at);
    /** A reading every two seconds, until and without `to`. */
    const over = (ladder: Ladder, from: number, to: number, available: number) => {
      for (let at = from; at < to; at += 2000) ladder.sample(sample(available), true, at);
    };

    it('gives the estimate eight seconds before the camera is held back, and no more', () => {
      const { ladder } = made();
      over(ladder, 0, 10_000, 400_000);
      cut(ladder, 10_000);
      over(ladder, 12_000, 18_000, 60_000);
      over(ladder, 18_000, 60_000, 400_000);
      expect(ladder.up.value.layers).toBe(3);
      cut(ladder, 60_000);
      over(ladder, 62_000, 70_000, 60_000);
      expect([ladder.up.value.layers, ladder.up.value.voice]).toEqual([3, 1]);
      over(ladder, 70_000, 74_000, 60_000);
      expect(ladder.cameraHeld.value).toBe(true);
    });

    it('forgets the bad readings before it', () => {
      const { ladder } = made();
      over(ladder, 0, 4000, 60_000);
      cut(ladder, 4000);
      over(ladder, 6000, 14_000, 60_000);
      expect(ladder.up.value.worseSince).toBe(12_000);
      expect(ladder.cameraHeld.value).toBe(false);
    });

    it('that is none, before the first connection, a thin line is told as quickly as ever', () => {
      const { ladder } = made();
      cut(ladder, 0);
      over(ladder, 2000, 8000, 60_000);
      expect(ladder.cameraHeld.value).toBe(true);
    });
  });
});
