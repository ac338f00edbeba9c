import { computed } from '@preact/signals';
import type { DirectoryEntry, Id, UnitView } from '../../wire/contracts';
import { user } from '../accounts';
import { findInDirectory } from './directory';

/** Units whose administrator the user is; what lies below them is theirs too. */
const roots = computed(() => user.value?.units.filter((u) => u.role === 'administrator').map((u) => u.unitId) ?? []);

/** Says of a unit whether the user may change it, its people, sites and accounts. The server decides; this only hides what it would refuse. */
export function governedBy(units: UnitView[] | undefined): (unit: Id | undefined) => boolean {
  if (user.value?.isAdministrator) return () => true;
  const governed = unitsBelow(units ?? [], roots.value);
  return (unit) => !!unit && governed.has(unit);
}

/** The given units and all below them. */
export function unitsBelow(units: UnitView[], tops: Id[]): Set<Id> {
  const found = new Set(tops);
  // Each round adds one more level; a level without news ends it, so a circle cannot hang the page.
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const unit of units) if (unit.parentId && found.has(unit.parentId)) found.add(unit.id);
  }
  return found;
}

/** A finder that offers only units the user governs. */
export const findGoverned = (governs: (unit: Id | undefined) => boolean) => async (query: string): Promise<DirectoryEntry[]> =>
  (await findInDirectory('unit')(query)).filter((u) => governs(u.id));
