import './calendar.catalogue';
import { isoDay } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { DayView } from '../../wire/contracts';
import { get, search } from '../../wire/http';
import { Notice } from '../../ui/Notice';
import { useLoad } from '../../ui/use';
import { addDays, workingDaysBetween } from './calendar';
import { holidayName } from './holidays';

/** Working days an invitation should have; the office may know better, so this only warns. */
const lead = 3;

/** What the day of a meeting says: off, or too near for an invitation in time. An urgent meeting is not asked. */
export function DayWarnings({ day, isUrgent }: { day: string; isUrgent: boolean }) {
  const today = isoDay(Date.now());
  const to = day > today ? day : today;
  const far = to > addDays(today, 60);
  const days = useLoad(() => get<DayView[]>(`/api/days${search({ from: far ? to : today, to })}`), `${today} ${day}`);
  if (!day || !days.value) return null;
  const known = days.value.find((d) => d.day === day);
  const isWeekend = new Date(`${day}T00:00:00Z`).getUTCDay() % 6 === 0;
  const left = workingDaysBetween(today, day, days.value);
  return (
    <>
      {known?.name && !known.isWorking && <Notice tone="warn"><p>{t('calendar.startsOff', { name: holidayName(known.name) })}</p></Notice>}
      {!known && isWeekend && <Notice tone="warn"><p>{t('calendar.startsWeekend')}</p></Notice>}
      {!isUrgent && !far && day >= today && left < lead && <Notice tone="warn"><p>{t('calendar.shortLead', { count: left })}</p></Notice>}
    </>
  );
}
