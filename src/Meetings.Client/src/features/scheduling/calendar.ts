import type { DayView, MeetingSummary } from '../../wire/contracts';
import { isoDay } from '../../lib/dates';

export interface CalendarDay { day: string; inMonth: boolean; meetings: MeetingSummary[]; holiday?: string; isOff: boolean }

const dayMs = 86_400_000;
const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10);

export const addDays = (day: string, days: number) => iso(at(day) + days * dayMs);

export function addMonths(day: string, months: number): string {
  const [year, month] = day.split('-').map(Number) as [number, number];
  return iso(Date.UTC(year, month - 1 + months, 1));
}

/** Weeks begin on Monday. */
export const mondayOf = (day: string) => addDays(day, -((new Date(at(day)).getUTCDay() + 6) % 7));

/** First and last day shown: whole weeks around the month, or one week. */
export function shownRange(day: string, span: 'month' | 'week'): [string, string] {
  if (span === 'week') return [mondayOf(day), addDays(mondayOf(day), 6)];
  const first = mondayOf(`${day.slice(0, 7)}-01`);
  const last = addDays(addMonths(day, 1), -1);
  return [first, addDays(mondayOf(last), 6)];
}

/** The weeks shown, each of seven days with what happens on them. */
export function calendarWeeks(day: string, span: 'month' | 'week', meetings: readonly MeetingSummary[], special: readonly DayView[]): CalendarDay[][] {
  const [first, last] = shownRange(day, span);
  const days: CalendarDay[] = [];
  for (let d = first; d <= last; d = addDays(d, 1)) {
    const known = special.find((s) => s.day === d);
    const weekend = new Date(at(d)).getUTCDay() % 6 === 0;
    days.push({
      day: d,
      inMonth: span === 'week' || d.slice(0, 7) === day.slice(0, 7),
      meetings: meetings.filter((m) => isoDay(m.start, m.zone) === d),
      ...(known?.name ? { holiday: known.name } : {}),
      isOff: known ? !known.isWorking : weekend,
    });
  }
  return Array.from({ length: days.length / 7 }, (_, i) => days.slice(i * 7, i * 7 + 7));
}

/** Full working days between two days, neither counted. */
export function workingDaysBetween(from: string, to: string, special: readonly DayView[]): number {
  let count = 0;
  for (let d = addDays(from, 1); d < to && count < 100; d = addDays(d, 1)) {
    const known = special.find((s) => s.day === d);
    const weekend = new Date(at(d)).getUTCDay() % 6 === 0;
    if (known ? known.isWorking : !weekend) count++;
  }
  return count;
}
