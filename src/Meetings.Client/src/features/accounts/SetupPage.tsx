import { useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { navigate, query } from '../../lib/router';
import type { Session, SetupView } from '../../wire/contracts';
import { asRefused, get, post, refusalText, search } from '../../wire/http';
import { Button, ButtonLink } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Loading, Problem } from '../../ui/Notice';
import { useLoad, useTitle } from '../../ui/use';
import { useAction } from '../../ui/useAction';
import { useNewPassword } from './NewPassword';
import { session } from './session';

/** Where a one-time link leads: the first administrator (the server prints that link), or the first password of an account. */
export default function SetupPage() {
  const token = query('token') ?? '';
  const link = useLoad(() => get<SetupView>(`/api/setup${search({ token })}`), token);
  const [userName, setUserName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const password = useNewPassword();
  const { busy, error, run } = useAction();
  const account = link.value?.userName;
  const title = t(account ? 'setup.passwordTitle' : 'setup.title');
  useTitle(title);
  const submit = (event: Event) => {
    event.preventDefault();
    const chosen = password.check();
    if (!chosen) return;
    void run(async () => {
      session.value = await post<Session>('/api/setup', account ? { token, password: chosen } : { token, userName: userName.trim(), displayName: displayName.trim(), password: chosen });
      navigate('/', { replace: true });
    });
  };
  return (
    <div class="page page-narrow stack">
      <h1>{title}</h1>
      {link.error ? <Problem text={refusalText(asRefused(link.error))} onRetry={() => void link.reload()} /> : !link.value && <Loading />}
      {link.value && !link.value.valid && (
        <>
          <Problem text={t('setup.invalid')} />
          <div><ButtonLink href="/">{t('signIn.title')}</ButtonLink></div>
        </>
      )}
      {link.value?.valid && (
        <form class="card stack" onSubmit={submit} noValidate>
          <p>{account ? t('setup.passwordText', { name: link.value.displayName ?? account }) : t('setup.text')}</p>
          {error && <Problem text={refusalText(asRefused(error))} />}
          {!account && <TextField label={t('setup.displayName')} value={displayName} onInput={setDisplayName} autocomplete="name" />}
          <TextField label={t('signIn.userName')} value={account ?? userName} readOnly={!!account} onInput={setUserName} autocomplete="username" />
          {password.fields}
          <Button kind="primary" type="submit" busy={busy}>{t(account ? 'password.submit' : 'setup.submit')}</Button>
        </form>
      )}
    </div>
  );
}
