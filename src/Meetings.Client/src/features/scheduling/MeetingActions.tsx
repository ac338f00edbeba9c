import './planning.catalogue';
import { useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { navigate } from '../../lib/router';
import type { MeetingDetails } from '../../wire/contracts';
import { asRefused, post, refusalText, remove } from '../../wire/http';
import { Button, ButtonLink } from '../../ui/Button';
import { Confirm } from '../../ui/Dialog';
import { TextArea } from '../../ui/Field';
import { MenuButton, type MenuItem } from '../../ui/MenuButton';
import { Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useAction } from '../../ui/useAction';
import { mayCreateMeetings, session } from '../accounts';
import { ExtendSeries, KeepTemplate } from './MeetingDialogs';
import type { SeriesScope } from './scope';
import { ScopeChoice } from './ScopeDialog';
import { canEnter, isLive } from './words';

/** As many as the demonstration server has. */
const simulatedSites = 12;

/** What the reader may do with a meeting. */
export function MeetingActions({ meeting: m, reload }: { meeting: MeetingDetails; reload: () => Promise<void> }) {
  const [asking, setAsking] = useState<'cancel' | 'delete' | 'template' | 'extend' | null>(null);
  const [reason, setReason] = useState('');
  const [scope, setScope] = useState<SeriesScope>('this');
  const { busy, error, run } = useAction();
  const over = m.status === 'closed' || m.status === 'cancelled';
  const mayRehearse = (m.status === 'scheduled' || m.status === 'open') && m.mode !== 'inPerson';
  const schedule = () => void run(() => post(`/api/meetings/${m.id}/schedule`)).then((ok) => {
      if (!ok) return;
      toast(t('meeting.scheduled'));
      void reload();
    });
  const cancel = () =>
    void run(() => post(`/api/meetings/${m.id}/cancel?scope=${scope}`, { reason: reason.trim() })).then((ok) => {
      if (!ok) return;
      toast(t('meeting.cancelled'));
      setAsking(null);
      void reload();
    });
  const erase = () => void run(() => remove(`/api/meetings/${m.id}?scope=${scope}`)).then((ok) => {
      if (!ok) return;
      toast(t('meeting.deleted'));
      navigate('/', { replace: true });
    });
  const simulate = () => void run(() => post('/api/demo/attend', { meetingId: m.id, count: simulatedSites })).then((ok) => {
      if (ok) toast(t('meeting.simulated', { count: simulatedSites }));
    });
  const more: MenuItem[] = [];
  if (m.mayManage && mayCreateMeetings.value) more.push({ label: t('template.keep'), icon: 'copy', onSelect: () => setAsking('template') });
  if (m.mayManage && m.series) more.push({ label: t('series.extend'), icon: 'plus', onSelect: () => setAsking('extend') });
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
        {mayRehearse && m.myRole && m.myRole !== 'guest' && <ButtonLink href={`/meetings/${m.id}/rehearsal`} icon="check">{t('meeting.rehearse')}</ButtonLink>}
        {mayRehearse && m.mayManage && <ButtonLink href={`/meetings/${m.id}/rehearsals`} icon="site">{t('meeting.rehearsals')}</ButtonLink>}
        {more.length > 0 && <MenuButton label={t('meeting.actions')} icon="more" items={more} />}
      </div>
      {!asking && wrong}
      {asking === 'cancel' && (
        <Confirm title={t('meeting.cancel')} action={t('meeting.cancel')} busy={busy} onConfirm={cancel} onClose={() => setAsking(null)}>
          <p>{t('meeting.cancelText')}</p>
          {wrong}
          {m.series && <ScopeChoice scope={scope} onChange={setScope} />}
          <TextArea label={t('meeting.cancelReason')} value={reason} onInput={setReason} maxLength={500} />
        </Confirm>
      )}
      {asking === 'delete' && (
        <Confirm title={t('meeting.deleteDraft')} action={t('action.delete')} busy={busy} onConfirm={erase} onClose={() => setAsking(null)}>
          <p>{t('meeting.deleteText', { title: m.title })}</p>
          {m.series && <ScopeChoice scope={scope} onChange={setScope} />}
          {wrong}
        </Confirm>
      )}
      {asking === 'template' && <KeepTemplate meeting={m} onClose={() => setAsking(null)} />}
      {asking === 'extend' && <ExtendSeries meeting={m} onDone={() => void reload()} onClose={() => setAsking(null)} />}
    </>
  );
}
