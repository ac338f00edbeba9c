import { describe, expect, it } from 'vitest';
import type { MeetingSummary } from '../../wire/contracts';
import { addDays, addMonths, calendarWeeks, mondayOf, shownRange, workingDaysBetween } from './calendar';

const meeting = (id: string, start: string) => ({ id, start, end: start, zone: 'Asia/Ho_Chi_Minh' }) as MeetingSummary;

describe('the calendar', () => {
  it('shows whole weeks from Monday', () => {
    expect(mondayOf('2026-11-29')).toBe('2026-11-23');
    expect(shownRange('2026-11-27', 'week')).toEqual(['2026-11-23', '2026-11-29']);
    expect(shownRange('2026-11-27', 'month')).toEqual(['2026-10-26', '2026-12-06']);
    expect(shownRange('2027-02-10', 'month')).toEqual(['2027-02-01', '2027-02-28']);
  });

  it('steps over the ends of months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addMonths('2026-12-31', 1)).toBe('2027-01-01');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-01');
  });

  it('puts a meeting on its day at its place, and says which days are off', () => {
    // 17:30 UTC is half past midnight of the next day in Viet Nam.
    const weeks = calendarWeeks('2026-04-30', 'month', [meeting('a', '2026-04-28T17:30:00Z')], [
      { day: '2026-04-30', name: 'reunification', isWorking: false }, { day: '2026-04-25', isWorking: true },
    ]);
    const days = weeks.flat();
    expect(weeks.every((w) => w.length === 7)).toBe(true);
    expect(days.find((d) => d.meetings.length > 0)?.day).toBe('2026-04-29');
    expect(days.find((d) => d.day === '2026-04-30')).toMatchObject({ holiday: 'reunification', isOff: true });
    expect(days.find((d) => d.day === '2026-04-25')).toMatchObject({ isOff: false }); // a Saturday that is worked
    expect(days.find((d) => d.day === '2026-04-26')).toMatchObject({ isOff: true });
    expect(days.filter((d) => !d.inMonth).map((d) => d.day)).toEqual(['2026-03-30', '2026-03-31', '2026-05-01', '2026-05-02', '2026-05-03']);
  });

  it('counts the full working days before a meeting', () => {
    expect(workingDaysBetween('2026-11-27', '2026-12-02', [])).toBe(2);
    expect(workingDaysBetween('2026-04-28', '2026-05-05', [{ day: '2026-04-30', name: 'x', isWorking: false }, { day: '2026-05-01', name: 'x', isWorking: false }])).toBe(2);
    expect(workingDaysBetween('2026-11-27', '2026-11-27', [])).toBe(0);
  });
});
