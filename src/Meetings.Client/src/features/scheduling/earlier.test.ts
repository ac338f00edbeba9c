import { describe, expect, it } from 'vitest';
import type { MeetingDetails } from '../../wire/contracts';
import { inputOf } from './draft';
import { draftFrom, nextDay } from './earlier';

const id = (letter: string) => letter.repeat(32);
const earlier: MeetingDetails = {
  id: id('a'), title: 'Giao ban tuần', kind: 'briefing', mode: 'hybrid', status: 'closed', hostUnitId: id('b'), hostUnitName: 'UBND huyện Tháp Mười',
  chair: { id: id('c'), name: 'Lý Bá Ửng' }, secretary: { id: id('d'), name: 'Trần Thị Bích Vân' }, localStart: '2026-11-23T07:30', zone: 'Asia/Ho_Chi_Minh',
  start: '2026-11-23T00:30:00Z', end: '2026-11-23T02:00:00Z', minutes: 90, place: 'Phòng họp số 1', mayManage: true, revision: 7,
  agenda: [{
    id: id('e'), number: 1, title: 'Báo cáo tuần', kind: 'inform', minutes: 20, presenter: { id: id('f'), name: 'Bùi Văn Bảy' }, start: '2026-11-23T00:30:00Z',
    documents: [],
  }],
  invitees: [
    { id: id('1'), kind: 'unit', targetId: id('2'), name: 'UBND xã Mỹ Đông', role: 'delegate' },
    { id: id('3'), kind: 'site', targetId: id('4'), name: 'Điểm cầu Mỹ Đông', role: 'observer' },
  ],
};

describe('a plan from an earlier meeting', () => {
  it.each([
    ['2026-11-23', '2026-11-27', '2026-11-30'],
    ['2026-11-23', '2026-11-23', '2026-11-30'],
    ['2026-11-23', '2026-11-30', '2026-12-07'],
    ['2026-10-05', '2026-11-27', '2026-11-30'],
    ['2026-12-28', '2026-12-31', '2027-01-04'],
    ['2026-12-07', '2026-11-27', '2026-12-14'],
  ])('held on %s and taken up on %s is on %s', (held, today, next) => expect(nextDay(held, today)).toBe(next));

  it('takes today by the clock of the meeting, not of UTC', () => {
    expect(draftFrom(earlier, Date.parse('2026-11-29T16:59:00Z')).day).toBe('2026-11-30');
    expect(draftFrom(earlier, Date.parse('2026-11-29T17:01:00Z')).day).toBe('2026-12-07');
  });

  it('copies people, roles, agenda, time and place as a new meeting', () => {
    const input = inputOf(draftFrom(earlier, Date.parse('2026-11-27T05:00:00Z')));
    expect(input).toMatchObject({
      title: 'Giao ban tuần', localStart: '2026-11-30T07:30', minutes: 90, place: 'Phòng họp số 1', chairId: id('c'), secretaryId: id('d'),
      invitees: [{ kind: 'unit', targetId: id('2'), role: 'delegate' }, { kind: 'site', targetId: id('4'), role: 'observer' }],
    });
    expect(input.agenda).toMatchObject([{ title: 'Báo cáo tuần', minutes: 20, presenterId: id('f') }]);
    expect(input.agenda![0]!.id).toBeUndefined();
    expect(input.revision).toBeUndefined();
  });
});
