import { t } from '../../lib/i18n';
import { dateTime } from '../../lib/dates';
import { Button, ButtonLink } from '../../ui/Button';
import { refusalText } from '../../wire/http';
import type { Ended } from './roomSession';

/** Waiting to be let in; the page need not be touched. */
export function LobbyView({ onLeave }: { onLeave: () => void }) {
  return (
    <main class="room-wait" data-test="lobby">
      <h1>{t('lobby.title')}</h1>
      <p role="status">{t('lobby.text')}</p>
      <Button onClick={onLeave}>{t('lobby.leave')}</Button>
    </main>
  );
}

/** What remains when the connection is over: why, and where to go. */
export function EndedView({ meetingId, ended, onAgain }: { meetingId: string | undefined; ended: Ended | null; onAgain: () => void }) {
  const reason = ended?.reason ?? 'left';
  const refusal = ended?.refusal;
  const args = refusal?.args['opens'] ? { ...refusal.args, opens: dateTime(String(refusal.args['opens'])) } : refusal?.args;
  return (
    <main class="room-wait" data-test="ended" data-reason={reason}>
      <h1>{t(`ended.${reason}`)}</h1>
      {reason === 'closed' && <p>{t('ended.closedText')}</p>}
      {refusal && <p role="alert">{refusalText({ code: refusal.code, ...(args ? { args } : {}) })}</p>}
      <div class="row">
        {reason === 'closed' && meetingId && <ButtonLink kind="primary" href={`/meetings/${meetingId}/minutes`}>{t('ended.minutes')}</ButtonLink>}
        {reason !== 'closed' && reason !== 'signedOut' && <Button kind="primary" onClick={onAgain}>{t('ended.again')}</Button>}
        {meetingId && <ButtonLink href={`/meetings/${meetingId}`}>{t('ended.meeting')}</ButtonLink>}
      </div>
    </main>
  );
}
