import { expect, it } from 'vitest';
import type { OpinionView, SubmissionView } from '../../wire/contracts';
import { owesDelegates, owesReport, readDelegates, summaryCsv, writeDelegates } from './model';

const row: SubmissionView = { key: 'u1', name: 'UBND xã Mỹ Đông', role: 'delegate', mine: false, delegates: [], report: 'missing' };
const plan = { delegatesDue: '2026-11-23T10:00:00Z', reportDue: '2026-11-23T10:00:00Z' };

it('says who still owes what, and who is late', () => {
  const [before, after] = [Date.parse('2026-11-23T09:00:00Z'), Date.parse('2026-11-23T11:00:00Z')];
  expect([owesDelegates(row, plan, before), owesDelegates(row, plan, after), owesDelegates({ ...row, delegatesAt: 'x' }, plan, after)]).toEqual(['waiting', 'late', 'none']);
  expect([owesReport({ ...row, report: 'submitted' }, plan, after), owesReport({ ...row, report: 'returned' }, plan, after), owesReport(row, {}, after)]).toEqual(['none', 'late', 'none']);
});

it('reads delegates line by line and writes them back', () => {
  const text = 'Nguyễn Văn An, Chủ tịch UBND xã\nTrần Thị Bé';
  expect(readDelegates(`${text}\n\n`)).toEqual([{ name: 'Nguyễn Văn An', position: 'Chủ tịch UBND xã' }, { name: 'Trần Thị Bé' }]);
  expect(writeDelegates(readDelegates(text))).toBe(text);
});

it('writes a summary that no spreadsheet runs as a formula', () => {
  const opinion = { options: ['Tán thành'], answers: [{ name: '=HYPERLINK("x")', text: 'Nhất "trí"', choice: 0, at: 't' }] } as unknown as OpinionView;
  expect(summaryCsv(opinion, ['a', 'b', 'c', 'd', 'e'])).toBe('\uFEFF"a";"b";"c";"d";"e"\r\n"\'=HYPERLINK(""x"")";"";"Tán thành";"Nhất ""trí""";"t"\r\n');
});
