import './catalogue';
import { useEffect, useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { language, t } from '../../lib/i18n';
import { bytes } from '../../lib/text';
import { storage } from '../../wire/keeping';
import { Button } from '../../ui/Button';
import { Select, TextField } from '../../ui/Field';
import { Icon } from '../../ui/icons';
import { toast } from '../../ui/toast';
import { useTitle } from '../../ui/use';
import { change, keptMeetings, removeKept, settings, startKeeping, type KeepingSettings } from './keeper';
import './documents.css';

/** The papers on this device: what there is, what it takes, how it comes; each can be removed. Works without a network. */
export default function OfflinePage() {
  const [space, setSpace] = useState<{ used: number; quota: number } | null>(null);
  const kept = keptMeetings.value;
  useTitle(t('offline.title'));
  useEffect(() => void storage().then(setSpace), [kept]);
  useEffect(startKeeping, []);
  const remove = (ids: string[]) => void removeKept(ids).then(() => toast(t('offline.removed')));
  return (
    <div class="page page-narrow stack">
      <h1>{t('offline.title')}</h1>
      <p class="muted">{t('offline.intro')}</p>
      {space && <p class="number">{t('offline.used', { used: bytes(space.used, language.value), quota: bytes(space.quota, language.value) })}</p>}
      <section class="card stack-tight">
        {kept.length === 0 && <p>{t('offline.empty')}</p>}
        <ul class="offline-list">
          {kept.map((m) => (
            <li key={m.id}>
              <div class="row row-apart">
                <div>
                  <h2><a href={`/meetings/${m.id}`}>{m.title}</a></h2>
                  <p class="muted number">
                    {dateTime(m.start)} · {t('offline.papers', { count: m.papers.length, size: m.stored < m.bytes ? `${bytes(m.stored, language.value)} / ${bytes(m.bytes, language.value)}` : bytes(m.bytes, language.value) })}
                  </p>
                </div>
                <Button kind="quiet" icon="trash" label={`${t('offline.remove')}: ${m.title}`} onClick={() => remove([m.id])} />
              </div>
              <ul class="papers">
                {m.papers.map((p) => <li key={p.id}><a href={`/documents/${p.id}`}><Icon name="file" />{p.name}</a></li>)}
              </ul>
            </li>
          ))}
        </ul>
        {kept.length > 1 && <div><Button kind="danger" icon="trash" onClick={() => remove(kept.map((m) => m.id))}>{t('offline.removeAll')}</Button></div>}
      </section>
      <Settings />
    </div>
  );
}

function Settings() {
  const s = settings.value;
  const hour = (value: string) => Math.min(23, Math.max(0, Math.round(Number(value)) || 0));
  return (
    <section class="card stack-tight">
      <h2>{t('offline.settings')}</h2>
      <Select<KeepingSettings['mode']>
        label={t('offline.settings')}
        hideLabel
        value={s.mode}
        options={[
          { value: 'night', label: t('offline.modeNight') },
          { value: 'always', label: t('offline.modeAlways') },
          { value: 'off', label: t('offline.modeOff') },
        ]}
        onChange={(mode) => change({ mode })}
      />
      {s.mode === 'night' && (
        <div class="row">
          <TextField label={t('offline.from')} type="number" min={0} max={23} value={String(s.from)} onInput={(v) => change({ from: hour(v) })} />
          <TextField label={t('offline.to')} type="number" min={0} max={23} value={String(s.to)} onInput={(v) => change({ to: hour(v) })} />
        </div>
      )}
      {s.mode !== 'off' && <TextField label={t('offline.rate')} type="number" min={1} max={1000} value={String(s.rate)} onInput={(v) => change({ rate: Math.min(1000, Math.max(1, Number(v) || 1)) })} />}
      <p class="muted">{t('offline.metered')} {t('offline.soon')}</p>
    </section>
  );
}
