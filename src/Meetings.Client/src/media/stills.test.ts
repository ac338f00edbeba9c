import { describe, expect, it } from 'vitest';
import { difference, fitting } from './stills';

const grey = (value: number, pixels = 100) => new Uint8ClampedArray(Array.from({ length: pixels * 4 }, (_, i) => (i % 4 === 3 ? 255 : value)));

describe('stills', () => {
  it('tell a new picture from the same one', () => {
    expect(difference(grey(10), grey(10))).toBe(0);
    expect(difference(grey(10), grey(14))).toBe(4);
  });

  it('lower the quality first and the size then until they fit', async () => {
    const tried: [number, number][] = [];
    const still = await fitting({ width: 1000, bytes: 30_000 }, async (width, quality) => {
      tried.push([width, quality]);
      return new Blob([new Uint8Array(Math.round(width * quality * 120))]);
    });
    expect(still!.size).toBeLessThanOrEqual(30_000);
    expect(tried.map(([width]) => width).slice(0, 3)).toEqual([1000, 1000, 1000]);
    expect(tried.length).toBe(3);
  });

  it('are not sent at all when nothing fits', async () => {
    expect(await fitting({ width: 1000, bytes: 10 }, async () => new Blob([new Uint8Array(99)]))).toBeNull();
    expect(await fitting({ width: 1000, bytes: 10 }, async () => null)).toBeNull();
  });
});
