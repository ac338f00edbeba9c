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
/** For machines that do much at once. */
const slow = { timeout: 5000 };
const meeting: MeetingDetails = {
  id, title: 'Họp giao ban', kind: 'briefing', mode: 'online', status: 'draft', hostUnitId: 'b'.repeat(32), hostUnitName: 'UBND huyện', localStart: '2026-11-23T08:00',
  zone: 'Asia/Ho_Chi_Minh', start: '2026-11-23T01:00:00Z', end: '2026-11-23T02:00:00Z', minutes: 60, agenda: [], invitees: [], mayManage: true, revision: 1,
};

it('keeps what is typed until it is saved, and nothing after', async () => {
  const stored = { ...meeting };
  spy.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    if (path.includes('/clashes')) return new Response(JSON.stringify({ clashes: [], lines: [], freeStarts: [], day: [], freeAllDay: 0 }));
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

it('begins with an earlier meeting, says what stands in the way of its time, and moves to a free one', async () => {
  spy.stubGlobal('fetch', async (path: string) => {
    if (path.includes('/clashes')) return new Response(JSON.stringify({
      clashes: [{ start: '2026-11-30T01:00:00Z', end: '2026-11-30T02:00:00Z', names: ['Lý Bá Ửng', 'A', 'B', 'C'], sameRoom: true }],
      lines: [{ unitName: 'UBND xã Mỹ Đông', needed: 3600, down: 2000, meetings: 3 }], freeStarts: ['2027-01-05T13:30'], day: [{ kind: 'person', name: 'Lý Bá Ửng', spans: [{ from: 480, to: 540, title: 'Họp khác' }] }], freeAllDay: 3,
    }));
    if (path.includes('view=all')) return new Response(JSON.stringify([
      { ...meeting, status: 'closed', itemCount: 0, documentCount: 0 },
      { ...meeting, id: 'c'.repeat(32), title: 'Họp của nơi khác', mayManage: false, itemCount: 0, documentCount: 0 },
    ]));
    return new Response(path.includes('/meetings/') ? JSON.stringify({ ...meeting, place: 'Phòng họp số 1' }) : '[]');
  });
  render(<EditorView id={null} documentsOf={() => null} />);
  const box = await screen.findByRole('combobox', { name: 'Từ cuộc họp trước' });
  fireEvent.keyDown(box, { key: 'ArrowDown' });
  const option = await screen.findByRole('option', { name: /Họp giao ban 23\/11\/2026/ }, slow);
  expect(screen.queryByRole('option', { name: /nơi khác/ })).toBeNull();
  fireEvent.keyDown(box, { key: 'ArrowDown' });
  await waitFor(() => expect(option.getAttribute('aria-selected')).toBe('true'), slow);
  fireEvent.keyDown(box, { key: 'Enter' });
  await waitFor(() => expect((screen.getByRole('textbox', { name: 'Tên cuộc họp' }) as HTMLInputElement).value).toBe('Họp giao ban'), slow);

  await screen.findByText('08:00 30/11/2026–09:00, một cuộc họp khác: Lý Bá Ửng, A, B và 1 thành phần khác; cùng phòng họp', {}, slow);
  screen.getByText(/UBND xã Mỹ Đông: 3 cuộc họp cùng lúc cần 3,6 Mbit\/s, đường truyền đo được 2 Mbit\/s/);
  fireEvent.click(screen.getByRole('button', { name: /^13:30, thứ Ba, 05\/01\/2027/ }));
  await waitFor(() => expect((screen.getByLabelText(/^Bắt đầu/) as HTMLInputElement).value).toBe('13:30'), slow);
}, 20_000);
