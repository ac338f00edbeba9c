import { useState } from 'preact/hooks';
import { date, homeZone, isoDay, longDate, time } from '../../lib/dates';
import { t } from '../../lib/i18n';
import { navigate, query } from '../../lib/router';
import type { MeetingSummary } from '../../wire/contracts';
import { asRefused, get, refusalText, search } from '../../wire/http';
import { ButtonLink } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Loading, Problem } from '../../ui/Notice';
import { Tabs } from '../../ui/Tabs';
import { useLoad, useSettled, useTitle } from '../../ui/use';
import { mayCreateMeetings } from '../accounts';
import { canEnter, isLive, StatusChip } from './words';
import './calendar.catalogue';
import './scheduling.css';

const views = ['today', 'week', 'mine', 'all'] as const;
type View = (typeof views)[number];

export default function MeetingListPage() {
  useTitle(t('meetings.title'));
  const asked = query('view') as View | null;
  const view = asked && views.includes(asked) ? asked : 'today';
  const [typed, setTyped] = useState('');
  const wanted = useSettled(typed.trim());
  const path = `/api/meetings${search({ view, q: wanted })}`;
  const list = useLoad(() => get<MeetingSummary[]>(path), path);
  return (
    <div class="page stack">
      <div class="row row-apart">
        <h1>{t('meetings.title')}</h1>
        <span class="row">
          <ButtonLink href="/calendar" icon="calendar">{t('calendar.title')}</ButtonLink>
          {mayCreateMeetings.value && <ButtonLink href="/meetings/new" kind="primary" icon="plus">{t('meetings.create')}</ButtonLink>}
        </span>
      </div>
      <Tabs
        label={t('meetings.view')}
        tabs={views.map((id) => ({ id, label: t(`meetings.${id}`) }))}
        current={view}
        onChange={(id) => navigate(id === 'today' ? '/' : `/?view=${id}`, { replace: true })}
      >
        <div class="stack list-panel">
          <TextField type="search" label={t('meetings.search')} placeholder={t('meetings.searchHint')} hideLabel value={typed} onInput={setTyped} />
          {list.error ? <Problem text={refusalText(asRefused(list.error))} onRetry={() => void list.reload()} /> : !list.value && <Loading />}
          {list.value?.length === 0 && <p class="muted nothing">{wanted ? t('meetings.noneFound', { query: wanted }) : t(`meetings.none.${view}`)}</p>}
          {list.value && byDay(list.value).map(([day, meetings]) => (
            <section key={day} class="stack-tight">
              <h2 class="day">{longDate(meetings[0]!.start, meetings[0]!.zone)}</h2>
              <ul class="stack-tight">{meetings.map((m) => <Row key={m.id} meeting={m} />)}</ul>
            </section>
          ))}
        </div>
      </Tabs>
    </div>
  );
}

/** Meetings grouped by the calendar day at their place, in the order given. */
export function byDay(meetings: MeetingSummary[]): [string, MeetingSummary[]][] {
  const days = new Map<string, MeetingSummary[]>();
  for (const meeting of meetings) {
    const day = isoDay(meeting.start, meeting.zone);
    days.set(day, [...(days.get(day) ?? []), meeting]);
  }
  return [...days];
}

function Row({ meeting: m }: { meeting: MeetingSummary }) {
  const zoneNote = m.zone === homeZone ? '' : ` (${m.zone})`;
  const endDay = isoDay(m.end, m.zone) === isoDay(m.start, m.zone) ? '' : ` ${date(m.end, m.zone)}`;
  return (
    <li class={`card meeting-row${isLive(m.status) ? ' meeting-live' : ''}${m.status === 'cancelled' ? ' meeting-off' : ''}`}>
      <p class="meeting-time number">
        <strong>{time(m.start, m.zone)}</strong>
        <span class="muted">–{time(m.end, m.zone)}{endDay}{zoneNote}</span>
      </p>
      <div class="meeting-what">
        <h3><a href={`/meetings/${m.id}`}>{m.title}</a></h3>
        <p class="muted">{[t(`kind.${m.kind}`), m.hostUnitName, m.chairName && t('meetings.chair', { name: m.chairName })].filter(Boolean).join(' · ')}</p>
        <p class="row">
          <StatusChip status={m.status} />
          {m.myRole && <span class="muted">{t(`role.${m.myRole}`)}</span>}
          <span class="muted">{t('meetings.items', { count: m.itemCount })}{m.documentCount > 0 && ` · ${t('meetings.documents', { count: m.documentCount })}`}</span>
        </p>
      </div>
      {canEnter(m.status) && m.mode !== 'inPerson' && (
        <ButtonLink href={`/meetings/${m.id}/room`} kind={isLive(m.status) ? 'primary' : 'plain'} icon="door">{t('meeting.enter')}</ButtonLink>
      )}
    </li>
  );
}
