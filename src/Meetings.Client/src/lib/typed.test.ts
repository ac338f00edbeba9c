import { expect, it } from 'vitest';
import { typedDay, typedTime, writtenDay } from './typed';

it.each([
  ['23/11/2026', '2026-11-23'], ['1-2-2027', '2027-02-01'], ['23112026', '2026-11-23'], [' 3.9.2026 ', '2026-09-03'],
  ['31/02/2026', null], ['29/02/2028', '2028-02-29'], ['11/23/2026', null], ['2026-11-23', null], ['', null], ['23/11', null],
])('reads the day %j as %j', (text, day) => expect(typedDay(text)).toBe(day));

it.each([
  ['07:30', '07:30'], ['7h30', '07:30'], ['7 giờ 30', '07:30'], ['730', '07:30'], ['1400', '14:00'], ['8', '08:00'], ['14h', '14:00'], ['0:05', '00:05'],
  ['24:00', null], ['7:60', null], ['', null], ['sáng', null],
])('reads the time %j as %j', (text, time) => expect(typedTime(text)).toBe(time));

it('writes a day as people do', () => {
  expect(writtenDay('2026-11-03')).toBe('03/11/2026');
  expect(writtenDay('')).toBe('');
});
