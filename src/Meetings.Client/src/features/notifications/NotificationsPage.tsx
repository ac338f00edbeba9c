import './catalogue';
import './notifications.css';
import { useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { t } from '../../lib/i18n';
import { asRefused, get, refusalText, search } from '../../wire/http';
import type { NotificationList, NotificationView } from '../../wire/contracts';
import { Button, ButtonLink } from '../../ui/Button';
import { Loading, Problem } from '../../ui/Notice';
import { useLoad, useTitle } from '../../ui/use';
import { useAction } from '../../ui/useAction';
import { markAllRead, markRead, unread, words } from './model';

const pageSize = 50;

/** Everything the system told this person, newest first. */
export default function NotificationsPage() {
  // The badge changes when something new came: then the list is read again.
  const list = useLoad(() => get<NotificationList>('/api/notifications'), `${unread.value}`);
  const [older, setOlder] = useState<NotificationView[]>([]);
  const { busy, error, run } = useAction();
  useTitle(t('notices.title'));
  const items = [...(list.value?.items ?? []), ...older];
  const more = () =>
    void run(async () => {
      const next = await get<NotificationList>(`/api/notifications${search({ before: items.at(-1)!.number })}`);
      setOlder([...older, ...next.items]);
    });
  return (
    <div class="page page-narrow stack">
      <div class="row row-apart">
        <h1>{t('notices.title')}</h1>
        {(list.value?.unread ?? 0) > 0 && (
          <Button icon="check" busy={busy} onClick={() => void run(() => markAllRead(items[0]!.number)).then(list.reload)}>{t('notices.allRead')}</Button>
        )}
      </div>
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
      {list.error ? <Problem text={refusalText(asRefused(list.error))} onRetry={() => void list.reload()} /> : !list.value && <Loading />}
      {list.value && items.length === 0 && <p class="card muted">{t('notices.none')}</p>}
      {items.length > 0 && (
        <ul class="card notices">
          {items.map((notice) => (
            <li key={notice.number} class={notice.isRead ? undefined : 'new'}>
              <a href={notice.link} onClick={() => void markRead(notice).catch(() => undefined)}>
                <span>{words(notice)}</span>
                <span class="muted number">{dateTime(notice.createdAt)}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      {items.length > 0 && items.length % pageSize === 0 && <Button busy={busy} onClick={more}>{t('notices.older')}</Button>}
      <div><ButtonLink href="/calendar-feed" icon="calendar">{t('notices.toCalendar')}</ButtonLink></div>
    </div>
  );
}
