import { signal, type Signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { MeetingDetails } from '../../wire/contracts';
import type { PaperPage } from './paper';
import type { RoomSession } from './roomSession';
import type { SoundOutput } from '../../media/sound';

export type PanelName = 'people' | 'agenda' | 'chat' | 'notes' | 'board';
export type DialogName = 'help' | 'leave' | 'end' | 'site' | 'devices' | 'mode' | 'line';

/** What the call's views share. */
export class Call {
  readonly panel: Signal<PanelName | null>;
  readonly dialog = signal<DialogName | null>(null);
  readonly ownPage = signal<PaperPage | null>(null);
  readonly soundBlocked: Signal<boolean>;
  /** Ticks once a second while a call is shown. */
  readonly tick = signal(0);
  readonly chatSeen = signal(0);
  /** The key for writing was pressed: the chat takes the focus once it is there. */
  readonly writes = signal(false);
  readonly chosen = signal<number | null>(null);
  readonly notesItem = signal<string | null>(null);

  constructor(
    readonly session: RoomSession,
    readonly meeting: Signal<MeetingDetails | null>,
    readonly sound: SoundOutput,
    soundBlocked: Signal<boolean>,
    narrow: boolean,
  ) {
    this.soundBlocked = soundBlocked;
    this.panel = signal(narrow ? null : 'people');
  }
}

export const CallContext = createContext<Call | null>(null);

export function useCall(): Call {
  const call = useContext(CallContext);
  if (!call) throw new Error('outside a call');
  return call;
}
