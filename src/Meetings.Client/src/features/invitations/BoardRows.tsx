import { useState } from 'preact/hooks';
import { dateTime, time } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { InvitationBoard, InvitationRow } from '../../wire/contracts';
import { asRefused, post, put, refusalText, remove } from '../../wire/http';
import { Select } from '../../ui/Field';
import { Dialog } from '../../ui/Dialog';
import { MenuButton, type MenuItem } from '../../ui/MenuButton';
import { Chip, Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useAction } from '../../ui/useAction';
import { ReplyChip, ReplyForm, replyDetail } from './ReplyForm';
import { TextDialog } from './TextDialog';

type Filter = 'all' | 'silent' | 'away' | 'unread' | 'unsent';

const filters: Record<Filter, (row: InvitationRow) => boolean> = {
  all: () => true,
  silent: (row) => row.reply.reply === 'none',
  away: (row) => row.reply.reply === 'declined' || row.reply.reply === 'delegated',
  unread: (row) => row.opened.includes('0'),
  unsent: (row) => !row.address || row.mail?.state === 'waiting' || row.mail?.state === 'refused',
};

/** One line an invitee: the answer, the mail, the papers, the line; and what to do about it. */
export function BoardRows({ meetingId, board, reload }: { meetingId: string; board: InvitationBoard; reload: () => Promise<void> }) {
  const [filter, setFilter] = useState<Filter>('all');
  const [link, setLink] = useState<string | null>(null);
  const [recording, setRecording] = useState<InvitationRow | null>(null);
  const { error, run } = useAction();
  const rows = board.rows.filter(filters[filter]);
  const path = (row: InvitationRow) => `/api/meetings/${meetingId}/invitations/${row.id}`;
  const act = (work: () => Promise<unknown>, done: string) => void run(work).then(async (ok) => {
    if (!ok) return;
    toast(done);
    await reload();
  });
  const actions = (row: InvitationRow): MenuItem[] => [
    ...(row.isRevoked ? [] : [{ label: t('invitations.linkOf', { name: row.name }), icon: 'link' as const, onSelect: () => setLink(row.id!) }]),
    { label: t('invitations.record'), icon: 'edit', onSelect: () => setRecording(row) },
    { label: t('invitations.renewLink'), icon: 'refresh', onSelect: () => act(() => post(`${path(row)}/link`), t('invitations.renewed')) },
    ...(row.isRevoked ? [] : [{ label: t('invitations.revokeLink'), icon: 'ban' as const, danger: true, onSelect: () => act(() => remove(`${path(row)}/link`), t('invitations.revoked')) }]),
  ];
  return (
    <section class="card stack">
      <div class="row row-apart">
        <h2>{t('invitations.invitees')} <span class="muted">({rows.length})</span></h2>
        {board.rows.length > 8 && (
          <div class="filter">
            <Select
              label={t('invitations.show')}
              value={filter}
              onChange={setFilter}
              options={(Object.keys(filters) as Filter[]).map((f) => ({ value: f, label: t(`invitations.show.${f}`) }))}
            />
          </div>
        )}
      </div>
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
      {rows.length === 0 && <p class="muted">{t('invitations.nobody')}</p>}
      <ul class="people board" data-test="board">
        {rows.map((row) => (
          <li key={row.id ?? `${row.kind} ${row.name}`} data-test="board-row">
            <div class="who">
              <strong>{row.name}</strong>{row.role !== 'delegate' && <> – {t(`role.${row.role}`)}</>}
              {row.detail && <p class="muted">{row.detail}</p>}
              {replyDetail(row.reply) && <p>{replyDetail(row.reply)}</p>}
            </div>
            <div class="facts-row">
              {board.isSent && <ReplyChip reply={row.reply} />}
              <MailFact row={row} />
              {row.openedAt && <span class="muted">{t('invitations.opened', { at: dateTime(row.openedAt) })}</span>}
              {row.opened && <span title={papersTitle(board, row)} class="muted">{t('invitations.papers', { read: count(row.opened, '1'), all: row.opened.length })}</span>}
              {row.line?.measuredAt && <span class="muted">{t('invitations.line', { down: Math.round(row.line.down / 100) / 10, at: dateTime(row.line.measuredAt) })}</span>}
              {row.remindedAt && <span class="muted">{t('invitations.remindedAt', { at: dateTime(row.remindedAt) })}</span>}
              {row.isRevoked && <Chip icon="ban">{t('invitations.linkRevoked')}</Chip>}
            </div>
            {row.id && <MenuButton label={t('invitations.actionsOf', { name: row.name })} icon="more" items={actions(row)} />}
          </li>
        ))}
      </ul>
      {link && <TextDialog meetingId={meetingId} invitation={link} onClose={() => setLink(null)} />}
      {recording && (
        <Dialog title={t('invitations.record')} onClose={() => setRecording(null)}>
          <ReplyForm
            name={recording.name}
            reply={recording.reply}
            mayReply
            open
            onOpen={() => undefined}
            send={async (input) => {
              await put(`${path(recording)}/reply`, input);
              setRecording(null);
              await reload();
            }}
          />
        </Dialog>
      )}
    </section>
  );
}

const count = (text: string, letter: string) => text.split(letter).length - 1;
const papersTitle = (board: InvitationBoard, row: InvitationRow) =>
  board.papers.map((paper, i) => `${row.opened[i] === '1' ? '✓' : '–'} ${paper.name}`).join('\n');

function MailFact({ row }: { row: InvitationRow }) {
  if (!row.address) return <Chip icon="warning" tone="warn">{t('invitations.noAddress')}</Chip>;
  switch (row.mail?.state) {
    case 'sent': return <span class="muted">{t('invitations.mailSent', { at: row.mail.sentAt ? time(row.mail.sentAt) : '' })}</span>;
    case 'waiting': return <Chip icon="clock" tone="warn">{t('invitations.mailWaiting')}</Chip>;
    case 'refused':
    case 'expired': return <Chip icon="ban" tone="bad">{t('invitations.mailRefused', { problem: row.mail.problem ?? '' })}</Chip>;
    default: return <span class="muted">{row.address}</span>;
  }
}
