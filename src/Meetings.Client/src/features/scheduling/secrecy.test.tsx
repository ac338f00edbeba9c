import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeAll, expect, it, vi as spy } from 'vitest';
import { catalogue } from '../../app/catalogue';
import { addStrings } from '../../lib/i18n';
import { clashQuery } from './clashes';
import { emptyDraft, findings, keepDraft, keptDraft } from './draft';
import { EditorView } from './EditorView';

beforeAll(() => addStrings(catalogue));
afterEach(() => {
  cleanup();
  spy.unstubAllGlobals();
});

const host = { id: 'b'.repeat(32), name: 'UBND huyện' };

it('stops a secret meeting: explained, not saved, not kept on the machine', async () => {
  const sent: string[] = [];
  spy.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    if (init?.method === 'POST') sent.push(path);
    return new Response(path.includes('/clashes') ? JSON.stringify({ clashes: [], lines: [], freeStarts: [], day: [], freeAllDay: 0 }) : '[]');
  });
  keepDraft(null, { ...emptyDraft(host, '2026-11-30'), title: 'Họp phòng thủ' });
  render(<EditorView id={null} documentsOf={() => null} />);
  fireEvent.change(await screen.findByLabelText('Độ mật'), { target: { value: 'topSecret' } });
  await screen.findByText(/không phải mạng LAN độc lập/);
  await waitFor(() => expect(keptDraft(null)).toBeNull());
  for (const name of ['Lưu dự thảo', 'Lưu và gửi mời']) {
    const button = screen.getByRole('button', { name }) as HTMLButtonElement;
    expect(button.disabled).toBe(true);
    fireEvent.click(button);
  }
  expect(sent.filter((path) => !path.includes('/clashes'))).toEqual([]);

  fireEvent.change(screen.getByLabelText('Độ mật'), { target: { value: 'ordinary' } });
  await waitFor(() => expect(keptDraft(null)?.title).toBe('Họp phòng thủ'));
  expect((screen.getByRole('button', { name: 'Lưu dự thảo' }) as HTMLButtonElement).disabled).toBe(false);
});

it('asks the server nothing about a secret plan and says so in the review', () => {
  const draft = { ...emptyDraft(host, '2026-11-30'), secrecy: 'secret' as const };
  expect(clashQuery(draft)).toBe('');
  expect(findings(draft).map((f) => f.key)).toContain('check.secrecy');
});
