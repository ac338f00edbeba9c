import { plusMinutes } from '../../lib/dates';
import type { Key } from '../../lib/i18n';
import type { AgendaKind, AudienceEntry, DirectoryKind, Id, MeetingDetails, MeetingInput, MeetingKind, MeetingMode, MeetingRole, MeetingSecrecy, QuorumRule, SeriesView } from '../../wire/contracts';
import { labels } from './agenda';
import { isSecret } from './secrecy';
import type { Repeat } from './recurrence';

/** What the editor edits: everything of the plan with the names to show, so that it can be kept and restored without the server. */
export interface Draft {
  title: string;
  kind: MeetingKind;
  mode: MeetingMode;
  host: Named | null;
  chair: Named | null;
  secretary: Named | null;
  day: string;
  start: string;
  zone: string;
  minutes: string;
  place: string;
  notes: string;
  items: DraftItem[];
  invitees: DraftInvitee[];
  revision?: number;
  /** Left out: ordinary. Never kept nor sent when it is anything else. */
  secrecy?: MeetingSecrecy;
  isUrgent?: boolean;
  /** Kept while the switch is off, so that switching back brings it again. */
  urgentReason?: string;
  quorum?: QuorumRule;
  /** Set: the meeting is to be repeated when it is saved. */
  repeat?: Repeat | null;
  /** Of a meeting that belongs to a series already. */
  series?: SeriesView;
}
export interface Named { id: Id; name: string }
export interface DraftItem {
  /** Stable for the page's life; the server's id once there is one. */
  key: string;
  id?: Id;
  title: string;
  kind: AgendaKind;
  minutes: string;
  presenter: Named | null;
  presenterText: string;
  /** 1: part of the item before it. Left out in what older pages kept. */
  depth?: number;
  description?: string;
  /** Who attends; none: everybody. */
  audience?: AudienceEntry[];
  isRestricted?: boolean;
}
export interface DraftInvitee { kind: DirectoryKind; targetId: Id; name: string; detail?: string; role: MeetingRole }

let lastKey = 0;
const newKey = () => `new${++lastKey}-${Math.random().toString(36).slice(2, 8)}`;

export const emptyItem = (): DraftItem => ({ key: newKey(), title: '', kind: 'inform', minutes: '15', presenter: null, presenterText: '' });

export const emptyDraft = (host: Named | null, day: string): Draft => ({
  title: '', kind: 'briefing', mode: 'hybrid', host, chair: null, secretary: null, day, start: '08:00', zone: 'Asia/Ho_Chi_Minh',
  minutes: '90', place: '', notes: '', items: [emptyItem()], invitees: [],
});

const named = (ref: { id: Id; name: string } | undefined): Named | null => (ref ? { id: ref.id, name: ref.name } : null);

export const draftOf = (m: MeetingDetails): Draft => ({
  title: m.title,
  kind: m.kind,
  mode: m.mode,
  host: { id: m.hostUnitId, name: m.hostUnitName },
  chair: named(m.chair),
  secretary: named(m.secretary),
  day: m.localStart.slice(0, 10),
  start: m.localStart.slice(11, 16),
  zone: m.zone,
  minutes: String(m.minutes),
  place: m.place ?? '',
  notes: m.notes ?? '',
  items: m.agenda.map((i) => ({
    key: i.id, id: i.id, title: i.title, kind: i.kind, minutes: String(i.minutes), presenter: named(i.presenter), presenterText: i.presenterText ?? '',
    depth: i.depth ?? 0, description: i.description ?? '', audience: i.audience ?? [], isRestricted: !!i.isRestricted,
  })),
  invitees: m.invitees.map(({ kind, targetId, name, detail, role }) => ({ kind, targetId, name, ...(detail ? { detail } : {}), role })),
  revision: m.revision,
  quorum: m.quorum ?? 'none',
  ...(m.series ? { series: m.series } : {}),
  ...(m.urgentReason ? { isUrgent: true, urgentReason: m.urgentReason } : {}),
});

