import './catalogue';
import { useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { navigate, query } from '../../lib/router';
import type { Session } from '../../wire/contracts';
import { asRefused, post, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Problem } from '../../ui/Notice';
import { useTitle } from '../../ui/use';
import { useAction } from '../../ui/useAction';
import { session } from './session';

/** Typed once on the computer of a meeting room: from then on it is signed in as the site, until it is revoked. */
export default function DevicePage() {
  useTitle(t('device.title'));
  const [code, setCode] = useState(query('code') ?? '');
  const { busy, error, run } = useAction();
  const submit = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      session.value = await post<Session>('/api/device', { code });
      navigate('/', { replace: true });
    });
  };
  return (
    <div class="page page-narrow stack">
      <h1>{t('device.title')}</h1>
      <form class="card stack" onSubmit={submit} noValidate>
        <p>{t('device.text')}</p>
        {error ? <Problem text={refusalText(asRefused(error))} /> : null}
        <TextField label={t('device.code')} hint={t('device.hint')} value={code} onInput={setCode} maxLength={14} autofocus />
        <Button kind="primary" type="submit" busy={busy} disabled={code.replace(/\D/g, '').length < 10}>{t('device.submit')}</Button>
      </form>
    </div>
  );
}
