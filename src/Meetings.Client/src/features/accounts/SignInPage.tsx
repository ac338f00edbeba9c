import './catalogue';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { matches } from '../../lib/text';
import type { DemoAccount } from '../../wire/contracts';
import { here, navigate } from '../../lib/router';
import { asRefused, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Checkbox, TextField } from '../../ui/Field';
import { Problem } from '../../ui/Notice';
import { useAction } from '../../ui/useAction';
import { useTitle } from '../../ui/use';
import { PasskeyButton } from './PasskeyButton';
import { SecondStep } from './SecondStep';
import { loadSession, session, signIn, user } from './session';

/** The accounts of the quick start stand first; the rest is found by name. */
const shownFirst = 7;

/** Shown under the address the visitor wanted, so that signing in goes on there. */
export default function SignInPage() {
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  const [remember, setRemember] = useState(false);
  const [wanted, setWanted] = useState('');
  const [missing, setMissing] = useState(false);
  const { busy, error, run } = useAction();
  useTitle(t('signIn.title'));
  const enter = async (name: string, secret: string) => {
    await run(() => signIn(name, secret, remember));
  };
  useEffect(() => {
    if (user.value && here.value.startsWith('/sign-in')) navigate('/', { replace: true });
  }, [user.value]);
  const submit = (event: Event) => {
    event.preventDefault();
    setMissing(!userName.trim() || !password);
    if (userName.trim() && password) void enter(userName.trim(), password);
  };
  const demo = session.value?.demoAccounts ?? [];
  const step = session.value?.secondStep;
  if (step)
    return (
      <div class="page page-narrow stack">
        <h1>{t('signIn.title')}</h1>
        <SecondStep step={step} onBack={() => void loadSession()} />
      </div>
    );
  return (
    <div class="page page-narrow stack">
      <h1>{t('signIn.title')}</h1>
      <form class="card stack" onSubmit={submit} noValidate>
        {error ? <Problem text={refusalText(asRefused(error))} /> : missing && <Problem text={t('signIn.missing')} />}
        <TextField label={t('signIn.userName')} value={userName} onInput={setUserName} autocomplete="username" />
        <TextField label={t('signIn.password')} type="password" value={password} onInput={setPassword} autocomplete="current-password" />
        <Checkbox label={t('signIn.remember')} checked={remember} onChange={setRemember} />
        <Button kind="primary" type="submit" busy={busy}>{t('signIn.submit')}</Button>
        <PasskeyButton remember={remember} />
        <p class="muted">{t('signIn.forgotten')}</p>
      </form>
      {demo.length > 0 && (
        <section class="card stack">
          <div>
            <h2>{t('signIn.demoTitle')}</h2>
            <p class="muted">{t('signIn.demoText')}</p>
          </div>
          <DemoList accounts={demo.slice(0, shownFirst)} busy={busy} onChoose={(a) => void enter(a.userName, a.password)} />
          {demo.length > shownFirst && (
            <details class="stack-tight">
              <summary>{t('signIn.demoMore', { count: demo.length - shownFirst })}</summary>
              <div class="stack-tight">
                <TextField type="search" label={t('signIn.demoFind')} value={wanted} onInput={setWanted} />
                <DemoList
                  accounts={demo.slice(shownFirst).filter((a) => matches(`${a.displayName} ${a.description}`, wanted))}
                  busy={busy}
                  onChoose={(a) => void enter(a.userName, a.password)}
                />
              </div>
            </details>
          )}
        </section>
      )}
    </div>
  );
}

function DemoList({ accounts, busy, onChoose }: { accounts: DemoAccount[]; busy: boolean; onChoose: (account: DemoAccount) => void }) {
  return (
    <ul class="stack-tight">
      {accounts.map((account) => (
        <li key={account.userName}>
          <button type="button" class="btn choice" aria-busy={busy} onClick={() => onChoose(account)}>
            <span>{account.displayName}</span>
            <span class="muted">{account.description}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
