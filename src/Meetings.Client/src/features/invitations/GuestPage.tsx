import './catalogue';
import './invitations.css';
import { useState } from 'preact/hooks';
import { homeZone, longDate, time } from '../../lib/dates';
import { t } from '../../lib/i18n';
import { navigate } from '../../lib/router';
import type { GuestInvitation, Session } from '../../wire/contracts';
import { asRefused, get, post, put, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Loading, Problem } from '../../ui/Notice';
import { useLoad, useTitle } from '../../ui/use';
import { useAction } from '../../ui/useAction';
import { session } from '../accounts';
import { ReplyForm } from './ReplyForm';

/** Where a personal link leads: who invites to what, the answer, and on into the meeting; without an account and without a password. */
export default function GuestPage({ token }: { token: string }) {
  const path = `/api/guest/${encodeURIComponent(token)}`;
  const invitation = useLoad(() => get<GuestInvitation>(path), token);
  const [typed, setTyped] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const { busy, error, run } = useAction();
  const i = invitation.value;
  useTitle(i?.meetingTitle ?? t('guest.title'));
  const isGuest = i?.kind === 'guest';
  const name = typed ?? (isGuest ? i.name : '');
  const ready = !!i && (!i.asksName || name.trim().length >= 2);
  const enter = (to: 'room' | 'rehearsal') => {
    if (!ready) return;
    void run(async () => {
      const entered = await post<Session>(path, i.asksName ? { name: name.trim() } : {});
      session.value = entered;
      navigate(`/meetings/${entered.user!.guestMeetingId!}/${to}`, { replace: true });
    });
  };
  return (
    <div class="page page-narrow stack">
      {invitation.error ? <><h1>{t('guest.title')}</h1><Problem text={refusalText(asRefused(invitation.error))} onRetry={() => void invitation.reload()} /></> : !i && <Loading />}
      {i && (
        <>
          <div class="card stack-tight">
            <p class="muted">{isGuest ? t('guest.title') : t('guest.invited', { host: i.hostUnitName, name: i.name })}</p>
            <h1>{i.meetingTitle}</h1>
            <p class="number"><strong>{time(i.start, i.zone)}, {longDate(i.start, i.zone)}</strong>{i.zone !== homeZone && ` (${i.zone})`}</p>
            <p>{t('guest.host')}: {i.hostUnitName}</p>
            {i.place && <p>{t('guest.place')}: {i.place}</p>}
            {i.status === 'closed' && <p>{t('guest.over')}</p>}
          </div>
          {i.reply && (
            <section class="card stack">
              <h2>{t('guest.answer')}</h2>
              <ReplyForm
                name={i.name}
                reply={i.reply}
                mayReply={i.mayReply}
                open={asking || i.reply.reply === 'none'}
                onOpen={() => setAsking(true)}
                send={async (input) => {
                  await put(`${path}/reply`, input);
                  setAsking(false);
                  await invitation.reload();
                }}
              />
            </section>
          )}
          {i.mayEnter && (
            <form class="card stack" onSubmit={(e) => { e.preventDefault(); enter('room'); }} noValidate>
              <h2>{t('guest.into')}</h2>
              {error ? <Problem text={refusalText(asRefused(error))} /> : null}
              {i.asksName && <TextField label={t('guest.name')} hint={t('guest.hint')} value={name} onInput={setTyped} maxLength={100} autocomplete="name" />}
              <p class="muted">{isGuest ? t('guest.wait') : t('guest.personal')}</p>
              <Button kind="primary" type="submit" icon="door" busy={busy} disabled={!ready}>{isGuest ? t('guest.enter') : t('guest.enterMeeting')}</Button>
              {!isGuest && <Button icon="check" busy={busy} disabled={!ready} onClick={() => enter('rehearsal')}>{t('guest.rehearse')}</Button>}
            </form>
          )}
        </>
      )}
    </div>
  );
}