export const inputOf = (d: Draft): MeetingInput => ({
  title: d.title.trim(),
  kind: d.kind,
  mode: d.mode,
  hostUnitId: d.host?.id ?? '',
  chairId: d.chair?.id,
  secretaryId: d.secretary?.id,
  localStart: `${d.day}T${d.start}`,
  zone: d.zone,
  minutes: Number(d.minutes),
  place: d.place.trim() || undefined,
  notes: d.notes.trim() || undefined,
  agenda: filled(d).map((i) => ({
    id: i.id, title: i.title.trim(), kind: i.kind, minutes: Number(i.minutes), presenterId: i.presenter?.id, presenterText: i.presenterText.trim() || undefined,
    depth: i.depth ?? 0, description: i.description?.trim() || undefined, audience: attending(i, d.invitees), isRestricted: !!i.isRestricted,
  })),
  invitees: d.invitees.map(({ kind, targetId, role }) => ({ kind, targetId, role })),
  revision: d.revision,
  secrecy: d.secrecy ?? 'ordinary',
  isUrgent: !!d.isUrgent,
  quorum: d.quorum ?? 'none',
  urgentReason: d.isUrgent ? d.urgentReason?.trim() || undefined : undefined,
});

/** Those of an item's audience who are still invited. */
const attending = (item: DraftItem, invitees: DraftInvitee[]) =>
  (item.audience ?? []).filter((a) => invitees.some((i) => i.kind === a.kind && i.targetId === a.targetId));

/** An item nobody wrote anything into is not an item. */
const filled = (d: Draft) => d.items.filter((i) => i.id || i.title.trim() || i.presenter || i.presenterText.trim());

/** When each item begins and the last one ends, as wall clock times; empty while there is no start. */
export function itemTimes(d: Draft): string[] {
  if (!d.day || !d.start) return d.items.map(() => '');
  let at = `${d.day}T${d.start}`;
  return d.items.map((i) => {
    const begin = at;
    at = plusMinutes(at, Number(i.minutes) || 0);
    return `${begin.slice(11)}–${at.slice(11)}`;
  });
}

export const agendaMinutes = (d: Draft) => filled(d).reduce((sum, i) => sum + (Number(i.minutes) || 0), 0);

/** Adds those who are not invited yet. */
export function invite(invitees: DraftInvitee[], more: DraftInvitee[]): DraftInvitee[] {
  const has = new Set(invitees.map((i) => i.kind + i.targetId));
  return [...invitees, ...more.filter((i) => !has.has(i.kind + i.targetId))];
}

export type Section = 'information' | 'agenda' | 'invitees';
export interface Finding { key: Extract<Key, `check.${string}`>; args?: Record<string, string | number>; section: Section; /** Keeps the meeting from being announced. */ blocks: boolean }

/** What the author should look at before the invitations go out. */
export function findings(d: Draft): Finding[] {
  const found: Finding[] = [];
  const add = (key: Finding['key'], section: Section, blocks: boolean, args?: Finding['args']) => found.push({ key, section, blocks, ...(args ? { args } : {}) });
  const minutes = Number(d.minutes);
  if (isSecret(d.secrecy)) add('check.secrecy', 'information', true);
  if (d.isUrgent && !d.urgentReason?.trim()) add('check.urgent', 'information', true);
  if (!d.title.trim()) add('check.title', 'information', true);
  if (!d.day || !d.start) add('check.start', 'information', true);
  if (!(minutes >= 5 && minutes <= 1440)) add('check.minutes', 'information', true);
  if (!d.host) add('check.host', 'information', true);
  if (!d.chair) add('check.chair', 'information', true);
  if (!d.secretary) add('check.secretary', 'information', false);
  if (d.chair && d.chair.id === d.secretary?.id) add('check.chairIsSecretary', 'information', true);
  if (filled(d).length === 0) add('check.agenda', 'agenda', false);
  const numbers = labels(d.items);
  d.items.forEach((item, i) => {
    if (!item.title.trim() && filled(d).includes(item)) add('check.itemTitle', 'agenda', true, { number: numbers[i]! });
    if (item.isRestricted && attending(item, d.invitees).length === 0) add('check.itemAudience', 'agenda', true, { number: numbers[i]! });
  });
  const over = agendaMinutes(d) - minutes;
  if (over > 0) add('check.tooLong', 'agenda', false, { minutes: over });
  if (d.invitees.length === 0) add('check.invitees', 'invitees', false);
  return found;
}

const storageKey = (id: Id | null) => `draft.meeting.${id ?? 'new'}`;

/** What was typed stays on this machine until it is saved, whatever happens to the line or the tab. */
export const keepDraft = (id: Id | null, draft: Draft) => localStorage.setItem(storageKey(id), JSON.stringify(draft));
export const forgetDraft = (id: Id | null) => localStorage.removeItem(storageKey(id));

export function keptDraft(id: Id | null): Draft | null {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey(id)) ?? 'null') as Draft | null;
    return kept && Array.isArray(kept.items) && Array.isArray(kept.invitees) ? kept : null;
  } catch {
    return null;
  }
}
