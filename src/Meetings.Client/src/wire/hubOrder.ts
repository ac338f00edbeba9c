import type { RoomEvent } from './hubContracts';

export interface OrderedSink {
  apply(event: RoomEvent): void;
  /** Asks the server for everything after `number`; false means the gap could not be filled this way. */
  fetchSince(number: number): Promise<RoomEvent[] | 'snapshotNeeded'>;
  /** The log no longer holds what is missing: a fresh snapshot must be loaded, then `restart` called. */
  needSnapshot(): void;
}

/** Applies numbered events strictly in order: holds early ones, drops doubles, asks for gaps. */
export class EventOrder {
  private held = new Map<number, RoomEvent>();
  private asking = false;
  private last: number | undefined;

  constructor(private readonly sink: OrderedSink, private readonly later: (work: () => void) => void = work => void setTimeout(work, 150)) {}

  /** Number of the last event applied; undefined before the first snapshot. */
  get number() {
    return this.last;
  }

  /** A snapshot was loaded that contains everything up to `number`. */
  restart(number: number) {
    this.last = number;
    for (const n of this.held.keys()) if (n <= number) this.held.delete(n);
    this.drain();
  }

  receive(event: RoomEvent) {
    if (this.last !== undefined && event.number <= this.last) return;
    this.held.set(event.number, event);
    this.drain();
  }

  /** The connection is new: what was asked on the old one will not be answered. */
  connectionChanged() {
    this.asking = false;
    this.drain();
  }

  /** The server's log has reached `number`: whatever does not arrive soon is asked for. */
  reached(number: number) {
    if (this.last !== undefined && this.last < number) this.askSoon(number);
  }

  private drain() {
    if (this.last === undefined) return;
    for (let next = this.held.get(this.last + 1); next; next = this.held.get(this.last + 1)) {
      this.held.delete(next.number);
      this.last = next.number;
      this.sink.apply(next);
    }
    if (this.held.size > 0) this.askSoon(Math.max(...this.held.keys()));
  }

  private askSoon(upTo: number) {
    if (this.asking) return;
    this.asking = true;
    this.later(() => void this.ask(upTo));
  }

  private async ask(upTo: number) {
    if (this.last === undefined || this.last >= upTo) {
      this.asking = false;
      return;
    }
    try {
      const answer = await this.sink.fetchSince(this.last);
      this.asking = false;
      if (answer === 'snapshotNeeded') this.sink.needSnapshot();
      else for (const event of answer) this.receive(event);
    } catch {
      // The connection died while asking; `connectionChanged` asks again.
      this.asking = false;
    }
  }
}
