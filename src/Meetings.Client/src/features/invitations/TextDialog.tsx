import { t } from '../../lib/i18n';
import type { InvitationTextView } from '../../wire/contracts';
import { asRefused, get, refusalText, search } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Loading, Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useLoad } from '../../ui/use';

/** The invitation as text for a chat group, with its link as a code for a notice board. */
export function TextDialog({ meetingId, invitation, onClose }: { meetingId: string; invitation: string | null; onClose: () => void }) {
  const text = useLoad(() => get<InvitationTextView>(`/api/meetings/${meetingId}/invitations/text${search({ invitation })}`), invitation ?? '');
  const v = text.value;
  const copy = (what: string) =>
    navigator.clipboard?.writeText(what).then(() => toast(t('guestLinks.copied')), () => toast(t('guestLinks.copyFailed'), 'wrong')) ??
    toast(t('guestLinks.copyFailed'), 'wrong');
  return (
    <Dialog
      title={t('invitations.copyTitle')}
      onClose={onClose}
      footer={v && (
        <>
          <Button icon="link" onClick={() => void copy(v.link)}>{t('invitations.copyLink')}</Button>
          <Button kind="primary" icon="copy" onClick={() => void copy(v.text)}>{t('invitations.copyText')}</Button>
        </>
      )}
    >
      {text.error ? <Problem text={refusalText(asRefused(text.error))} /> : !v && <Loading />}
      {v && (
        <div class="stack invitation-text">
          <pre tabIndex={0} data-test="invitation-text">{v.text}</pre>
          <svg class="qr" viewBox={`0 0 ${v.qrSide} ${v.qrSide}`} role="img" aria-label={t('invitations.qr')}>
            <rect width={v.qrSide} height={v.qrSide} fill="#fff" />
            <path d={v.qrPath} fill="#000" />
          </svg>
          {invitation && <p class="muted">{t('invitations.ownLink')}</p>}
        </div>
      )}
    </Dialog>
  );
}
