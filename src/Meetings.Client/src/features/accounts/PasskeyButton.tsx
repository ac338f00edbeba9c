import { t } from '../../lib/i18n';
import type { PasskeyStart, Session } from '../../wire/contracts';
import { asRefused, post, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Notice';
import { useAction } from '../../ui/useAction';
import { session } from './session';
import { hasPasskeys, usePasskey } from './webauthn';

/** Signs in with a passkey of this device; not shown where the browser has none. */
export function PasskeyButton({ remember, primary = false }: { remember: boolean; primary?: boolean }) {
  const { busy, error, run } = useAction();
  if (!hasPasskeys()) return null;
  const enter = () =>
    void run(async () => {
      const start = await post<PasskeyStart>('/api/session/passkey/options');
      const credential = await usePasskey(start.options);
      if (credential) session.value = await post<Session>('/api/session/passkey', { ticket: start.ticket, credential, remember });
    });
  return (
    <>
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
      <Button kind={primary ? 'primary' : 'plain'} icon="lock" busy={busy} onClick={enter}>{t('signIn.passkey')}</Button>
    </>
  );
}
