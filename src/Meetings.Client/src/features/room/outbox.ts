/** Things a person wrote while the line may be gone: kept on the device, sent once, in order, with their own id. */
export type OutboxEntry =
  | { kind: 'chat'; id: string; text: string; at: number }
  | { kind: 'note'; id: string; itemId: string; text: string; revision: number; at: number }
  | { kind: 'conclusion'; id: string; itemId: string; text: string; unitId: string | null; unitName: string | null; due: string | null; revision: number; at: number }
  | { kind: 'remove'; id: string; at: number };

export interface OutboxStore { read(): OutboxEntry[]; write(entries: OutboxEntry[]): void }

/** What became of sending one entry: `kept` means there was no line and it waits. */
export type Sent = { result: 'done'; revision?: number } | { result: 'refused'; code: string; args?: Record<string, string | number> } | { result: 'kept' };

export interface OutboxEvents {
  send(entry: OutboxEntry): Promise<Sent>;
  /** `queue` is what still waits, the entry being sent first. */
  changed(queue: readonly OutboxEntry[]): void;
  settled(entry: OutboxEntry, sent: Sent): void;
}

/** Only one entry is under way at a time, so that order holds and a later text of the same note replaces the waiting one. */
export class Outbox {
  private queue: OutboxEntry[];
  private sending: OutboxEntry | null = null;

  constructor(private readonly store: OutboxStore, private readonly events: OutboxEvents) {
    this.queue = store.read();
  }

  get waiting(): readonly OutboxEntry[] {
    return this.queue;
  }

  add(entry: OutboxEntry) {
    if (entry.kind === 'remove') this.queue = this.queue.filter(e => e === this.sending || e.kind === 'chat' || e.id !== entry.id);
    const same = entry.kind === 'chat' ? -1 : this.queue.findIndex(e => e !== this.sending && e.kind === entry.kind && e.id === entry.id);
    if (same >= 0) this.queue = this.queue.with(same, entry);
    else this.queue = [...this.queue, entry];
    this.saved();
    void this.flush();
  }

  /** Sends what waits until the line is gone again. Safe to call at any time. */
  async flush(): Promise<void> {
    if (this.sending) return;
    for (let entry = this.queue[0]; entry; entry = this.queue[0]) {
      this.sending = entry;
      const sent = await this.events.send(entry).catch((): Sent => ({ result: 'kept' }));
      this.sending = null;
      if (sent.result === 'kept') return;
      this.queue = this.queue.filter(e => e !== entry);
      // A note typed further while its older text was under way must name the revision it grew from.
      if (sent.result === 'done' && sent.revision !== undefined) {
        const revision = sent.revision;
        this.queue = this.queue.map(e => (e.kind !== 'chat' && e.kind !== 'remove' && e.id === entry.id ? { ...e, revision } : e));
      }
      this.saved();
      this.events.settled(entry, sent);
    }
  }

  private saved() {
    this.store.write(this.queue);
    this.events.changed(this.queue);
  }
}

/** Survives a reload of the page, not the closing of the tab by somebody else on a shared machine. */
export function sessionOutboxStore(meetingId: string, storage: Storage = sessionStorage): OutboxStore {
  const key = `outbox:${meetingId}`;
  return {
    read() {
      try {
        return JSON.parse(storage.getItem(key) ?? '[]') as OutboxEntry[];
      } catch {
        return [];
      }
    },
    write(entries) {
      try {
        if (entries.length > 0) storage.setItem(key, JSON.stringify(entries));
        else storage.removeItem(key);
      } catch {
        // A full or forbidden storage costs only the survival of a reload.
      }
    },
  };
}

/** 32 hex digits, as every id. */
export const newId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
