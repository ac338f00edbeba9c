import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { catalogue } from '../../app/catalogue';
import { addStrings } from '../../lib/i18n';
import './catalogue';
import { Due } from './Due';
import { fromLocal, isWhole, toLocal } from './model';

beforeAll(() => addStrings(catalogue));
afterEach(cleanup);

let value = '';
function Held({ at }: { at?: string }) {
  const [due, setDue] = useState(toLocal(at));
  value = due;
  return <Due label="Hạn nộp báo cáo" value={due} onInput={setDue} />;
}
const type = (label: string, text: string) => fireEvent.input(screen.getByRole('textbox', { name: new RegExp(label) }), { target: { value: text } });

it('reads and writes the wall clock of the country, wherever the browser stands', () => {
  expect(toLocal('2026-11-23T17:30:00Z')).toBe('2026-11-24T00:30');
  expect(fromLocal('2026-11-24T00:30')).toBe('2026-11-23T17:30:00.000Z');
  expect([toLocal(undefined), fromLocal('')]).toEqual(['', undefined]);
});

it('takes the day as it is written here and proposes the end of the working day', () => {
  render(<Held />);
  expect(screen.getByRole('group', { name: 'Hạn nộp báo cáo' })).toBeTruthy();
  type('Ngày', '24/11/2026');
  expect(value).toBe('2026-11-24T17:00');
  type('Giờ', '08:15');
  expect(fromLocal(value)).toBe('2026-11-24T01:15:00.000Z');
});

it('takes a day without a time for no deadline yet, and a cleared day for none', () => {
  render(<Held at="2026-11-24T01:15:00Z" />);
  type('Giờ', '');
  expect([isWhole(value), fromLocal(value)]).toEqual([false, undefined]);
  screen.getByText(/Hãy ghi giờ:phút/);
  type('Ngày', '');
  expect([value, isWhole(value)]).toEqual(['', true]);
});
