import { expect, it } from 'vitest';
import { clock, minutesOf, place } from './busy';

it('places spans on the chart and leaves out what lies outside', () => {
  expect(place(360, 1140)).toEqual({ left: 0, width: 100 });
  expect(place(750, 1140)).toEqual({ left: 50, width: 50 });
  expect(place(0, 438)).toEqual({ left: 0, width: 10 });
  expect(place(0, 360)).toBeNull();
  expect(place(1200, 1440)).toBeNull();
});

it('reads and writes clock times', () => expect(minutesOf(clock(485))).toBe(485));
