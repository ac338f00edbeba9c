import './catalogue';
import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { t } from '../../lib/i18n';
import { navigate } from '../../lib/router';
import { asRefused, post, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useTitle } from '../../ui/use';
import { useAction } from '../../ui/useAction';
import { useNewPassword } from './NewPassword';
import { Security } from './Security';
import { signOut, user } from './session';
import './accounts.css';

/** @param children Further cards of one's own, of slices above this one. */
export function AccountPage({ children }: { children?: ComponentChildren }) {
  useTitle(t('account.title'));
  const leaving = useAction();
  const who = user.value;
  if (!who) return null;
  return (
    <div class="page page-narrow stack">
      <h1>{t('account.title')}</h1>
      <section class="card stack-tight">
        <h2>{who.displayName}</h2>
        <h3>{t('account.units')}</h3>
        <ul>
          {who.isAdministrator && <li>{t('account.systemAdministrator')}</li>}
          {who.units.map((unit) => (
            <li key={unit.unitId + unit.role}>{t(`unitRole.${unit.role}`)} – {unit.unitName}</li>
          ))}
          {!who.isAdministrator && who.units.length === 0 && <li class="muted">{t('account.noUnits')}</li>}
        </ul>
      </section>
      {children}
      <Security />
      <ChangePassword />
      <section class="card stack">
        <h2>{t('account.everywhereTitle')}</h2>
        <p>{t('account.everywhereText')}</p>
        {leaving.error ? <Problem text={refusalText(asRefused(leaving.error))} /> : null}
        <div>
          <Button kind="danger" icon="logout" busy={leaving.busy} onClick={() => void leaving.run(() => signOut(true)).then((ok) => ok && navigate('/'))}>
            {t('account.everywhere')}
          </Button>
        </div>
      </section>
    </div>
  );
}

function ChangePassword() {
  const [current, setCurrent] = useState('');
  const password = useNewPassword();
  const { busy, error, run } = useAction();
  const submit = async (event: Event) => {
    event.preventDefault();
    const next = password.check();
    if (!next || !(await run(() => post('/api/account/password', { current, next })))) return;
    setCurrent('');
    password.reset();
    toast(t('account.changed'));
  };
  return (
    <form class="card stack" onSubmit={(e) => void submit(e)} noValidate>
      <h2>{t('account.passwordTitle')}</h2>
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
      <TextField label={t('account.current')} type="password" value={current} onInput={setCurrent} autocomplete="current-password" />
      {password.fields}
      <div><Button kind="primary" type="submit" busy={busy}>{t('account.change')}</Button></div>
    </form>
  );
}
