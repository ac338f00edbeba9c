import { useState } from 'preact/hooks';
import { date } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { MeetingDetails, MyInvitationAnswer } from '../../wire/contracts';
import { get, put } from '../../wire/http';
import { ButtonLink } from '../../ui/Button';
import { useLoad } from '../../ui/use';
import { ReplyForm } from './ReplyForm';

/** On the meeting's page: the reader's own invitation, and for its makers the way to the board. */
export function InvitationPanel({ meeting }: { meeting: MeetingDetails }) {
  const path = `/api/meetings/${meeting.id}/reply`;
  const answer = useLoad(() => (meeting.status === 'draft' ? Promise.resolve<MyInvitationAnswer>({}) : get<MyInvitationAnswer>(path)), `${meeting.id} ${meeting.revision}`);
  const [asking, setAsking] = useState(false);
  const mine = answer.value?.mine;
  if (!mine && !meeting.mayManage) return null;
  return (
    <section class="card stack" data-test="invitation-panel">
      <div class="row row-apart">
        <h2>{t('invitations.title')}</h2>
        {meeting.mayManage && <ButtonLink href={`/meetings/${meeting.id}/invitations`} icon="users">{t('invitations.toBoard')}</ButtonLink>}
      </div>
      {mine?.letter && (
        <p><a href={`/api/meetings/${meeting.id}/invitations/letter`} download="">{t('invitations.letter', { number: mine.letter.number, date: date(mine.letter.date) })}</a></p>
      )}
      {mine && (
        <ReplyForm
          name={mine.name}
          reply={mine.reply}
          mayReply={mine.mayReply}
          open={asking || mine.reply.reply === 'none'}
          onOpen={() => setAsking(true)}
          send={async (input) => {
            await put(path, input);
            setAsking(false);
            await answer.reload();
          }}
        />
      )}
    </section>
  );
}
