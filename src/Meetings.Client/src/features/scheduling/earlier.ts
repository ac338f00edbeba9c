import { isoDay } from '../../lib/dates';
import type { MeetingDetails } from '../../wire/contracts';
import { draftOf, type Draft } from './draft';

/** Days between two calendar days, both yyyy-MM-dd. */
const daysBetween = (from: string, to: string) => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 864e5);

const plusDays = (day: string, days: number) => new Date(Date.parse(`${day}T00:00:00Z`) + days * 864e5).toISOString().slice(0, 10);

/** The first day after today on the earlier meeting's weekday: last Monday's meeting becomes next Monday's. */
export function nextDay(earlier: string, today: string): string {
  const since = daysBetween(earlier, today);
  return plusDays(earlier, since < 0 ? 7 : 7 * (Math.floor(since / 7) + 1));
}

/** A new plan with the people, roles, agenda, time of day and place of an earlier meeting. Papers and guest links stay with the old one. */
export function draftFrom(m: MeetingDetails, now: number): Draft {
  const { revision: _old, isUrgent: _urgent, urgentReason: _why, ...plan } = draftOf(m);
  return {
    ...plan,
    day: nextDay(plan.day, isoDay(now, m.zone)),
    items: plan.items.map(({ id: _id, ...item }, i) => ({ ...item, key: `from${i}-${item.key}` })),
  };
}
