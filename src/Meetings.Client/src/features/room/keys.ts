import { useEffect } from 'preact/hooks';
import type { Call, PanelName } from './context';
import { paperView } from './paper';
import { usePaper } from './PaperStage';

const panels: PanelName[] = ['people', 'agenda', 'chat', 'notes'];

/** True where a key belongs to what is being typed or chosen. */
function occupied(target: EventTarget | null): boolean {
  const element = target instanceof Element ? target : null;
  return !!element?.closest('input, textarea, select, [contenteditable], [role=menu], [role=listbox], dialog');
}

/** Single keys for everything that must be quick; listed in the "?" dialog. */
export function useKeys(call: Call) {
  const { turn } = usePaper();
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.repeat || occupied(e.target)) return;
      if (handle(call, e, turn)) e.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [call]);
}

function handle(call: Call, e: KeyboardEvent, turn: ReturnType<typeof usePaper>['turn']): boolean {
  const { session } = call;
  const room = session.room.value;
  if (!room) return false;
  switch (e.key.toLowerCase()) {
    case 'm': void session.toggleMicrophone(); return true;
    case 'v': void session.toggleCamera(); return true;
    case 'h': void session.command('Hand', !room.hands.includes(room.you)); return true;
    case 'f': {
      if (e.shiftKey) {
        if (session.can('TakeFloor') && room.floor) void session.command('TakeFloor');
        return true;
      }
      const row = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>('[data-person]')?.dataset['person'];
      const conn = row ? Number(row) : room.hands.find(c => c !== room.floor?.conn);
      if (session.can('GiveFloor') && conn !== undefined) void session.command('GiveFloor', conn, null);
      return true;
    }
    case 'c': {
      call.panel.value = 'chat';
      call.writes.value = true;
      return true;
    }
    case 't': call.ownPage.value = null; return true;
    case 'pageup': turn(paperView(room, call.ownPage.value), -1); return true;
    case 'pagedown': turn(paperView(room, call.ownPage.value), 1); return true;
    case '?': call.dialog.value = 'help'; return true;
    case '1': case '2': case '3': case '4': {
      const name = panels[Number(e.key) - 1]!;
      if (name === 'notes' && !session.can('Note')) return false;
      call.panel.value = call.panel.value === name ? null : name;
      return true;
    }
    case 'escape': {
      if (!call.panel.value || !matchMedia('(max-width: 820px)').matches) return false;
      call.panel.value = null;
      return true;
    }
    default: return false;
  }
}
