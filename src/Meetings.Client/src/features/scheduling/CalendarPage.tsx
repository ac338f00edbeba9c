import './calendar.catalogue';
import { isoDay, longDate, time } from '../../lib/dates';
import { language, t } from '../../lib/i18n';
import { navigate, query } from '../../lib/router';
import type { DayView, MeetingSummary } from '../../wire/contracts';
import { asRefused, get, refusalText, search } from '../../wire/http';
import { Button, ButtonLink } from '../../ui/Button';
import { Loading, Problem } from '../../ui/Notice';
import { useLoad, useTitle } from '../../ui/use';
import { mayCreateMeetings } from '../accounts';
import { addDays, addMonths, calendarWeeks, shownRange, type CalendarDay } from './calendar';
import { holidayName } from './holidays';
import { isLive } from './words';
import './scheduling.css';
import './calendar.css';

/** Meetings by week or month, with the days offices do not work. */
export default function CalendarPage() {
  useTitle(t('calendar.title'));
  const today = isoDay(Date.now());
  const asked = query('day');
  const day = asked && /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : today;
  const span = query('span') === 'week' ? 'week' : 'month';
  const [from, to] = shownRange(day, span);
  const loaded = useLoad(
    () => Promise.all([get<MeetingSummary[]>(`/api/meetings${search({ view: 'all', from, to })}`), get<DayView[]>(`/api/days${search({ from, to })}`)]),
    `${from} ${to}`,
  );
  const go = (to: string, as = span) => navigate(`/calendar?day=${to}&span=${as}`, { replace: true });
  const step = (by: number) => go(span === 'week' ? addDays(day, 7 * by) : addMonths(day, by));
  const title = span === 'week'
    ? t('calendar.week', { from: short(from), to: short(to) })
    : new Intl.DateTimeFormat(language.value, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${day.slice(0, 7)}-01T00:00:00Z`));
  const weeks = loaded.value && calendarWeeks(day, span, ...loaded.value);
  return (
    <div class="page stack calendar-page">
      <div class="row row-apart">
        <h1>{t('calendar.title')}</h1>
        <ButtonLink href="/" icon="left">{t('calendar.list')}</ButtonLink>
      </div>
      <div class="row row-apart">
        <div class="row">
          <Button icon="left" label={t('calendar.previous')} onClick={() => step(-1)} />
          <Button onClick={() => go(today)}>{t('calendar.today')}</Button>
          <Button icon="right" label={t('calendar.next')} onClick={() => step(1)} />
          <h2 class="calendar-title" aria-live="polite">{title}</h2>
        </div>
        <div class="row" role="group" aria-label={t('calendar.span')}>
          <Button pressed={span === 'month'} onClick={() => go(day, 'month')}>{t('calendar.byMonth')}</Button>
          <Button pressed={span === 'week'} onClick={() => go(day, 'week')}>{t('calendar.byWeek')}</Button>
        </div>
      </div>
      {loaded.error ? <Problem text={refusalText(asRefused(loaded.error))} onRetry={() => void loaded.reload()} /> : !weeks && <Loading />}
      {weeks && (
        <table class={`calendar calendar-${span}`}>
          <caption class="unseen">{title}</caption>
          <thead><tr>{weeks[0]!.map((d) => <th key={d.day} scope="col">{weekday(d.day)}</th>)}</tr></thead>
          <tbody>
            {weeks.map((week) => <tr key={week[0]!.day}>{week.map((d) => <Day key={d.day} day={d} isToday={d.day === today} />)}</tr>)}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Day({ day: d, isToday }: { day: CalendarDay; isToday: boolean }) {
  const name = longDate(`${d.day}T00:00:00Z`, 'UTC');
  return (
    <td class={`${d.inMonth ? '' : 'calendar-other '}${d.isOff ? 'calendar-off ' : ''}${d.meetings.length === 0 && !d.holiday ? 'calendar-empty' : ''}`} aria-current={isToday ? 'date' : undefined}>
      <p class="calendar-day">
        <span class="calendar-number number" aria-hidden="true">{Number(d.day.slice(8))}</span>
        <span class="calendar-long">{name}</span>
        {mayCreateMeetings.value && <a class="calendar-new" href={`/meetings/new?day=${d.day}`} aria-label={t('calendar.new', { day: name })}>+</a>}
      </p>
      {d.holiday && <p class="calendar-holiday">{holidayName(d.holiday)}</p>}
      {d.meetings.length > 0 && (
        <ul>
          {d.meetings.map((m) => (
            <li key={m.id} class={`${isLive(m.status) ? 'calendar-live' : ''}${m.status === 'cancelled' ? 'calendar-cancelled' : ''}`}>
              <a href={`/meetings/${m.id}`}><span class="number">{time(m.start, m.zone)}</span> {m.title}{m.status === 'cancelled' && <span class="unseen"> ({t('status.cancelled')})</span>}</a>
            </li>
          ))}
        </ul>
      )}
    </td>
  );
}

const short = (day: string) => `${day.slice(8)}/${day.slice(5, 7)}`;
const weekday = (day: string) => new Intl.DateTimeFormat(language.value, { weekday: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
