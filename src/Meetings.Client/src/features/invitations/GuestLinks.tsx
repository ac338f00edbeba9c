import { useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { GuestLinkView } from '../../wire/contracts';
import { asRefused, post, refusalText, remove } from '../../wire/http';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Chip, Problem } from '../../ui/Notice';
import { useAction } from '../../ui/useAction';
import { TextDialog } from './TextDialog';

/** Links for guests from outside; they wait in the waiting room until they are let in. */
export function GuestLinks({ meetingId, initial, closed }: { meetingId: string; initial: GuestLinkView[]; closed: boolean }) {
  const [links, setLinks] = useState<GuestLinkView[]>(initial);
  const [name, setName] = useState('');
  const [shown, setShown] = useState<string | null>(null);
  const { busy, error, run } = useAction();
  const create = (event: Event) => {
    event.preventDefault();
    if (!name.trim()) return;
    void run(async () => {
      const made = await post<GuestLinkView>(`/api/meetings/${meetingId}/guest-links`, { name: name.trim() });
      setLinks((all) => [...all, made]);
      setName('');
      setShown(made.id);
    });
  };
  const revoke = (link: GuestLinkView) =>
    void run(async () => {
      await remove(`/api/meetings/${meetingId}/invitations/${link.id}/link`);
      setLinks((all) => all.map((l) => (l.id === link.id ? { ...l, revoked: true } : l)));
    });
  return (
    <section class="card stack">
      <div>
        <h2>{t('guestLinks.title')}</h2>
        <p class="muted">{t('guestLinks.text')}</p>
      </div>
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
      <ul class="people">
        {links.map((link) => (
          <li key={link.id} class="row row-apart">
            <div>
              <strong>{link.name}</strong>
              <p class="muted">{t('guestLinks.created', { at: dateTime(link.createdAt) })}</p>
            </div>
            {link.revoked ? <Chip icon="ban">{t('guestLinks.revoked')}</Chip> : (
              <div class="row">
                <Button icon="link" label={t('invitations.linkOf', { name: link.name })} onClick={() => setShown(link.id)} />
                <Button kind="quiet" icon="trash" label={t('guestLinks.revoke', { name: link.name })} onClick={() => revoke(link)} />
              </div>
            )}
          </li>
        ))}
      </ul>
      {!closed && (
        <form class="columns" onSubmit={create}>
          <TextField label={t('guestLinks.name')} value={name} onInput={setName} maxLength={100} />
          <div><Button type="submit" icon="link" busy={busy} disabled={!name.trim()}>{t('guestLinks.create')}</Button></div>
        </form>
      )}
      {shown && <TextDialog meetingId={meetingId} invitation={shown} onClose={() => setShown(null)} />}
    </section>
  );
}
