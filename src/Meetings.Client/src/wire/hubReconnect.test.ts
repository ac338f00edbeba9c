import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { abortAfter, delayBefore, liveMeetingTimes, reconnect, usualConnect, Waker } from './hubReconnect';

const waker = new Waker();
const world = { now: () => Date.now(), random: () => 0.5, wait: (ms: number) => waker.wait(ms) };

describe('seeking the hub', () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); });

  it('waits up to a second before the first attempt and starts the others one to two seconds apart', async () => {
    const at: number[] = [];
    const begin = Date.now();
    const done = reconnect(async n => {
      at.push(Date.now() - begin);
      if (n < 3) throw new Error('no line');
    }, () => false, world);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await done).toBe(true);
    expect(at).toEqual([500, 2000, 3500, 5000]);
  });

  it('goes on for as long as the page is open', async () => {
    let tries = 0;
    let stopped = false;
    const done = reconnect(async () => { tries++; throw new Error('no line'); }, () => stopped, world);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(tries).toBeGreaterThan(390);
    stopped = true;
    await vi.advanceTimersByTimeAsync(2000);
    expect(await done).toBe(false);
  });

  it('tries at once when the browser says that the line is back', async () => {
    let tries = 0;
    void reconnect(async () => { tries++; }, () => false, world);
    waker.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(tries).toBe(1);
  });

  it('gives the first attempt three seconds and the next two what a slow line can finish in', () => {
    expect([0, 1, 2, 3, 4].map(n => abortAfter(n, liveMeetingTimes))).toEqual([3000, 6000, 12000, 3000, 6000]);
    expect(delayBefore(1, 0, 3000, 0.9, liveMeetingTimes)).toBe(0);
  });

  it('gives every attempt what a slow line needs, as its requests have shown', () => {
    const request = (ms: number) => ({ name: 'https://hop.example/api/session', requestStart: 100, responseStart: 100 + ms });
    const kept = Array.from({ length: 9 }, () => ({ ...request(2), name: 'https://hop.example/assets/call.js' }));
    const edge = usualConnect([request(40), ...[850, 800, 2600, 820].map(request), ...kept, { ...request(0), requestStart: 100 }]);
    expect(edge).toBe(4100);
    expect([0, 1, 3].map(n => abortAfter(n, liveMeetingTimes, edge))).toEqual([8200, 12000, 8200]);
    expect(abortAfter(0, liveMeetingTimes, 30_000)).toBe(12000);
    expect(abortAfter(0, liveMeetingTimes, usualConnect([request(30)]))).toBe(3000);
    expect(usualConnect([])).toBe(0);
  });
});
