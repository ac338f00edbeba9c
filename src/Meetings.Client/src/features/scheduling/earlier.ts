import { isoDay } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { ConclusionView, MeetingDetails } from '../../wire/contracts';
import { draftOf, emptyItem, type Draft, type DraftItem } from './draft';

/** Days between two calendar days, both yyyy-MM-dd. */
const daysBetween = (from: string, to: string) => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 864e5);

const plusDays = (day: string, days: number) => new Date(Date.parse(`${day}T00:00:00Z`) + days * 864e5).toISOString().slice(0, 10);

/** The first day after today on the earlier meeting's weekday: last Monday's meeting becomes next Monday's. */
export function nextDay(earlier: string, today: string): string {
  const since = daysBetween(earlier, today);
  return plusDays(earlier, since < 0 ? 7 : 7 * (Math.floor(since / 7) + 1));
}

const fresh = (items: DraftItem[]) => items.map(({ id: _id, ...item }, i) => ({ ...item, key: `from${i}-${item.key}` }));

/**
 * A new plan with the people, roles, agenda, time of day and place of an earlier meeting, and what that one concluded in the first
 * place. Papers and guest links stay with the old one.
 */
export function draftFrom(m: MeetingDetails, now: number, concluded: ConclusionView[]): Draft {
  const { revision: _old, isUrgent: _urgent, urgentReason: _why, series: _series, ...plan } = draftOf(m);
  return { ...plan, day: nextDay(plan.day, isoDay(now, m.zone)), items: withConclusions(fresh(plan.items), concluded, m) };
}

/** The plan of a template in the place of what the page holds, but for its day and, where the template names none, its host. */
export function draftFromTemplate(template: MeetingDetails, now: Draft): Draft {
  const { revision: _old, series: _series, ...plan } = draftOf(template);
  return {
    ...now,
    ...plan,
    day: now.day,
    host: plan.host?.name ? plan.host : now.host,
    chair: plan.chair ?? now.chair,
    secretary: plan.secretary ?? now.secretary,
    invitees: plan.invitees.length > 0 ? plan.invitees.filter((i) => i.name) : now.invitees,
    items: fresh(plan.items),
  };
}

/** What was concluded comes first: in the item that asks for it where the agenda has one, else in a new one. The texts become the meeting's own, so both catalogues hold them in Vietnamese. */
function withConclusions(items: DraftItem[], concluded: ConclusionView[], m: MeetingDetails): DraftItem[] {
  if (concluded.length === 0) return items;
  const day = m.localStart.slice(0, 10).split('-').reverse().join('/');
  const description = [
    t('earlier.conclusionsOf', { title: m.title, day }),
    ...concluded.map((c) => `- ${c.text}${[c.unitName, c.due && t('earlier.due', { day: c.due.split('-').reverse().join('/') })].filter(Boolean).map((x, i) => (i === 0 ? ` (${x}` : `; ${x}`)).join('')}${c.unitName || c.due ? ')' : ''}`),
  ].join('\n').slice(0, 4000);
  const known = items.find((i) => i.title.toLowerCase().includes('kết luận') && i.title.toLowerCase().includes('trước'));
  return known
    ? items.map((i) => (i === known ? { ...i, description } : i))
    : [{ ...emptyItem(), title: t('earlier.followUp'), minutes: '10', description }, ...items];
}
