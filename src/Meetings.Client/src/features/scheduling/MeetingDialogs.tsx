import './planning.catalogue';
import { useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import type { MeetingDetails, SeriesMade } from '../../wire/contracts';
import { asRefused, post, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { DateField } from '../../ui/DateField';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useAction } from '../../ui/useAction';

/** Keeps the meeting's plan for others of the unit to begin with. */
export function KeepTemplate({ meeting: m, onClose }: { meeting: MeetingDetails; onClose: () => void }) {
  const [name, setName] = useState(m.title.slice(0, 100));
  const { busy, error, run } = useAction();
  const keep = () => void run(() => post('/api/templates', { meetingId: m.id, name })).then((ok) => {
    if (!ok) return;
    toast(t('template.kept', { name }));
    onClose();
  });
  return (
    <Dialog title={t('template.keep')} onClose={onClose} footer={<Button kind="primary" busy={busy} disabled={!name.trim()} onClick={keep}>{t('action.save')}</Button>}>
      <p>{t('template.keepText', { unit: m.hostUnitName })}</p>
      {error && <Problem text={refusalText(asRefused(error))} />}
      <TextField label={t('template.name')} value={name} onInput={setName} maxLength={100} />
    </Dialog>
  );
}

/** Makes more meetings by the series' rule. */
export function ExtendSeries({ meeting: m, onDone, onClose }: { meeting: MeetingDetails; onDone: () => void; onClose: () => void }) {
  const [until, setUntil] = useState('');
  const { busy, error, run } = useAction();
  const extend = () => void run(async () => {
    const made = await post<SeriesMade>(`/api/meetings/${m.id}/series/extend`, { until });
    toast(t('recur.made', { count: made.made }));
    onDone();
    onClose();
  });
  return (
    <Dialog title={t('series.extend')} onClose={onClose} footer={<Button kind="primary" busy={busy} disabled={!until} onClick={extend}>{t('series.extend')}</Button>}>
      <p>{t('series.extendText')}</p>
      {error && <Problem text={refusalText(asRefused(error))} />}
      <DateField label={t('series.extendUntil')} value={until} onInput={setUntil} />
    </Dialog>
  );
}
