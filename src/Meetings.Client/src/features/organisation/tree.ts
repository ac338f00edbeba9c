import type { Id, UnitView } from '../../wire/contracts';

/** Units with their depth, parents before children, siblings by rank; orphans stand at the top level. */
export function inTreeOrder(units: UnitView[]): { unit: UnitView; depth: number }[] {
  const known = new Set(units.map((u) => u.id));
  const below = new Map<Id | null, UnitView[]>();
  for (const unit of units) {
    const parent = unit.parentId && known.has(unit.parentId) ? unit.parentId : null;
    below.set(parent, [...(below.get(parent) ?? []), unit]);
  }
  const ordered: { unit: UnitView; depth: number }[] = [];
  const visit = (parent: Id | null, depth: number) => {
    for (const unit of (below.get(parent) ?? []).sort((a, b) => a.rank - b.rank)) {
      ordered.push({ unit, depth });
      visit(unit.id, depth + 1);
    }
  };
  visit(null, 0);
  return ordered;
}
