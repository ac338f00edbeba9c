import './catalogue';
import './invitations.css';
import { dateTime } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { CalendarFeedView } from '../../wire/contracts';
import { asRefused, get, post, refusalText, remove } from '../../wire/http';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Loading, Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useLoad, useTitle } from '../../ui/use';
import { useAction } from '../../ui/useAction';

/** The secret address by which a telephone or Outlook shows the reader's meetings. */
export default function CalendarFeedPage() {
  const feed = useLoad(() => get<CalendarFeedView>('/api/calendar'), 'feed');
  const { busy, error, run } = useAction();
  useTitle(t('feed.title'));
  const f = feed.value;
  const renew = () => void run(async () => feed.set(await post<CalendarFeedView>('/api/calendar')));
  const end = () => void run(async () => {
    await remove('/api/calendar');
    feed.set({});
  });
  const copy = (url: string) =>
    navigator.clipboard?.writeText(url).then(() => toast(t('guestLinks.copied')), () => toast(t('guestLinks.copyFailed'), 'wrong'));
  return (
    <div class="page page-narrow stack">
      <h1>{t('feed.title')}</h1>
      <p>{t('feed.text')}</p>
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
      {feed.error ? <Problem text={refusalText(asRefused(feed.error))} onRetry={() => void feed.reload()} /> : !f && <Loading />}
      {f && (
        <section class="card stack">
          {f.url ? (
            <>
              <TextField label={t('feed.address')} hint={t('feed.secret')} readOnly value={f.url} onInput={() => undefined} />
              <p class="muted">{f.readAt ? t('feed.read', { at: dateTime(f.readAt) }) : t('feed.neverRead')}</p>
              <div class="row">
                <Button kind="primary" icon="copy" onClick={() => void copy(f.url!)}>{t('action.copy')}</Button>
                <Button icon="refresh" busy={busy} onClick={renew}>{t('feed.renew')}</Button>
                <Button kind="danger" icon="ban" busy={busy} onClick={end}>{t('feed.end')}</Button>
              </div>
            </>
          ) : (
            <div><Button kind="primary" icon="calendar" busy={busy} onClick={renew}>{t('feed.make')}</Button></div>
          )}
        </section>
      )}
      <p class="muted">{t('feed.how')}</p>
    </div>
  );
}
