import './catalogue';
import { useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { t } from '../../lib/i18n';
import { navigate } from '../../lib/router';
import type { GuestInvitation, Session } from '../../wire/contracts';
import { asRefused, get, post, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Loading, Problem } from '../../ui/Notice';
import { useLoad, useTitle } from '../../ui/use';
import { useAction } from '../../ui/useAction';
import { session } from '../accounts';

/** Where a guest's link leads: who invites to what, a name, and on to the waiting room. */
export default function GuestPage({ token }: { token: string }) {
  const path = `/api/guest/${encodeURIComponent(token)}`;
  const invitation = useLoad(() => get<GuestInvitation>(path), token);
  const [typed, setTyped] = useState<string | null>(null);
  const { busy, error, run } = useAction();
  useTitle(t('guest.title'));
  const i = invitation.value;
  const name = typed ?? i?.name ?? '';
  const enter = (event: Event) => {
    event.preventDefault();
    if (!name.trim()) return;
    void run(async () => {
      const entered = await post<Session>(path, { name: name.trim() });
      session.value = entered;
      navigate(`/meetings/${entered.user!.guestMeetingId!}/room`, { replace: true });
    });
  };
  return (
    <div class="page page-narrow stack">
      <h1>{t('guest.title')}</h1>
      {invitation.error ? <Problem text={refusalText(asRefused(invitation.error))} onRetry={() => void invitation.reload()} /> : !i && <Loading />}
      {i && (
        <form class="card stack" onSubmit={enter} noValidate>
          <div>
            <h2>{i.meetingTitle}</h2>
            <p>{t('guest.host')}: {i.hostUnitName}</p>
            <p>{t('guest.start')}: {dateTime(i.start)}</p>
          </div>
          {error ? <Problem text={refusalText(asRefused(error))} /> : null}
          <TextField label={t('guest.name')} hint={t('guest.hint')} value={name} onInput={setTyped} maxLength={100} autocomplete="name" />
          <p class="muted">{t('guest.wait')}</p>
          <Button kind="primary" type="submit" icon="door" busy={busy} disabled={!name.trim()}>{t('guest.enter')}</Button>
        </form>
      )}
    </div>
  );
}
