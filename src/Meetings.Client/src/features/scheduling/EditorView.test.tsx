import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeAll, beforeEach, expect, it, vi as spy } from 'vitest';
import { catalogue } from '../../app/catalogue';
import { addStrings } from '../../lib/i18n';
import type { MeetingDetails } from '../../wire/contracts';
import { keptDraft } from './draft';
import { EditorView } from './EditorView';

beforeAll(() => addStrings(catalogue));
beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  spy.unstubAllGlobals();
});

const id = 'a'.repeat(32);
const meeting: MeetingDetails = {
  id, title: 'Họp giao ban', kind: 'briefing', mode: 'online', status: 'draft', hostUnitId: 'b'.repeat(32), hostUnitName: 'UBND huyện', localStart: '2026-11-23T08:00',
  zone: 'Asia/Ho_Chi_Minh', start: '2026-11-23T01:00:00Z', end: '2026-11-23T02:00:00Z', minutes: 60, agenda: [], invitees: [], mayManage: true, revision: 1,
};

it('keeps what is typed until it is saved, and nothing after', async () => {
  const stored = { ...meeting };
  spy.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    if (!path.includes('/meetings/')) return new Response('[]');
    if (init?.method === 'PUT') Object.assign(stored, { title: (JSON.parse(String(init.body)) as MeetingDetails).title, revision: stored.revision + 1 });
    return new Response(JSON.stringify(init?.method === 'PUT' ? { revision: stored.revision } : stored));
  });
  const first = render(<EditorView id={id} documentsOf={() => null} />);
  const title = await screen.findByRole('textbox', { name: 'Tên cuộc họp' });
  fireEvent.input(title, { target: { value: 'Họp giao ban tháng 11' } });
  await waitFor(() => expect(keptDraft(id)?.title).toBe('Họp giao ban tháng 11'));
  first.unmount();

  const second = render(<EditorView id={id} documentsOf={() => null} />);
  await screen.findByText('Đã khôi phục phần đang soạn dở lưu trên máy này.');
  fireEvent.click(screen.getByRole('button', { name: 'Lưu dự thảo' }));
  await screen.findByText(/^Đã lưu \d/);
  second.unmount();
  expect(keptDraft(id)).toBeNull();
  expect(stored.title).toBe('Họp giao ban tháng 11');
});
