import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../app/catalogue';
import { addStrings } from '../../lib/i18n';
import './editor.catalogue';
import type { MeetingDetails } from '../../wire/contracts';
import { emptyDraft, inputOf } from './draft';
import { draftFrom, draftFromTemplate, nextDay } from './earlier';

beforeAll(() => addStrings(catalogue));

const id = (letter: string) => letter.repeat(32);
const earlier: MeetingDetails = {
  id: id('a'), title: 'Giao ban tuần', kind: 'briefing', mode: 'hybrid', status: 'closed', hostUnitId: id('b'), hostUnitName: 'UBND huyện Tháp Mười',
  chair: { id: id('c'), name: 'Lý Bá Ửng' }, secretary: { id: id('d'), name: 'Trần Thị Bích Vân' }, localStart: '2026-11-23T07:30', zone: 'Asia/Ho_Chi_Minh',
  start: '2026-11-23T00:30:00Z', end: '2026-11-23T02:00:00Z', minutes: 90, place: 'Phòng họp số 1', mayManage: true, revision: 7,
  agenda: [{
    id: id('e'), number: 1, title: 'Báo cáo tuần', kind: 'inform', minutes: 20, presenter: { id: id('f'), name: 'Bùi Văn Bảy' }, start: '2026-11-23T00:30:00Z',
    documents: [], label: '1',
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
    expect(draftFrom(earlier, Date.parse('2026-11-29T16:59:00Z'), []).day).toBe('2026-11-30');
    expect(draftFrom(earlier, Date.parse('2026-11-29T17:01:00Z'), []).day).toBe('2026-12-07');
  });

  it('copies people, roles, agenda, time and place as a new meeting', () => {
    const input = inputOf(draftFrom(earlier, Date.parse('2026-11-27T05:00:00Z'), []));
    expect(input).toMatchObject({
      title: 'Giao ban tuần', localStart: '2026-11-30T07:30', minutes: 90, place: 'Phòng họp số 1', chairId: id('c'), secretaryId: id('d'),
      invitees: [{ kind: 'unit', targetId: id('2'), role: 'delegate' }, { kind: 'site', targetId: id('4'), role: 'observer' }],
    });
    expect(input.agenda).toMatchObject([{ title: 'Báo cáo tuần', minutes: 20, presenterId: id('f') }]);
    expect(input.agenda![0]!.id).toBeUndefined();
    expect(input.revision).toBeUndefined();
  });

  it('puts what was concluded first, in the item that asks for it or in a new one', () => {
    const concluded = [{ text: 'Khảo sát trạm bơm', unitName: 'Phòng Nông nghiệp', due: '2026-12-05' }, { text: 'Giữ nguyên lịch trực' }];
    const [first, second] = draftFrom(earlier, 0, concluded).items;
    expect([first!.title, second!.title]).toEqual(['Kiểm điểm việc thực hiện kết luận cuộc họp trước', 'Báo cáo tuần']);
    expect(first!.description).toContain('- Khảo sát trạm bơm (Phòng Nông nghiệp; hạn 05/12/2026)\n- Giữ nguyên lịch trực');
    const asks = { ...earlier, agenda: [{ ...earlier.agenda[0]!, title: 'Kết luận cuộc họp trước' }] };
    expect(draftFrom(asks, 0, concluded).items).toMatchObject([{ title: 'Kết luận cuộc họp trước', description: first!.description }]);
  });

  it('carries parts, descriptions and who attends along', () => {
    const audience = [{ kind: 'unit' as const, targetId: id('2') }];
    const tree = { ...earlier, agenda: [earlier.agenda[0]!, { ...earlier.agenda[0]!, id: id('7'), depth: 1, description: 'Số liệu', audience, isRestricted: true }] };
    expect(inputOf(draftFrom(tree, 0, [])).agenda![1]).toMatchObject({ depth: 1, description: 'Số liệu', audience, isRestricted: true });
  });

  it('does not make the next meeting part of the series of the one before', () => {
    const rule = { unit: 'week' as const, interval: 1, monthlyBy: 'dayOfMonth' as const, count: 5, onDayOff: 'keep' as const };
    expect(draftFrom({ ...earlier, series: { id: id('9'), rule, position: 1, count: 5 } }, 0, []).series).toBeUndefined();
  });
});

describe('a plan from a template', () => {
  const now = { ...emptyDraft({ id: id('b'), name: 'UBND huyện' }, '2026-12-08'), chair: { id: id('c'), name: 'Lý Bá Ửng' } };

  it('keeps the day, host and chair of the page where the template names none', () => {
    const { chair: _chair, ...rest } = earlier;
    const taken = draftFromTemplate({ ...rest, hostUnitId: '0'.repeat(32), hostUnitName: '', invitees: [], quorum: 'twoThirds' }, now);
    expect(taken).toMatchObject({ day: '2026-12-08', start: '07:30', quorum: 'twoThirds', host: now.host, chair: now.chair });
    expect(taken.items.map((i) => [i.title, i.id])).toEqual([['Báo cáo tuần', undefined]]);
    expect(taken.revision).toBeUndefined();
    const urgent = { ...now, isUrgent: true, urgentReason: 'Bão' };
    expect(draftFromTemplate({ ...rest, invitees: [] }, urgent)).toMatchObject({ isUrgent: true, urgentReason: 'Bão' });
  });
});
