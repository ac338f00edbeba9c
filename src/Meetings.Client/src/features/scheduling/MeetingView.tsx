import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { homeZone, inLine, isoDay, longDate, dateTime, time } from '../../lib/dates';
import { t } from '../../lib/i18n';
import { navigate } from '../../lib/router';
import type { AgendaItemView, DirectoryKind, InviteeView, MeetingDetails, PersonRef } from '../../wire/contracts';
import { asRefused, get, post, refusalText, remove } from '../../wire/http';
import { Button, ButtonLink } from '../../ui/Button';
import { Confirm } from '../../ui/Dialog';
import { TextArea } from '../../ui/Field';
import { MenuButton, type MenuItem } from '../../ui/MenuButton';
import { Loading, Notice, Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { mayCreateMeetings, session } from '../accounts';
import { useAction } from '../../ui/useAction';
import { useLoad, useTitle } from '../../ui/use';
import { canEnter, isLive, StatusChip } from './words';
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
      {m.status === 'cancelled' && m.cancelReason && <Notice tone="warn"><p>{t('meeting.cancelledBecause', { reason: m.cancelReason })}</p></Notice>}
      {m.urgentReason && <Notice tone="warn"><p>{t('meeting.urgent', { reason: m.urgentReason })}</p></Notice>}
      {m.status === 'draft' && <Notice><p>{t('meeting.draftNotice')}</p></Notice>}
      <Actions meeting={m} reload={meeting.reload} />
      <div class="two">
        <div class="stack">
          {invitationsOf(m)}
          <section class="card stack-tight">
            <h2>{t('meeting.agenda')}</h2>
            {m.agenda.length === 0 && <p class="muted">{t('meeting.noAgenda')}</p>}
            <ol class="agenda">
              {m.agenda.map((item) => (
                <li key={item.id}>
                  <span class="number muted">{time(item.start, m.zone)}</span>
                  <div class="stack-tight">
                    <div>
                      <h3>{item.number}. {item.title}</h3>
                      <p class="muted">
                        {[t(`item.${item.kind}`), t('meeting.minutesLong', { minutes: item.minutes }), presenter(item)].filter(Boolean).join(' · ')}
                      </p>
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

/** As many as the demonstration server has. */
const simulatedSites = 12;

function Actions({ meeting: m, reload }: { meeting: MeetingDetails; reload: () => Promise<void> }) {
  const [asking, setAsking] = useState<'cancel' | 'delete' | null>(null);
  const [reason, setReason] = useState('');
  const { busy, error, run } = useAction();
  const over = m.status === 'closed' || m.status === 'cancelled';
  const schedule = () => void run(() => post(`/api/meetings/${m.id}/schedule`)).then((ok) => {
      if (!ok) return;
      toast(t('meeting.scheduled'));
      void reload();
    });
  const cancel = () =>
    void run(() => post(`/api/meetings/${m.id}/cancel`, { reason: reason.trim() })).then((ok) => {
      if (!ok) return;
      toast(t('meeting.cancelled'));
      setAsking(null);
      void reload();
    });
  const erase = () => void run(() => remove(`/api/meetings/${m.id}`)).then((ok) => {
      if (!ok) return;
      toast(t('meeting.deleted'));
      navigate('/', { replace: true });
    });
  const simulate = () => void run(() => post('/api/demo/attend', { meetingId: m.id, count: simulatedSites })).then((ok) => {
      if (ok) toast(t('meeting.simulated', { count: simulatedSites }));
    });
  const more: MenuItem[] = [];
  if (m.mayManage && m.status === 'scheduled') more.push({ label: t('meeting.cancel'), icon: 'ban', danger: true, onSelect: () => setAsking('cancel') });
  if (m.mayManage && m.status === 'draft') more.push({ label: t('meeting.deleteDraft'), icon: 'trash', danger: true, onSelect: () => setAsking('delete') });
  const wrong = error ? <Problem text={refusalText(asRefused(error))} /> : null;
  return (
    <>
      <div class="row">
        {canEnter(m.status) && m.mode !== 'inPerson' && <ButtonLink href={`/meetings/${m.id}/room`} kind="primary" icon="door">{t('meeting.enter')}</ButtonLink>}
        {m.mayManage && m.status === 'draft' && <Button kind="primary" busy={busy} icon="check" onClick={schedule}>{t('meeting.schedule')}</Button>}
        {m.mayManage && !over && <ButtonLink href={`/meetings/${m.id}/edit`} icon="edit">{t('action.edit')}</ButtonLink>}
        {m.mayManage && mayCreateMeetings.value && <ButtonLink href={`/meetings/new?from=${m.id}`} icon="plus">{t('meeting.next')}</ButtonLink>}
        {(m.status === 'closed' || (m.mayManage && isLive(m.status))) && <ButtonLink href={`/meetings/${m.id}/minutes`} icon="file">{t('meeting.minutes')}</ButtonLink>}
        {session.value?.demo && canEnter(m.status) && m.mode !== 'inPerson' && <Button busy={busy} icon="site" onClick={simulate}>{t('meeting.simulate', { count: simulatedSites })}</Button>}
        {m.status !== 'draft' && <ButtonLink href={`/meetings/${m.id}/preparation`} icon="users">{t('meeting.preparation')}</ButtonLink>}
        {more.length > 0 && <MenuButton label={t('meeting.actions')} icon="more" items={more} />}
      </div>
      {!asking && wrong}
      {asking === 'cancel' && (
        <Confirm title={t('meeting.cancel')} action={t('meeting.cancel')} busy={busy} onConfirm={cancel} onClose={() => setAsking(null)}>
          <p>{t('meeting.cancelText')}</p>
          {wrong}
          <TextArea label={t('meeting.cancelReason')} value={reason} onInput={setReason} maxLength={500} />
        </Confirm>
      )}
      {asking === 'delete' && (
        <Confirm title={t('meeting.deleteDraft')} action={t('action.delete')} busy={busy} onConfirm={erase} onClose={() => setAsking(null)}>
          <p>{t('meeting.deleteText', { title: m.title })}</p>
          {wrong}
        </Confirm>
      )}
    </>
  );
}
