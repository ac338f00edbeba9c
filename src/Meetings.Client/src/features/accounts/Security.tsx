import { useState } from 'preact/hooks';
import { date } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { PasskeyStart, RecoveryCodesView, SecurityView, TotpStart } from '../../wire/contracts';
import { asRefused, get, post, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { Loading, Notice, Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useLoad } from '../../ui/use';
import { useAction } from '../../ui/useAction';
import { loadSession, user } from './session';
import { hasPasskeys, makePasskey } from './webauthn';

type Step = { kind: 'totp' | 'passkey' | 'codes' | 'removeTotp' } | { kind: 'removePasskey'; id: string };

/** What guards the account beside its password. Every change asks for the password again. */
export function Security() {
  const state = useLoad(() => get<SecurityView>('/api/account/security'), 'security');
  const [step, setStep] = useState<Step | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const done = (shown?: string[]) => {
    setStep(null);
    setCodes(shown ?? null);
    void state.reload();
    if (user.value?.mustEnrol) void loadSession();
  };
  const view = state.value;
  return (
    <section class="card stack" aria-labelledby="security">
      <h2 id="security">{t('security.title')}</h2>
      {user.value?.mustEnrol && <Notice tone="warn"><p>{t('security.mustEnrol')}</p></Notice>}
      <p>{t('security.text')}</p>
      {state.error ? <Problem text={refusalText(asRefused(state.error))} onRetry={() => void state.reload()} /> : !view && <Loading />}
      {view && (
        <>
          <h3>{t('security.passkeys')}</h3>
          <ul>
            {view.passkeys.map((key) => (
              <li key={key.id} class="org-row">
                <span class="grow">{key.name} <span class="muted">{date(key.createdAt)}</span></span>
                <Button kind="quiet" icon="trash" label={t('security.removePasskey', { name: key.name })} onClick={() => setStep({ kind: 'removePasskey', id: key.id })} />
              </li>
            ))}
            {view.passkeys.length === 0 && <li class="muted">{t('security.noPasskey')}</li>}
          </ul>
          {hasPasskeys() && <div><Button icon="plus" onClick={() => setStep({ kind: 'passkey' })}>{t('security.addPasskey')}</Button></div>}
          <h3>{t('security.totp')}</h3>
          <p>{t(view.totp ? 'security.totpOn' : 'security.totpOff')}</p>
          <div class="row">
            <Button onClick={() => setStep({ kind: 'totp' })}>{t(view.totp ? 'security.totpRenew' : 'security.totpAdd')}</Button>
            {view.totp && <Button kind="danger" onClick={() => setStep({ kind: 'removeTotp' })}>{t('security.totpRemove')}</Button>}
          </div>
          {(view.totp || view.passkeys.length > 0) && (
            <>
              <h3>{t('security.recovery')}</h3>
              <p>{t('security.recoveryLeft', { count: view.recoveryCodesLeft })}</p>
              <div><Button onClick={() => setStep({ kind: 'codes' })}>{t('security.recoveryNew')}</Button></div>
            </>
          )}
        </>
      )}
      {step && <StepDialog step={step} onDone={done} onClose={() => setStep(null)} />}
      {codes && <Codes codes={codes} onClose={() => setCodes(null)} />}
    </section>
  );
}

function StepDialog({ step, onDone, onClose }: { step: Step; onDone: (codes?: string[]) => void; onClose: () => void }) {
  const [password, setPassword] = useState('');
  const [name, setName] = useState('');
  const [totp, setTotp] = useState<TotpStart | null>(null);
  const [code, setCode] = useState('');
  const { busy, error, run } = useAction();
  const go = (event?: Event) => {
    event?.preventDefault();
    void run(async () => {
      if (step.kind === 'totp') {
        if (!totp) return setTotp(await post<TotpStart>('/api/account/totp', { password }));
        return onDone((await post<RecoveryCodesView>('/api/account/totp/confirm', { ticket: totp.ticket, code: code.trim() })).codes);
      }
      if (step.kind === 'codes') return onDone((await post<RecoveryCodesView>('/api/account/recovery', { password })).codes);
      if (step.kind === 'removeTotp') await post('/api/account/totp/remove', { password });
      else if (step.kind === 'removePasskey') await post(`/api/account/passkeys/${step.id}/remove`, { password });
      else {
        const start = await post<PasskeyStart>('/api/account/passkeys/options', { password });
        const credential = await makePasskey(start.options);
        if (!credential) return;
        await post('/api/account/passkeys', { ticket: start.ticket, credential, name: name.trim() });
        toast(t('security.passkeyAdded'));
      }
      onDone();
    });
  };
  return (
    <Dialog
      title={t(`security.step.${step.kind}`)}
      onClose={onClose}
      footer={<><Button onClick={onClose}>{t('action.back')}</Button><Button kind="primary" busy={busy} disabled={totp ? !code.trim() : !password} onClick={() => go()}>{t('security.continue')}</Button></>}
    >
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
      <form class="stack" onSubmit={go} noValidate>
        {totp ? (
          <>
            <p>{t('security.scan')}</p>
            <img class="security-qr" alt={t('security.qr')} src={`data:image/svg+xml;base64,${btoa(totp.qr)}`} />
            <TextField label={t('security.secret')} readOnly value={totp.secret.replace(/(.{4})/g, '$1 ').trim()} onInput={() => undefined} />
            <TextField label={t('security.firstCode')} value={code} onInput={setCode} autocomplete="one-time-code" maxLength={8} />
          </>
        ) : (
          <>
            {step.kind === 'passkey' && <TextField label={t('security.passkeyName')} hint={t('security.passkeyNameHint')} required={false} value={name} onInput={setName} maxLength={60} />}
            <TextField label={t('account.current')} type="password" value={password} onInput={setPassword} autocomplete="current-password" autofocus />
          </>
        )}
      </form>
    </Dialog>
  );
}

/** Shown this once: the server keeps only their fingerprints. */
function Codes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  return (
    <Dialog title={t('security.recovery')} onClose={onClose} footer={<Button kind="primary" onClick={onClose}>{t('security.written')}</Button>}>
      <p>{t('security.recoveryText')}</p>
      <ul class="security-codes">{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ul>
    </Dialog>
  );
}
