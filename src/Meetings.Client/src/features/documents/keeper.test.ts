import { expect, it } from 'vitest';
import type { SheetView } from '../../wire/contracts';
import { isMetered, isNight, mayFetch, partsOf } from './keeper';

const night = { mode: 'night' as const, from: 22, to: 5, rate: 15 };
const at = (hour: number) => new Date(2026, 10, 23, hour, 30);
const inDays = (now: Date, days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();

it('knows the night also when it passes midnight', () => {
  expect([21, 22, 0, 4, 5].map((hour) => isNight(night, hour))).toEqual([false, true, true, true, false]);
  expect([0, 1, 4].map((hour) => isNight({ from: 1, to: 4 }, hour))).toEqual([false, true, false]);
});

it('fetches ahead at night, at any hour for a meeting of the next twelve hours, and never on a metered line', () => {
  const day = at(10);
  expect(mayFetch(inDays(day, 2), day, night, false)).toBe(false);
  expect(mayFetch(inDays(day, 0.4), day, night, false)).toBe(true);
  expect(mayFetch(inDays(at(23), 2), at(23), night, false)).toBe(true);
  expect(mayFetch(inDays(at(23), 2), at(23), night, true)).toBe(false);
  expect(mayFetch(inDays(day, 2), day, { ...night, mode: 'always' }, false)).toBe(true);
  expect(mayFetch(inDays(day, 0.4), day, { ...night, mode: 'off' }, false)).toBe(false);
  expect([isMetered({ saveData: true }), isMetered({ type: 'cellular' }), isMetered({ type: 'wifi' }), isMetered(undefined)]).toEqual([true, true, false, false]);
});

it('keeps the drawing of a text page and also the picture of a scan', () => {
  const sheet: SheetView = { hash: 'h', kind: 'text', width: 595, height: 842, drawing: 1200, small: 30_000, large: 0 };
  expect(partsOf('d', sheet)).toEqual([['/api/documents/d/p/h.svg', 1200]]);
  expect(partsOf('d', { ...sheet, kind: 'scan' })).toEqual([['/api/documents/d/p/h.svg', 1200], ['/api/documents/d/p/h.small', 30_000]]);
});
