import './catalogue';
import './invitations.css';
import { useState } from 'preact/hooks';
import { dateTime, longDate, time } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { InvitationBoard, MeetingDetails, ReplyKind, Reminded } from '../../wire/contracts';
import { asRefused, get, post, refusalText } from '../../wire/http';
import { Button, ButtonLink } from '../../ui/Button';
import { Confirm } from '../../ui/Dialog';
import { Loading, Notice, Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useAction } from '../../ui/useAction';
import { useLoad, useTitle } from '../../ui/use';
import { BoardRows } from './BoardRows';
import { GuestLinks } from './GuestLinks';
import { LetterSection } from './LetterSection';
import { TextDialog } from './TextDialog';

const order: ReplyKind[] = ['accepted', 'delegated', 'tentative', 'declined', 'none'];

/** The secretary's board: send, see who answers, remind the rest. */
export default function BoardPage({ id }: { id: string }) {
  const meeting = useLoad(() => get<MeetingDetails>(`/api/meetings/${id}`), id);
  const board = useLoad(() => get<InvitationBoard>(`/api/meetings/${id}/invitations`), id);
  const [text, setText] = useState(false);
  const m = meeting.value;
  const b = board.value;
  useTitle(t('invitations.title'));
  const failed = meeting.error ?? board.error;
  if (!m || !b)
    return (
      <div class="page stack">
        <h1>{t('invitations.title')}</h1>
        {failed ? <Problem text={refusalText(asRefused(failed))} onRetry={() => { void meeting.reload(); void board.reload(); }} /> : <Loading />}
      </div>
    );
  return (
    <div class="page stack">
      <div class="stack-tight">
        <div><ButtonLink href={`/meetings/${id}`} kind="quiet" icon="left">{m.title}</ButtonLink></div>
        <h1>{t('invitations.title')}</h1>
        <p class="when number">{time(m.start, m.zone)}, {longDate(m.start, m.zone)}</p>
      </div>
      <Sending meeting={m} board={b} set={board.set} onText={() => setText(true)} />
      {b.isSent && (
        <ul class="tally" aria-label={t('invitations.answers')}>
          {order.map((kind) => (
            <li key={kind} data-test={`count-${kind}`}>
              <strong class="number">{b.rows.filter((r) => r.reply.reply === kind).length}</strong>
              <span>{t(`reply.${kind}`)}</span>
            </li>
          ))}
        </ul>
      )}
      <BoardRows meetingId={id} board={b} reload={board.reload} />
      <LetterSection meetingId={id} board={b} reload={board.reload} />
      <GuestLinks meetingId={id} initial={m.guestLinks ?? []} closed={m.status === 'closed' || m.status === 'cancelled'} />
      {text && <TextDialog meetingId={id} invitation={null} onClose={() => setText(false)} />}
    </div>
  );
}

function Sending({ meeting: m, board: b, set, onText }: { meeting: MeetingDetails; board: InvitationBoard; set: (b: InvitationBoard) => void; onText: () => void }) {
  const { busy, error, run } = useAction();
  const [asking, setAsking] = useState(false);
  const path = `/api/meetings/${m.id}/invitations`;
  const waiting = b.rows.filter((r) => r.mail?.state === 'waiting').length;
  const silent = b.rows.filter((r) => r.reply.reply === 'none').length;
  const over = m.status === 'closed' || m.status === 'cancelled';
  const send = () => void run(async () => {
    set(await post<InvitationBoard>(`${path}/send`));
    setAsking(false);
    toast(t('invitations.sent'));
  });
  const remind = () => void run(async () => {
    const { count } = await post<Reminded>(`${path}/remind`);
    toast(count ? t('invitations.reminded', { count }) : t('invitations.remindedBefore'));
    set(await get<InvitationBoard>(path));
  });
  return (
    <>
      {m.status === 'draft' && <Notice><p>{t('invitations.draft')}</p></Notice>}
      {!b.mailIsSetUp && <Notice tone="warn"><p>{t('invitations.noMail')}</p></Notice>}
      {b.mailProblem && waiting > 0 && (
        <Notice tone="warn"><p data-test="mail-waits">{t('invitations.mailWaits', { count: waiting, at: b.mailNextTry ? time(b.mailNextTry) : '' })}</p></Notice>
      )}
      {error && !asking ? <Problem text={refusalText(asRefused(error))} /> : null}
      <div class="row">
        {!b.isSent && !over && m.status !== 'draft' && (
          <Button kind="primary" icon="mail" onClick={() => setAsking(true)}>{t('invitations.send', { count: b.rows.length })}</Button>
        )}
        {b.isSent && !over && silent > 0 && <Button kind="primary" icon="bell" busy={busy} onClick={remind}>{t('invitations.remind', { count: silent })}</Button>}
        {m.status !== 'draft' && <Button icon="copy" onClick={onText}>{t('invitations.copyText')}</Button>}
        {!over && <ButtonLink href={`/meetings/${m.id}/edit`} icon="edit">{t('invitations.editInvitees')}</ButtonLink>}
        {(m.status === 'scheduled' || m.status === 'open') && m.mode !== 'inPerson' && (
          <ButtonLink href={`/meetings/${m.id}/rehearsals`} icon="site">{t('invitations.rehearsals')}</ButtonLink>
        )}
      </div>
      {b.isSent && <p class="muted">{t('invitations.sentAt', { at: b.sentAt ? dateTime(b.sentAt) : '' })} {t('invitations.byItself')}</p>}
      {asking && (
        <Confirm title={t('invitations.sendTitle')} action={t('invitations.sendNow')} busy={busy} onConfirm={send} onClose={() => setAsking(false)}>
          {error ? <Problem text={refusalText(asRefused(error))} /> : null}
          <p>{t('invitations.sendText', { count: b.rows.length, mail: b.rows.filter((r) => r.address).length })}</p>
          {!b.letter && <p>{t('invitations.withoutLetter')}</p>}
        </Confirm>
      )}
    </>
  );
}
