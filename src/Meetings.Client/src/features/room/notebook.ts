import { signal } from '@preact/signals';
import type { OutboxEntry, Sent } from './outbox';
import type { RoomState } from './state';

/** `queued`: typed, safe on this device, not yet at the server. `conflict`: somebody else changed the same note meanwhile. */
export type DraftStatus = 'typing' | 'queued' | 'saved' | 'conflict' | 'refused';

export interface Draft {
  readonly kind: 'note' | 'conclusion';
  readonly id: string;
  readonly itemId: string;
  readonly text: string;
  readonly unitId: string | null;
  readonly unitName: string | null;
  readonly due: string | null;
  readonly status: DraftStatus;
  /** The server's revision this text grew from. */
  readonly revision: number;
  readonly refusal?: { code: string; args?: Record<string, string | number> };
}

export interface NotebookEvents {
  send(entry: OutboxEntry): void;
  state(): RoomState | null;
}

const settleAfter = 400;

/** The secretary's notes and conclusions, saved as typed: 400 ms after the last key, never in the middle of a composition. */
export class Notebook {
  readonly drafts = signal<ReadonlyMap<string, Draft>>(new Map());
  private timers = new Map<string, ReturnType<typeof setTimeout>>();
  private composing = new Set<string>();

  constructor(private readonly events: NotebookEvents) {}

  /** Takes up what a reload had left unsent. */
  restore(entries: readonly OutboxEntry[]) {
    for (const e of entries) {
      if (e.kind !== 'note' && e.kind !== 'conclusion') continue;
      const rest = e.kind === 'conclusion' ? e : { unitId: null, unitName: null, due: null };
      this.put({ kind: e.kind, id: e.id, itemId: e.itemId, text: e.text, unitId: rest.unitId, unitName: rest.unitName, due: rest.due, status: 'queued', revision: e.revision });
    }
  }

  edit(kind: Draft['kind'], id: string, itemId: string, change: Partial<Pick<Draft, 'text' | 'unitId' | 'unitName' | 'due'>>) {
    this.put({ ...this.current(kind, id, itemId), ...change, status: 'typing' });
    if (!this.composing.has(id)) this.saveSoon(id);
  }

  composition(id: string, running: boolean) {
    if (running) {
      this.composing.add(id);
      clearTimeout(this.timers.get(id));
    } else {
      this.composing.delete(id);
      if (this.drafts.value.get(id)?.status === 'typing') this.saveSoon(id);
    }
  }

  /** Leaving a field or the page saves what is typed without waiting. */
  flush() {
    for (const draft of this.drafts.value.values()) if (draft.status === 'typing') this.save(draft.id);
  }

  /** Ends a conflict: our text over the other's, or the other's. */
  resolve(id: string, keepMine: boolean) {
    const draft = this.drafts.value.get(id);
    if (!draft) return;
    if (!keepMine) return this.forget(id);
    this.put({ ...draft, revision: this.serverRevision(draft), status: 'typing' });
    this.save(id);
  }

  remove(id: string) {
    clearTimeout(this.timers.get(id));
    this.forget(id);
    this.events.send({ kind: 'remove', id, at: Date.now() });
  }

  settled(entry: OutboxEntry, sent: Sent) {
    if (entry.kind !== 'note' && entry.kind !== 'conclusion') return;
    const draft = this.drafts.value.get(entry.id);
    if (!draft) return;
    if (sent.result === 'done') {
      const revision = sent.revision ?? draft.revision;
      // Typed further meanwhile: the text stays unsaved, only its base moves on.
      const status = draft.status === 'queued' && same(draft, entry) ? 'saved' : draft.status;
      this.put({ ...draft, revision, status });
    } else if (sent.result === 'refused') {
      const conflict = sent.code === 'note_edited_elsewhere';
      this.put({ ...draft, status: conflict ? 'conflict' : 'refused', refusal: { code: sent.code, ...(sent.args ? { args: sent.args } : {}) } });
    }
  }

  /** Another writer's text shows at once where nothing of ours is unsaved. */
  changedByOthers(id: string, revision: number) {
    const draft = this.drafts.value.get(id);
    if (draft?.status === 'saved' && revision > draft.revision) this.forget(id);
  }

  private current(kind: Draft['kind'], id: string, itemId: string): Draft {
    const draft = this.drafts.value.get(id);
    if (draft) return draft;
    const state = this.events.state();
    const known = kind === 'note' ? state?.notes.get(id) : state?.conclusions.get(id);
    const more = kind === 'conclusion' ? state?.conclusions.get(id) : undefined;
    return {
      kind, id, itemId: known?.itemId ?? itemId, text: known?.text ?? '', unitId: more?.unitId ?? null, unitName: more?.unitName ?? null,
      due: more?.due ?? null, status: 'saved', revision: known?.revision ?? 0,
    };
  }

  private serverRevision(draft: Draft): number {
    const state = this.events.state();
    return (draft.kind === 'note' ? state?.notes.get(draft.id) : state?.conclusions.get(draft.id))?.revision ?? 0;
  }

  private saveSoon(id: string) {
    clearTimeout(this.timers.get(id));
    this.timers.set(id, setTimeout(() => this.save(id), settleAfter));
  }

  private save(id: string) {
    clearTimeout(this.timers.get(id));
    const draft = this.drafts.value.get(id);
    if (!draft || draft.status !== 'typing') return;
    this.put({ ...draft, status: 'queued' });
    const { itemId, text, unitId, unitName, due, revision } = draft;
    this.events.send(draft.kind === 'note'
      ? { kind: 'note', id, itemId, text, revision, at: Date.now() }
      : { kind: 'conclusion', id, itemId, text, unitId, unitName, due, revision, at: Date.now() });
  }

  private put(draft: Draft) {
    this.drafts.value = new Map(this.drafts.value).set(draft.id, draft);
  }

  private forget(id: string) {
    const drafts = new Map(this.drafts.value);
    drafts.delete(id);
    this.drafts.value = drafts;
  }
}

function same(draft: Draft, entry: OutboxEntry): boolean {
  if (entry.kind === 'note') return draft.text === entry.text;
  return entry.kind === 'conclusion' && draft.text === entry.text && draft.unitId === entry.unitId && draft.due === entry.due;
}
