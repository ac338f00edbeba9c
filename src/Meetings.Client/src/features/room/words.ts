import { t } from '../../lib/i18n';
import type { MeetingDetails } from '../../wire/contracts';
import type { RoomEvent } from '../../wire/hubContracts';
import { nameOf, type RoomState } from './state';

/** An event in a sentence; null for those that are not worth one. */
export function eventWords(event: RoomEvent, state: RoomState, meeting: MeetingDetails | null): string | null {
  const name = (conn: number, seat: number | null = null) => nameOf(state, conn, seat);
  switch (event.kind) {
    case 'opened': return t('news.opened');
    case 'begun': return t('news.begun');
    case 'paused': return t('news.paused');
    case 'resumed': return t('news.resumed');
    case 'closed': return t('news.closed');
    case 'arrived': return t(event.args[5] === 'lobby' ? 'news.waiting' : 'news.arrived', { name: event.args[2] });
    case 'admitted': return t('news.admitted', { name: name(event.args[0]) });
    case 'dropped': return event.args[0] === state.you ? null : t('news.dropped', { name: name(event.args[0]) });
    case 'returned': return event.args[0] === state.you ? null : t('news.returned', { name: name(event.args[0]) });
    case 'hand': return t(event.args[1] ? 'news.handUp' : 'news.handDown', { name: name(event.args[0]) });
    case 'floor': {
      const [conn, seat] = event.args;
      if (conn === null) return t('news.floorEnded');
      return conn === state.you ? t('news.floorYou') : t('news.floor', { name: name(conn, seat) });
    }
    case 'muted': return event.args[0] === state.you ? t('news.mutedYou') : t('news.muted', { name: name(event.args[0]) });
    case 'itemBegun': return t('news.itemBegun', { title: itemTitle(meeting, event.args[0]) });
    case 'itemEnded': return t('news.itemEnded', { title: itemTitle(meeting, event.args[0]) });
    case 'shown': return t('news.shown', { name: documentOf(meeting, event.args[0])?.name ?? t('news.document'), page: event.args[1] });
    case 'hidden': return t('news.hidden');
    case 'chat': return t('news.chat', { name: name(event.args[0], event.args[1]), text: event.args[2] });
    case 'conclusion': return t('news.conclusion', { text: event.args[2] });
    default: return null;
  }
}

/** The missed list, without the steps between: of many pages turned or texts typed only the last is told. */
export function missedWords(events: readonly RoomEvent[], state: RoomState, meeting: MeetingDetails | null): { number: number; at: number; text: string }[] {
  const last = new Map<string, number>();
  const keyOf = (e: RoomEvent) => (e.kind === 'shown' ? 'shown' : e.kind === 'conclusion' ? `conclusion ${e.args[0]}` : '');
  events.forEach((e, i) => { if (keyOf(e)) last.set(keyOf(e), i); });
  const returned = new Set(events.filter(e => e.kind === 'returned').map(e => e.args[0]));
  return events.flatMap((e, i) => {
    if (keyOf(e) && last.get(keyOf(e)) !== i) return [];
    // Whoever was away and is back has missed as much as we have: nothing to tell.
    if ((e.kind === 'dropped' || e.kind === 'returned') && returned.has(e.args[0])) return [];
    const text = eventWords(e, state, meeting);
    return text ? [{ number: e.number, at: e.at, text }] : [];
  });
}

/** What is said aloud to screen readers: floor, hands, chat, and what concerns the whole room. Our own doings are not repeated. */
export function spokenWords(event: RoomEvent, state: RoomState, meeting: MeetingDetails | null): string | null {
  switch (event.kind) {
    case 'hand':
    case 'chat': return event.args[0] === state.you ? null : eventWords(event, state, meeting);
    case 'floor': case 'muted': case 'begun': case 'paused': case 'resumed': case 'itemBegun': case 'itemEnded': return eventWords(event, state, meeting);
    case 'arrived': return event.args[5] === 'lobby' ? eventWords(event, state, meeting) : null;
    default: return null;
  }
}

export const itemTitle = (meeting: MeetingDetails | null, itemId: string) => {
  const item = meeting?.agenda.find(i => i.id === itemId);
  return item ? `${item.number}. ${item.title}` : '…';
};

export const documentOf = (meeting: MeetingDetails | null, documentId: string) =>
  meeting?.agenda.flatMap(i => i.documents).find(d => d.id === documentId);
