import type { ComponentChildren } from 'preact';
import { homeZone, inLine, isoDay, longDate, dateTime, time } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { AgendaItemView, DirectoryKind, InviteeView, MeetingDetails, PersonRef } from '../../wire/contracts';
import { asRefused, get, refusalText } from '../../wire/http';
import { Chip, Loading, Notice, Problem } from '../../ui/Notice';
import { useLoad, useTitle } from '../../ui/use';
import { MeetingActions } from './MeetingActions';
import './planning.catalogue';
import { SeriesLine } from './SeriesLine';
import { StatusChip } from './words';
import './scheduling.css';

interface MeetingViewProps {
  id: string;
  /** What later slices add: an item's papers, and the invitation with its answer. */
  documentsOf: (item: AgendaItemView, onChanged: () => void) => ComponentChildren;
  invitationsOf: (meeting: MeetingDetails) => ComponentChildren;
  packetOf?: (meeting: MeetingDetails) => ComponentChildren;
}

/** One meeting: what it is about, the papers, who comes, and what the reader may do with it. */
export function MeetingView({ id, documentsOf, invitationsOf, packetOf }: MeetingViewProps) {
  const meeting = useLoad(() => get<MeetingDetails>(`/api/meetings/${id}`), id);
  const m = meeting.value;
  useTitle(m?.title ?? '');
  if (!m)
    return (
      <div class="page stack">
        {meeting.error ? <Problem text={refusalText(asRefused(meeting.error))} onRetry={() => void meeting.reload()} /> : <Loading />}
      </div>
    );
  return (
    <div class="page stack">
      <div class="stack-tight">
        <p class="row"><StatusChip status={m.status} /><span class="muted">{t(`kind.${m.kind}`)}</span></p>
        <h1>{m.title}</h1>
        <p class="when number">{when(m).map(inLine).join(', ')}</p>
      </div>
      {m.series && <SeriesLine meeting={m} />}
      {m.status === 'cancelled' && m.cancelReason && <Notice tone="warn"><p>{t('meeting.cancelledBecause', { reason: m.cancelReason })}</p></Notice>}
      {m.urgentReason && <Notice tone="warn"><p>{t('meeting.urgent', { reason: m.urgentReason })}</p></Notice>}
      {m.status === 'draft' && <Notice><p>{t('meeting.draftNotice')}</p></Notice>}
      <MeetingActions meeting={m} reload={meeting.reload} />
      <div class="two">
        <div class="stack">
          {invitationsOf(m)}
          <section class="card stack-tight">
            <h2>{t('meeting.agenda')}</h2>
            {m.agenda.length === 0 && <p class="muted">{t('meeting.noAgenda')}</p>}
            <ol class="agenda">
              {m.agenda.map((item) => (
                <li key={item.id} class={item.depth ? 'agenda-part' : undefined}>
                  <span class="number muted">{time(item.start, m.zone)}</span>
                  <div class="stack-tight">
                    <div>
                      <h3>{item.label}. {item.title} {item.isRestricted && <Chip tone="warn" icon="lock">{t('meeting.restricted')}</Chip>}</h3>
                      <p class="muted">
                        {[t(`item.${item.kind}`), item.minutes > 0 && t('meeting.minutesLong', { minutes: item.minutes }), presenter(item)].filter(Boolean).join(' · ')}
                      </p>
                      {item.audience && <p class={item.isMine ? '' : 'muted'}>{audienceWords(item, m)}</p>}
                      {item.description && <p class="agenda-text">{item.description}</p>}
                    </div>
                    {documentsOf(item, () => void meeting.reload())}
                  </div>
                </li>
              ))}
            </ol>
          </section>
        </div>
        <div class="stack">
          <Facts meeting={m} />
          {packetOf?.(m)}
          <section class="card stack-tight">
            <h2>{t('meeting.invitees')}</h2>
            {m.invitees.length === 0 && <p class="muted">{t('meeting.noInvitees')}</p>}
            {grouped(m.invitees).map(([kind, invitees]) => (
              <details key={kind} open={invitees.length <= 8}>
                <summary><strong>{t(`invitee.${kind}`)}</strong> <span class="muted">({invitees.length})</span></summary>
                <ul class="people">
                  {invitees.map((i) => (
                    <li key={i.id}>
                      {i.name}{i.role !== 'delegate' && <> – {t(`role.${i.role}`)}</>}
                      {i.detail && <p class="muted">{i.detail}</p>}
                    </li>
                  ))}
                </ul>
              </details>
            ))}
          </section>
        </div>
      </div>
    </div>
  );
}

const presenter = (item: AgendaItemView) => {
  const name = item.presenter ? personWords(item.presenter) : item.presenterText;
  return name && t('meeting.presenter', { name });
};
/** Who attends an item that is not for everybody. */
function audienceWords(item: AgendaItemView, m: MeetingDetails): string {
  const names = (item.audience ?? []).map((a) => m.invitees.find((i) => i.kind === a.kind && i.targetId === a.targetId)?.name).filter(Boolean);
  return `${t(item.isMine && !m.mayManage ? 'meeting.yourItem' : 'meeting.attending')}: ${names.join(', ')}`;
}
const personWords = (person: PersonRef) => [person.name, person.position, person.unitName].filter(Boolean).join(', ');

/** Units first, then sites, then persons: the order in which an invitation names them. */
function grouped(invitees: InviteeView[]): [DirectoryKind, InviteeView[]][] {
  return (['unit', 'site', 'person'] as const)
    .map((kind): [DirectoryKind, InviteeView[]] => [kind, invitees.filter((i) => i.kind === kind)])
    .filter(([, list]) => list.length > 0);
}

/** "08:00–10:00" and the day, with the zone where it is not the country's. */
function when(m: MeetingDetails): [string, string] {
  const sameDay = isoDay(m.start, m.zone) === isoDay(m.end, m.zone);
  return [
    `${time(m.start, m.zone)}–${sameDay ? time(m.end, m.zone) : dateTime(m.end, m.zone)}`,
    `${longDate(m.start, m.zone)}${m.zone === homeZone ? '' : ` (${m.zone})`}`,
  ];
}

function Facts({ meeting: m }: { meeting: MeetingDetails }) {
  const facts: [string, string | undefined][] = [
    [t('meeting.time'), [...when(m), t('meeting.minutesLong', { minutes: m.minutes })].join('\n')],
    [t('meeting.mode'), t(`mode.${m.mode}`)],
    [t('meeting.host'), m.hostUnitName],
    [t('meeting.chair'), m.chair ? personWords(m.chair) : t('meeting.unset')],
    [t('meeting.secretary'), m.secretary ? personWords(m.secretary) : t('meeting.unset')],
    [t('meeting.quorum'), m.quorum && m.quorum !== 'none' ? t(`quorum.${m.quorum}`) : undefined],
    [t('meeting.place'), m.place],
    [t('meeting.myRole'), m.myRole && t(`role.${m.myRole}`)],
    [t('meeting.notes'), m.notes],
  ];
  return (
    <section class="card stack-tight">
      <h2>{t('meeting.details')}</h2>
      <dl class="facts">
        {facts.filter(([, value]) => value).map(([name, value]) => [<dt>{name}</dt>, <dd>{value}</dd>])}
      </dl>
    </section>
  );
}
