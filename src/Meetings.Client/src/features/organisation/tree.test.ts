import { expect, it } from 'vitest';
import type { UnitKind, UnitView } from '../../wire/contracts';
import { communesFor } from './directory';
import { inTreeOrder } from './tree';

const unit = (id: string, kind: UnitKind, rank: number, parentId?: string): UnitView => ({
  id, name: id, shortName: id, kind, rank, validFrom: '2011-01-01', predecessors: [], successors: [], ...(parentId ? { parentId } : {}),
});
const units = [
  unit('Mỹ Đông', 'commune', 2, 'Tháp Mười'), unit('Tháp Mười', 'district', 1, 'Đồng Tháp'), unit('Đồng Tháp', 'province', 1),
  unit('Mỹ An', 'commune', 1, 'Tháp Mười'), unit('Văn phòng', 'office', 0, 'Tháp Mười'),
];

it('puts units below their parent in the order of rank', () => {
  expect(inTreeOrder(units).map((x) => `${x.depth} ${x.unit.name}`)).toEqual(['0 Đồng Tháp', '1 Tháp Mười', '2 Văn phòng', '2 Mỹ An', '2 Mỹ Đông']);
});

it('shows a unit whose parent is not in the list', () => {
  expect(inTreeOrder([unit('x', 'office', 0, 'gone')]).map((x) => x.unit.id)).toEqual(['x']);
});

it('finds the communes of a district, also for its office and its province', () => {
  for (const host of ['Tháp Mười', 'Văn phòng', 'Đồng Tháp']) expect(communesFor(units, host).map((u) => u.id)).toEqual(['Mỹ An', 'Mỹ Đông']);
  expect(communesFor(units, 'nobody')).toEqual([]);
});
