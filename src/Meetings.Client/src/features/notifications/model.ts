import { signal } from '@preact/signals';
import { dateTime } from '../../lib/dates';
import { tMaybe } from '../../lib/i18n';
import { listen } from '../../wire/events';
import { post } from '../../wire/http';
import type { NotificationList, NotificationView } from '../../wire/contracts';

/** How many notices nobody has read yet. */
export const unread = signal(0);
/** A notice that stands before everything until it is answered. */
export const ringing = signal<NotificationView | null>(null);
/** Called with each notice that came while the page was open. */
export const onNotice: { current: (notice: NotificationView) => void } = { current: () => undefined };

let newest: number | null = null;

/** Takes in what the server says: the badge, what is new, what rings. */
export function take(list: NotificationList): void {
  unread.value = list.unread;
  const top = list.items[0]?.number ?? 0;
  // What was there before the page opened is in the badge; only an urgent one still speaks up.
  for (const notice of [...list.items].reverse())
    if (notice.rings ? ringing.value?.number !== notice.number : newest !== null && notice.number > newest) {
      if (notice.rings) ringing.value = notice;
      else onNotice.current(notice);
    }
  if (ringing.value && !list.items.some((i) => i.number === ringing.value!.number)) ringing.value = null;
  newest = Math.max(newest ?? 0, top);
}

/**
 * One stream for all windows of this browser, because a browser opens few lines to one server: whoever holds the lock listens and
 * tells the others.
 */
export function startBell(): () => void {
  const channel = new BroadcastChannel('meetings-notices');
  channel.onmessage = (event) => take(event.data as NotificationList);
  const stop = new AbortController();
  const lead = () =>
    new Promise<void>((release) => {
      const end = listen<NotificationList>('/api/notifications/live', (list) => {
        take(list);
        channel.postMessage(list);
      });
      stop.signal.addEventListener('abort', () => {
        end();
        release();
      });
    });
  navigator.locks?.request('meetings-notices', { signal: stop.signal }, lead).catch(() => undefined);
  return () => {
    stop.abort();
    channel.close();
    unread.value = 0;
    ringing.value = null;
    newest = null;
  };
}

export const markRead = (notice: NotificationView) => post('/api/notifications/read', { number: notice.number });
export const markAllRead = (upTo: number) => post('/api/notifications/read', { upTo });

/** The notice in the reader's language; an instant among its values becomes a local time. */
export function words(notice: NotificationView): string {
  const args = Object.fromEntries(
    Object.entries(notice.args).map(([name, value]) => [name, name.endsWith('At') ? dateTime(value) : value]),
  );
  return tMaybe(`notice.${notice.kind}`, args) ?? notice.args.title ?? notice.kind;
}
