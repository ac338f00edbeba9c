import { useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import type { SecondStep as Step, Session } from '../../wire/contracts';
import { asRefused, post, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Problem } from '../../ui/Notice';
import { useAction } from '../../ui/useAction';
import { PasskeyButton } from './PasskeyButton';
import { session } from './session';

/** The password was right; the account asks for a second proof. */
export function SecondStep({ step, onBack }: { step: Step; onBack: () => void }) {
  const [code, setCode] = useState('');
  const { busy, error, run } = useAction();
  const submit = (event: Event) => {
    event.preventDefault();
    if (code.trim()) void run(async () => void (session.value = await post<Session>('/api/session/second', { ticket: step.ticket, code: code.trim() })));
  };
  return (
    <form class="card stack" onSubmit={submit} noValidate>
      <h2>{t('second.title')}</h2>
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
      {step.passkey && <PasskeyButton primary={!step.totp} remember={false} />}
      <TextField label={t(step.totp ? 'second.code' : 'second.recovery')} hint={t('second.hint')} value={code} onInput={setCode} autocomplete="one-time-code" maxLength={20} autofocus />
      <div class="row">
        <Button kind="primary" type="submit" busy={busy}>{t('signIn.submit')}</Button>
        <Button onClick={onBack}>{t('action.back')}</Button>
      </div>
    </form>
  );
}
