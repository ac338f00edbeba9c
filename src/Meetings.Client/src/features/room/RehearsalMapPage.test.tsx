import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { catalogue } from '../../app/catalogue';
import { addStrings } from '../../lib/i18n';
import type { RehearsalBoard, RehearsalRow } from '../../wire/contracts';
import RehearsalMapPage from './RehearsalMapPage';

beforeAll(() => addStrings(catalogue));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const row = (n: number, verdict: RehearsalRow['verdict']): RehearsalRow =>
  ({ place: `s${n}`, kind: 'site', name: n === 7 ? 'Điểm cầu UBND xã Mỹ Đông' : `Điểm cầu số ${n}`, unitName: 'UBND xã', verdict, problems: [], tries: 0 }) as RehearsalRow;

it('finds one of many places by result and by name typed without marks', async () => {
  const board = { mayManage: true, rows: Array.from({ length: 143 }, (_, n) => row(n, n % 10 === 7 ? 'failed' : 'good')) } as RehearsalBoard;
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(board))));
  render(<RehearsalMapPage id="m" />);
  const shown = () => document.querySelectorAll('.places > li').length;
  await waitFor(() => expect(shown()).toBe(143));
  fireEvent.click(screen.getByRole('button', { name: 'Không đạt: 14' }));
  expect(shown()).toBe(14);
  fireEvent.input(screen.getByLabelText(/Tìm điểm cầu/), { target: { value: 'my dong' } });
  expect(shown()).toBe(1);
  expect(screen.getByText('Hiện 1 trong 143 nơi')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Không đạt: 14' }));
  fireEvent.click(screen.getByRole('button', { name: 'Đạt: 129' }));
  expect(shown()).toBe(0);
});
