import type { DirectoryEntry, DirectoryKind, Id, SiteView, UnitView } from '../../wire/contracts';
import { get, search } from '../../wire/http';

const directoryPath = (query: string, kind?: DirectoryKind, unit?: Id) =>
  `/api/directory${search({ q: query, kind, unit, limit: 30 })}`;

/** A finder for comboboxes: units, people or sites whose folded name holds what was typed. */
export const findInDirectory = (kind?: DirectoryKind) => (query: string) => get<DirectoryEntry[]>(directoryPath(query, kind));

export const loadUnits = (asOf?: string) => get<UnitView[]>(`/api/units${search({ asOf })}`);
export const loadSites = (unit?: Id) => get<SiteView[]>(`/api/sites${search({ unit })}`);

/** The communes a host unit looks after: below it, or below the nearest unit above it that has any (an office invites for its district). */
export function communesFor(units: UnitView[], hostId: Id): UnitView[] {
  const byId = new Map(units.map((u) => [u.id, u]));
  for (let at = byId.get(hostId); at; at = at.parentId ? byId.get(at.parentId) : undefined) {
    const found = units.filter((u) => u.kind === 'commune' && u.id !== at!.id && isBelow(byId, u, at!.id));
    if (found.length > 0) return found.sort((a, b) => a.rank - b.rank);
  }
  return [];
}

function isBelow(byId: Map<Id, UnitView>, unit: UnitView, ancestorId: Id): boolean {
  let at = unit.parentId;
  // The number of steps is bounded so that a wrong tree (a circle) cannot hang the page.
  for (let steps = 0; at && steps < 20; steps++) {
    if (at === ancestorId) return true;
    at = byId.get(at)?.parentId;
  }
  return false;
}
