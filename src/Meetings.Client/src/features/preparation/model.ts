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

/** A field of the browser's `datetime-local` in the meeting's usual zone and back. */
export const toLocal = (at: string | undefined): string => {
  if (!at) return '';
  const day = new Date(at);
  return new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};
export const fromLocal = (local: string): string | undefined => (local ? new Date(local).toISOString() : undefined);

/** The summary as a table for a spreadsheet: semicolons, quotes doubled, a leading sign that a spreadsheet would run as a formula disarmed. */
export function summaryCsv(opinion: OpinionView, head: [string, string, string, string, string]): string {
  const cell = (text: string) => `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const rows = (opinion.answers ?? []).map((a) => [a.name, a.unitName ?? '', a.choice === undefined ? '' : opinion.options[a.choice]!, a.text, a.at]);
  return `\uFEFF${[[...head], ...rows].map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`;
}
