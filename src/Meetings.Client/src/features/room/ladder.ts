import { computed, signal } from '@preact/signals';
import type { LineSample } from '../../media/quality';
import { freshUplink, uplink, type Uplink } from '../../media/uplink';
import { voiceFor, type VoiceForm, type VoiceLevel } from '../../media/voice';
import { rungNames, type Rung, type RungName } from '../../wire/hubContracts';

export interface LadderWorld {
  /** Tells the server what is pinned; null leaves it to the line. */
  pin(name: RungName | null): void;
  /** What of ourselves goes up. */
  adapt(layers: Uplink['layers'], voice: VoiceForm): void;
  store: { read(): string | null; write(name: string | null): void };
}

/** A rung is said aloud only when it has held this long, so that a line that wavers does not chatter. Milliseconds. */
const settleAfter = 4000;
/** After a cut the browser's estimate begins anew: what it says of pictures counts for nothing so long. Milliseconds. */
const estimateTakes = 8000;

/** The rung this page stands on: what arrives is decided by the server from the line, what we send from our own way up. */
export class Ladder {
  /** Null before the server has an estimate. */
  readonly rung = signal<Rung | null>(null);
  /** What the line carries to us, kbit/s. */
  readonly kilobits = signal(0);
  readonly pinned = signal<Rung | null>(null);
  /** The rung worth saying aloud: the same as `rung` once it has held for a while. */
  readonly settled = signal<Rung | null>(null);
  readonly up = signal<Uplink>(freshUplink);
  /** Our camera is on, but our way up does not carry it. */
  readonly cameraHeld = computed(() => this.up.value.layers === 0);
  private room: VoiceLevel = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private cutAt = -Infinity;

  constructor(private readonly world: LadderWorld) {
    const stored = rungNames.indexOf(world.store.read() as RungName);
    if (stored >= 0) this.pinned.value = stored as Rung;
  }

  /** The server says where we stand. */
  told(rung: Rung, kilobits: number) {
    this.kilobits.value = kilobits;
    if (rung === this.rung.value) return;
    const first = this.rung.value === null;
    this.rung.value = rung;
    clearTimeout(this.timer);
    if (first) this.settled.value = rung;
    else this.timer = setTimeout(() => { this.settled.value = rung; }, settleAfter);
  }

  /** The server says how thin the thinnest listener needs the voice. */
  voice(level: VoiceLevel) {
    this.room = level;
    this.adapt();
  }

  sample(line: LineSample, picture: boolean, at: number) {
    if (!line.connected) {
      // Before the first connection there is nothing to begin anew: who enters over a thin line is judged at once.
      if (this.up.value !== freshUplink) this.cutAt = at;
      return;
    }
    const reading = { at, loss: line.upLoss, picture: picture && at - this.cutAt >= estimateTakes, ...(line.rtt === undefined ? {} : { rtt: line.rtt }), ...(line.available === undefined ? {} : { available: line.available }) };
    const next = uplink(this.up.value, reading);
    const changed = next.layers !== this.up.value.layers || next.voice !== this.up.value.voice;
    this.up.value = next;
    if (changed) this.adapt();
  }

  pin(rung: Rung | null) {
    this.pinned.value = rung;
    this.world.store.write(this.name);
    this.tellAgain();
  }

  /** The hub is there (again): the server may have been restarted and know of no pin, or not know that it was lifted meanwhile. */
  tellAgain() {
    this.world.pin(this.name);
  }

  close() {
    clearTimeout(this.timer);
  }

  private get name() {
    return this.pinned.value === null ? null : rungNames[this.pinned.value];
  }

  private adapt() {
    this.world.adapt(this.up.value.layers, voiceFor(this.room, this.up.value.voice));
  }
}
