import { beforeEach, describe, expect, it } from 'vitest';
import { emptyDraft, emptyItem, findings, forgetDraft, inputOf, invite, itemTimes, keepDraft, keptDraft, type Draft } from './draft';
import { moveItem } from './agenda';

const host = { id: 'a'.repeat(32), name: 'UBND huyện Tháp Mười' };
const full = (): Draft => ({
  ...emptyDraft(host, '2026-11-24'),
  title: 'Họp giao ban',
  chair: { id: 'c1', name: 'Lý Bá Ửng' },
  secretary: { id: 'c2', name: 'Trần Thị Bích Vân' },
  items: [{ ...emptyItem(), title: 'Khai mạc', minutes: '10' }, { ...emptyItem(), title: 'Báo cáo', minutes: '50' }],
  invitees: [{ kind: 'unit', targetId: 'u1', name: 'UBND xã Mỹ Đông', role: 'delegate' }],
});

beforeEach(() => localStorage.clear());

describe('a meeting being planned', () => {
  it('is ready when everything is there', () => expect(findings(full())).toEqual([]));

  it('says what misses before it is announced', () => {
    const keys = findings({ ...emptyDraft(null, ''), minutes: '2' }).filter((f) => f.blocks).map((f) => f.key);
    expect(keys).toEqual(['check.title', 'check.start', 'check.minutes', 'check.host', 'check.chair']);
  });

  it('demands the reason of an urgent meeting and sends none of a usual one', () => {
    const urgent = { ...full(), isUrgent: true };
    expect(findings(urgent).map((f) => [f.key, f.blocks])).toEqual([['check.urgent', true]]);
    expect(findings({ ...urgent, urgentReason: 'Bão số 9' })).toEqual([]);
    expect(inputOf({ ...urgent, urgentReason: ' Bão số 9 ' })).toMatchObject({ isUrgent: true, urgentReason: 'Bão số 9' });
    expect(inputOf({ ...urgent, isUrgent: false, urgentReason: 'Bão số 9' }).urgentReason).toBeUndefined();
  });

  it('does not let one person be chair and secretary', () => {
    const draft = { ...full(), secretary: { id: 'c1', name: 'Lý Bá Ửng' } };
    expect(findings(draft).map((f) => f.key)).toContain('check.chairIsSecretary');
  });

  it('warns when the agenda is longer than the meeting', () => {
    expect(findings({ ...full(), minutes: '45' })).toEqual([{ key: 'check.tooLong', section: 'agenda', blocks: false, args: { minutes: 15 } }]);
  });

  it('computes the time of each item', () => expect(itemTimes(full())).toEqual(['08:00–08:10', '08:10–09:00']));

  it('moves an item one place and stops at the ends', () => {
    const { items } = full();
    expect(moveItem(items, items[1]!.key, -1).map((i) => i.title)).toEqual(['Báo cáo', 'Khai mạc']);
    expect(moveItem(items, items[0]!.key, -1)).toBe(items);
    expect(moveItem(items, items[1]!.key, 1)).toBe(items);
  });

  it('invites nobody twice', () => {
    const more = [{ kind: 'unit' as const, targetId: 'u1', name: 'UBND xã Mỹ Đông', role: 'delegate' as const }];
    expect(invite(full().invitees, more)).toHaveLength(1);
  });

  it('sends neither empty items nor names', () => {
    const input = inputOf({ ...full(), items: [...full().items, emptyItem()] });
    expect(input.agenda!.map((i) => i.title)).toEqual(['Khai mạc', 'Báo cáo']);
    expect(input.localStart).toBe('2026-11-24T08:00');
    expect(input.invitees).toEqual([{ kind: 'unit', targetId: 'u1', role: 'delegate' }]);
  });

  it('is kept on the machine until it is saved', () => {
    keepDraft(null, full());
    expect(keptDraft(null)?.title).toBe('Họp giao ban');
    forgetDraft(null);
    expect(keptDraft(null)).toBeNull();
  });

  it('survives a damaged copy on the machine', () => {
    localStorage.setItem('draft.meeting.new', '{"title"');
    expect(keptDraft(null)).toBeNull();
  });
});
