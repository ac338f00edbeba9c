import './planning.catalogue';
import { inLine } from '../../lib/dates';
import { language, t } from '../../lib/i18n';
import type { DayOffRule, MonthlyBy, RecurrenceInput, RecurrenceUnit } from '../../wire/contracts';

export type Weekday = NonNullable<RecurrenceInput['weekdays']>[number];

/** What the editor asks of a meeting that recurs. */
export interface Repeat {
  unit: RecurrenceUnit;
  interval: string;
  weekdays: Weekday[];
  monthlyBy: MonthlyBy;
  ends: 'count' | 'until';
  count: string;
  until: string;
  onDayOff: DayOffRule;
  /** Days taken out, yyyy-MM-dd. */
  without: string[];
}

export const weekdays: Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const at = (day: string) => new Date(`${day}T00:00:00Z`);
export const weekdayOf = (day: string): Weekday => weekdays[(at(day).getUTCDay() + 6) % 7]!;

export const newRepeat = (): Repeat => ({
  unit: 'week', interval: '1', weekdays: [], monthlyBy: 'dayOfMonth', ends: 'count', count: '10', until: '', onDayOff: 'nextWorkingDay', without: [],
});

/** Null while it is not whole. */
export function ruleOf(r: Repeat): RecurrenceInput | null {
  const interval = Number(r.interval);
  const count = Number(r.count);
  if (!(interval >= 1 && interval <= 12) || (r.ends === 'count' ? !(count >= 2 && count <= 60) : !r.until)) return null;
  return {
    unit: r.unit, interval, monthlyBy: r.monthlyBy, onDayOff: r.onDayOff,
    ...(r.unit === 'week' && r.weekdays.length > 0 ? { weekdays: r.weekdays } : {}),
    ...(r.ends === 'count' ? { count } : { until: r.until }),
  };
}

export const weekdayName = (weekday: Weekday, width: 'long' | 'short' = 'long') =>
  new Intl.DateTimeFormat(language.value, { weekday: width, timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1 + weekdays.indexOf(weekday)))).replace('Chủ Nhật', 'Chủ nhật');

/** "Hằng tuần, thứ Hai" or "Mỗi 2 tháng, ngày 5". */
export function ruleWords(rule: RecurrenceInput, day: string): string {
  const every = rule.interval === 1 ? t(`recur.every.${rule.unit}`) : t(`recur.everyN.${rule.unit}`, { n: rule.interval });
  const on = rule.unit === 'week' ? (rule.weekdays?.length ? rule.weekdays : [weekdayOf(day)]).map((d) => inLine(weekdayName(d))).join(', ')
    : rule.unit === 'month' ? monthlyWords(rule.monthlyBy, day) : '';
  return [every, on].filter(Boolean).join(', ');
}

/** How the day of the month is said for a first meeting on that day. */
export function monthlyWords(by: MonthlyBy, day: string): string {
  const date = at(day).getUTCDate();
  const weekday = inLine(weekdayName(weekdayOf(day)));
  const which = Math.ceil(date / 7);
  return by === 'dayOfMonth' ? t('recur.dayOfMonth', { day: date })
    : by === 'lastWeekday' || which > 4 ? t('recur.lastWeekday', { weekday })
    : t('recur.nthWeekday', { weekday, n: which });
}
