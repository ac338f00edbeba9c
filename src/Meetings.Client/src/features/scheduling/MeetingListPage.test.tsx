import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeAll, beforeEach, expect, it, vi as spy } from 'vitest';
import { catalogue } from '../../app/catalogue';
import { addStrings } from '../../lib/i18n';
import { navigate } from '../../lib/router';
import type { MeetingSummary } from '../../wire/contracts';
import MeetingListPage, { byDay } from './MeetingListPage';

beforeAll(() => addStrings(catalogue));
beforeEach(() => navigate('/', { replace: true }));
afterEach(() => {
  cleanup();
  spy.unstubAllGlobals();
});

const meeting = (id: string, start: string, more: Partial<MeetingSummary> = {}): MeetingSummary => ({
  id, title: `Cuộc họp ${id}`, kind: 'briefing', mode: 'online', status: 'scheduled', hostUnitName: 'UBND huyện Tháp Mười', start, end: start,
  localStart: '', zone: 'Asia/Ho_Chi_Minh', itemCount: 2, documentCount: 1, mayManage: false, ...more,
});

const serve = (list: MeetingSummary[]) => {
  const asked: string[] = [];
  spy.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    return new Response(JSON.stringify(list));
  });
  return asked;
};

it('groups meetings by the day at their place', () => {
  const days = byDay([meeting('a', '2026-11-22T17:30:00Z'), meeting('b', '2026-11-23T02:00:00Z'), meeting('c', '2026-11-23T17:30:00Z')]);
  expect(days.map(([day, list]) => [day, list.length])).toEqual([['2026-11-23', 2], ['2026-11-24', 1]]);
});

it('shows status in words and lets people in only while there is a room', async () => {
  serve([meeting('1', '2026-11-23T01:00:00Z', { status: 'inSession' }), meeting('2', '2026-11-23T03:00:00Z', { status: 'cancelled' })]);
  render(<MeetingListPage />);
  expect(await screen.findByText('Đang họp')).toBeTruthy();
  expect(screen.getByText('Đã hủy')).toBeTruthy();
  expect(screen.getAllByRole('link', { name: 'Vào họp' }).map((a) => a.getAttribute('href'))).toEqual(['/meetings/1/room']);
});

it('asks for the chosen period and says when there is nothing', async () => {
  const asked = serve([]);
  render(<MeetingListPage />);
  expect(await screen.findByText('Hôm nay không có cuộc họp nào.')).toBeTruthy();
  fireEvent.click(screen.getByRole('tab', { name: 'Tuần này' }));
  expect(await screen.findByText('Tuần này không có cuộc họp nào.')).toBeTruthy();
  expect(asked).toEqual(['/api/meetings?view=today', '/api/meetings?view=week']);
});

it('offers to try again when the line is down', async () => {
  spy.stubGlobal('fetch', async () => Promise.reject(new TypeError('offline')));
  render(<MeetingListPage />);
  expect((await screen.findByRole('alert')).textContent).toContain('Không kết nối được máy chủ');
  serve([meeting('1', '2026-11-23T01:00:00Z')]);
  fireEvent.click(screen.getByRole('button', { name: 'Thử lại' }));
  expect(await screen.findByText('Cuộc họp 1')).toBeTruthy();
});
