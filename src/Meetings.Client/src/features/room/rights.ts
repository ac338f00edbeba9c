import { seatsOf, type RoomState } from './state';

/** Hub methods everybody in the room may call. */
const everybody = new Set(['Hand', 'Chat', 'Sources', 'Wishes', 'Leave', 'Since', 'Ping']);

/**
 * Whether we may call a hub method now. The snapshot tells lasting rights; turning pages and giving the floor back
 * come and go with the floor and the current item, so they are worked out here. The server decides in any case.
 */
export function can(state: RoomState | null, method: string, presenterOf: (itemId: string) => string | undefined = () => undefined): boolean {
  const me = state?.connections.get(state.you);
  if (!state || !me || me.state === 'lobby') return false;
  if (everybody.has(method)) return true;
  // Only those who lead may give the floor; for others the rights below must follow the events, not the old snapshot.
  if (state.rights.includes('GiveFloor')) return state.rights.includes(method) || (method === 'SitDown' && me.kind === 'site');
  const holdsFloor = state.floor?.conn === state.you;
  switch (method) {
    case 'TakeFloor': return holdsFloor;
    case 'SitDown': return me.kind === 'site';
    case 'Show':
    case 'Hide': {
      if (holdsFloor) return true;
      const presenter = state.item ? presenterOf(state.item.id) : undefined;
      return presenter !== undefined && seatsOf(state, state.you).some(s => s.personId === presenter);
    }
    default: return state.rights.includes(method);
  }
}
