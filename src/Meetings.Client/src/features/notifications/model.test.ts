import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { NotificationView } from '../../wire/contracts';
import { onNotice, ringing, startBell, take, unread, words } from './model';
import './catalogue';

const notice = (number: number, more: Partial<NotificationView> = {}): NotificationView => ({
  number, kind: 'invited', link: '/meetings/1', args: { title: 'Họp', startAt: '2026-11-23T01:00:00Z' }, rings: false, createdAt: '2026-11-20T01:00:00Z', isRead: false, ...more,
});

describe('the bell', () => {
  const said: number[] = [];
  beforeEach(() => {
    vi.stubGlobal('BroadcastChannel', class { close() {} postMessage() {} });
    startBell()();
    said.length = 0;
    onNotice.current = (n) => void said.push(n.number);
  });

  it('counts what was there before and speaks only of what comes after', () => {
    take({ unread: 2, items: [notice(2), notice(1)] });
    expect([unread.value, said]).toEqual([2, []]);
    take({ unread: 3, items: [notice(3), notice(2), notice(1)] });
    take({ unread: 3, items: [notice(3), notice(2), notice(1)] });
    expect([unread.value, said]).toEqual([3, [3]]);
  });

  it('rings for an urgent one until it is read, also by another window', () => {
    take({ unread: 1, items: [notice(7, { rings: true })] });
    expect(ringing.value?.number).toBe(7);
    take({ unread: 0, items: [] });
    expect(ringing.value).toBeNull();
  });

  it('says it in words with the local time', () => {
    expect(words(notice(1))).toBe('Giấy mời: Họp, 08:00 23/11/2026');
    expect(words(notice(1, { kind: 'unheard-of' }))).toBe('Họp');
  });
});
