import { describe, expect, it } from 'vitest';
import { clashQuery } from './clashes';
import { emptyDraft, emptyItem, type Draft } from './draft';

const draft = (): Draft => ({ ...emptyDraft({ id: 'a', name: 'UBND huyện' }, '2026-11-30'), chair: { id: 'c', name: 'Lý Bá Ửng' } });

describe('the question what stands in the way', () => {
  it('stays the same while title and notes are typed, so that nothing is asked again', () => {
    expect(clashQuery({ ...draft(), title: 'Giao ban', notes: 'Mang báo cáo', items: [{ ...emptyItem(), title: 'Khai mạc' }] })).toBe(clashQuery(draft()));
  });

  it.each<[string, Partial<Draft>]>([
    ['the day', { day: '2026-12-01' }],
    ['the length', { minutes: '120' }],
    ['the chair', { chair: { id: 'x', name: 'Y' } }],
    ['the room', { place: 'Phòng họp số 1' }],
    ['a presenter', { items: [{ ...emptyItem(), presenter: { id: 'p', name: 'P' } }] }],
    ['an invitee', { invitees: [{ kind: 'site', targetId: 's', name: 'S', role: 'delegate' }] }],
  ])('is asked again when %s changes', (_what, part) => expect(clashQuery({ ...draft(), ...part })).not.toBe(clashQuery(draft())));

  it.each<Partial<Draft>>([{ host: null }, { day: '' }, { start: '' }, { minutes: '' }, { secretary: { id: 'c', name: 'Lý Bá Ửng' } }])(
    'is not asked while the plan cannot be compared: %o', (part) => expect(clashQuery({ ...draft(), ...part })).toBe(''));
});
