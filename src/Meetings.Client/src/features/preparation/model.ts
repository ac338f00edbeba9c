import { isoDay, time } from '../../lib/dates';
import type { DelegateEntry, OpinionView, PreparationPlanInput, SubmissionView } from '../../wire/contracts';

/** What a row still owes; `late` once the deadline is behind. */
export type Owing = 'none' | 'waiting' | 'late';

const owes = (due: string | undefined, done: boolean, now: number): Owing => (!due || done ? 'none' : Date.parse(due) < now ? 'late' : 'waiting');

export const owesDelegates = (row: SubmissionView, plan: PreparationPlanInput, now: number) => owes(plan.delegatesDue, !!row.delegatesAt, now);
export const owesReport = (row: SubmissionView, plan: PreparationPlanInput, now: number) =>
  owes(plan.reportDue, row.report === 'accepted' || row.report === 'submitted', now);

/** One person a line, "name, position"; what follows the first comma is the position. */
export const readDelegates = (text: string): DelegateEntry[] =>
  text.split('\n').map((line) => line.normalize('NFC').trim()).filter(Boolean).map((line) => {
    const comma = line.indexOf(',');
    const position = comma < 0 ? '' : line.slice(comma + 1).trim();
    return { name: (comma < 0 ? line : line.slice(0, comma)).trim(), ...(position ? { position } : {}) };
  });

export const writeDelegates = (delegates: DelegateEntry[]): string => delegates.map((d) => (d.position ? `${d.name}, ${d.position}` : d.name)).join('\n');

/** A deadline as the country's wall clock, "yyyy-MM-ddTHH:mm", and back; its one zone is seven hours ahead all the year. */
export const toLocal = (at: string | undefined): string => (at ? `${isoDay(at)}T${time(at)}` : '');
export const fromLocal = (local: string): string | undefined => (local && isWhole(local) ? new Date(`${local}:00+07:00`).toISOString() : undefined);

/** Empty, or a day and a time; false while one of them is missing. */
export const isWhole = (local: string): boolean => !local || /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local);

/** The summary as a table for a spreadsheet: semicolons, quotes doubled, a leading sign that a spreadsheet would run as a formula disarmed. */
export function summaryCsv(opinion: OpinionView, head: [string, string, string, string, string]): string {
  const cell = (text: string) => `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const rows = (opinion.answers ?? []).map((a) => [a.name, a.unitName ?? '', a.choice === undefined ? '' : opinion.options[a.choice]!, a.text, a.at]);
  return `\uFEFF${[[...head], ...rows].map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`;
}
