import { expect, it } from 'vitest';
import type { UnitView } from '../../wire/contracts';
import { unitsBelow } from './authority';

const unit = (id: string, parentId?: string): UnitView => ({
  id, name: id, shortName: id, kind: 'other', rank: 1, validFrom: '2011-01-01', predecessors: [], successors: [], ...(parentId ? { parentId } : {}),
});

it('gives a unit administrator the unit and everything below, in whatever order the list comes', () => {
  const units = [unit('ấp 1', 'xã'), unit('xã', 'huyện'), unit('huyện', 'tỉnh'), unit('tỉnh'), unit('sở', 'tỉnh')];
  expect([...unitsBelow(units, ['huyện'])].sort()).toEqual(['huyện', 'xã', 'ấp 1'].sort());
  expect([...unitsBelow(units, [])]).toEqual([]);
});

it('ends on a wrong tree', () => {
  expect(unitsBelow([unit('a', 'b'), unit('b', 'a')], ['a'])).toEqual(new Set(['a', 'b']));
});
