import type { Id, MinutesBody } from '../../wire/contracts';

/**
 * The minutes as independent parts, so that two people who edit different parts never disturb each other: single fields, lists as
 * a whole, and each agenda item by its number.
 */
export type Part = Field | 'attendance' | 'absent' | 'recipients' | `item:${number}`;
type Field = (typeof fields)[number];

const fields = ['parentAuthority', 'authority', 'title', 'begin', 'end', 'place', 'chair', 'secretary', 'closing'] as const;
const lists = ['attendance', 'absent', 'recipients'] as const;

export function partsOf(body: MinutesBody): Map<Part, unknown> {
  const parts = new Map<Part, unknown>();
  for (const name of [...fields, ...lists]) parts.set(name, body[name]);
  for (const item of body.items) parts.set(`item:${item.number}`, item);
  return parts;
}

function bodyOf(parts: Map<Part, unknown>): MinutesBody {
  const body: Record<string, unknown> = {};
  const items: MinutesBody['items'] = [];
  for (const [part, value] of parts) {
    if (!part.startsWith('item:')) body[part] = value;
    else if (value !== undefined) items.push(value as MinutesBody['items'][number]);
  }
  return { ...body, items: items.sort((a, b) => a.number - b.number) } as MinutesBody;
}

/** Equal for the reader: an empty text and a missing one are the same, the order of members does not count. */
export function same(a: unknown, b: unknown): boolean {
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b);
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (Array.isArray(a) !== Array.isArray(b) || (Array.isArray(a) && a.length !== (b as unknown[]).length)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => same(left[key], right[key]));
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

/** Parts in which two versions differ, in the order of the form. */
export function changedParts(a: MinutesBody, b: MinutesBody): Part[] {
  const [left, right] = [partsOf(a), partsOf(b)];
  return [...new Set([...left.keys(), ...right.keys()])].filter((part) => !same(left.get(part), right.get(part)));
}

/**
 * Joins two edits of the same base. Parts only one side changed come from that side; parts both changed differently stay mine and
 * are named, so that the writer decides.
 */
export function join(base: MinutesBody, mine: MinutesBody, theirs: MinutesBody): { body: MinutesBody; clashes: Part[] } {
  const [was, left, right] = [partsOf(base), partsOf(mine), partsOf(theirs)];
  const joined = new Map<Part, unknown>();
  const clashes: Part[] = [];
  for (const part of new Set([...left.keys(), ...right.keys()])) {
    const [b, m, o] = [was.get(part), left.get(part), right.get(part)];
    joined.set(part, same(m, b) ? o : m);
    if (!same(m, b) && !same(o, b) && !same(m, o)) clashes.push(part);
  }
  return { body: bodyOf(joined), clashes };
}

/** The body with one part taken from another version. */
export function withPart(body: MinutesBody, part: Part, from: MinutesBody): MinutesBody {
  const parts = partsOf(body);
  parts.set(part, partsOf(from).get(part));
  return bodyOf(parts);
}

/** A part's words for comparing two versions of it. */
export function wordsOf(body: MinutesBody, part: Part): string {
  const value = partsOf(body).get(part);
  if (part === 'attendance') return body.attendance.map((u) => `${u.unit}: ${u.people.map((p) => [p.name, p.position].filter(Boolean).join(', ')).join('; ')}`).join('\n');
  if (part === 'absent') return body.absent.map((a) => [a.name, a.unit].filter(Boolean).join(', ')).join('\n');
  if (part === 'recipients') return body.recipients.join('\n');
  const item = value as MinutesBody['items'][number] | undefined;
  return part.startsWith('item:') ? [item?.title, item?.text].filter(Boolean).join('\n') : String(value ?? '');
}

/** What lies on this machine until the server has it: the edit, and the version it began from. */
export interface Kept { revision: number; base: MinutesBody; body: MinutesBody }

const storageKey = (meeting: Id) => `draft.minutes.${meeting}`;

export function keepMinutes(meeting: Id, kept: Kept): void {
  try {
    localStorage.setItem(storageKey(meeting), JSON.stringify(kept));
  } catch {
    // A full or forbidden store must not stop the typing; the server still gets it by the save button.
  }
}

export const forgetMinutes = (meeting: Id) => localStorage.removeItem(storageKey(meeting));

export function keptMinutes(meeting: Id): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey(meeting)) ?? 'null') as Kept | null;
    return kept && Array.isArray(kept.base?.items) && Array.isArray(kept.body?.items) && Array.isArray(kept.body.attendance) ? kept : null;
  } catch {
    return null;
  }
}
