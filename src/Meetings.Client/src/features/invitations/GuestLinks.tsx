import { useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { GuestLinkView, MeetingDetails } from '../../wire/contracts';
import { asRefused, post, refusalText, remove } from '../../wire/http';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Chip, Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useAction } from '../../ui/useAction';

/** Links for guests of one meeting; the secret is shown once, to who made it. */
export function GuestLinks({ meeting }: { meeting: MeetingDetails }) {
  const [links, setLinks] = useState<GuestLinkView[]>(meeting.guestLinks ?? []);
  const [name, setName] = useState('');
  const { busy, error, run } = useAction();
  const path = `/api/meetings/${meeting.id}/guest-links`;
  const create = (event: Event) => {
    event.preventDefault();
    if (!name.trim()) return;
    void run(async () => {
      const made = await post<GuestLinkView>(path, { name: name.trim() });
      setLinks((all) => [...all, made]);
      setName('');
    });
  };
  const revoke = (link: GuestLinkView) =>
    void run(async () => {
      await remove(`${path}/${link.id}`);
      setLinks((all) => all.map((l) => (l.id === link.id ? { ...l, url: undefined as never, revoked: true } : l)));
    });
  const copy = (url: string) =>
    navigator.clipboard?.writeText(url).then(() => toast(t('guestLinks.copied')), () => toast(t('guestLinks.copyFailed'), 'wrong')) ??
    toast(t('guestLinks.copyFailed'), 'wrong');
  return (
    <section class="card stack">
      <div>
        <h2>{t('guestLinks.title')}</h2>
        <p class="muted">{t('guestLinks.text')}</p>
      </div>
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
      <ul class="people">
        {links.map((link) => (
          <li key={link.id} class="stack-tight">
            <div class="row row-apart">
              <div>
                <strong>{link.name}</strong>
                <p class="muted">{t('guestLinks.created', { at: dateTime(link.createdAt) })}</p>
              </div>
              {link.revoked ? <Chip icon="ban">{t('guestLinks.revoked')}</Chip> : (
                <Button kind="quiet" icon="trash" label={t('guestLinks.revoke', { name: link.name })} onClick={() => revoke(link)} />
              )}
            </div>
            {link.url && !link.revoked && (
              <>
                <p class="muted">{t('guestLinks.once')}</p>
                <div class="row">
                  <div class="grow"><TextField label={t('guestLinks.link')} hideLabel readOnly value={absolute(link.url)} onInput={() => undefined} /></div>
                  <Button icon="copy" onClick={() => void copy(absolute(link.url!))}>{t('action.copy')}</Button>
                </div>
              </>
            )}
          </li>
        ))}
      </ul>
      <form class="columns" onSubmit={create}>
        <TextField label={t('guestLinks.name')} value={name} onInput={setName} maxLength={100} />
        <div><Button type="submit" icon="link" busy={busy} disabled={!name.trim()}>{t('guestLinks.create')}</Button></div>
      </form>
    </section>
  );
}

const absolute = (url: string) => new URL(url, location.origin).href;
