import { useState } from 'preact/hooks';
import { dateTime, time } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { PairingCode, SiteDeviceSummary, SiteView } from '../../wire/contracts';
import { asRefused, get, post, refusalText, remove } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { Loading, Notice, Problem } from '../../ui/Notice';
import { useLoad } from '../../ui/use';
import { useAction } from '../../ui/useAction';

/** The computers of a site's room that stay signed in: a code pairs one more, a button takes one away. */
export function DevicesDialog({ site, onClose }: { site: SiteView; onClose: () => void }) {
  const devices = useLoad(() => get<SiteDeviceSummary[]>(`/api/sites/${site.id}/devices`), site.id);
  const [name, setName] = useState('');
  const [code, setCode] = useState<PairingCode | null>(null);
  const { busy, error, run } = useAction();
  const add = () =>
    void run(async () => {
      setCode(await post<PairingCode>(`/api/sites/${site.id}/devices`, { name: name.trim() }));
      setName('');
      await devices.reload();
    });
  const revoke = (id: string) => void run(async () => {
    await remove(`/api/sites/${site.id}/devices/${id}`);
    await devices.reload();
  });
  return (
    <Dialog title={t('org.devicesOf', { name: site.name })} onClose={onClose} footer={<Button onClick={onClose}>{t('action.close')}</Button>}>
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
      {devices.error ? <Problem text={refusalText(asRefused(devices.error))} onRetry={() => void devices.reload()} /> : !devices.value && <Loading />}
      <ul>
        {devices.value?.map((device) => (
          <li key={device.id} class="org-row">
            <span class="grow"><strong>{device.name}</strong> <span class="muted">{device.seenAt ? t('org.deviceSeen', { when: dateTime(device.seenAt) }) : t('org.deviceWaiting')}</span></span>
            <Button kind="danger" busy={busy} label={t('org.revokeDevice', { name: device.name })} onClick={() => revoke(device.id)}>{t('org.revoke')}</Button>
          </li>
        ))}
        {devices.value?.length === 0 && <li class="muted">{t('org.noDevices')}</li>}
      </ul>
      {code && (
        <Notice tone="good">
          <p role="status">{t('org.pairingText', { address: `${location.origin}/device`, until: time(code.endsAt) })}</p>
          <p class="org-code"><strong>{code.code.slice(0, 5)} {code.code.slice(5)}</strong></p>
        </Notice>
      )}
      <TextField label={t('org.deviceName')} hint={t('org.deviceNameHint')} value={name} onInput={setName} maxLength={60} />
      <div><Button icon="plus" busy={busy} disabled={!name.trim()} onClick={add}>{t('org.addDevice')}</Button></div>
    </Dialog>
  );
}
