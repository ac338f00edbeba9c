import { computed, signal } from '@preact/signals';
import type { Id, MeetingDetails, MinutesBody, MinutesView } from '../../wire/contracts';
import { asRefused, get, post, put, Refused } from '../../wire/http';
import { forgetMinutes, join, keepMinutes, keptMinutes, same, withPart, type Part } from './draft';

/** Times a save is tried again after somebody else saved in between, before the writer is told. */
const tries = 3;

/** One meeting's minutes being read or edited. Whatever happens to the line or the tab, what was typed is on this machine. */
export class MinutesDesk {
  /** As the server holds it, without what is being typed. */
  readonly saved = signal<MinutesView | null>(null);
  readonly body = signal<MinutesBody | null>(null);
  readonly meeting = signal<MeetingDetails | null>(null);
  readonly busy = signal(false);
  readonly refused = signal<Refused | null>(null);
  /** True when an edit of an earlier visit is on the screen. */
  readonly restored = signal(false);
  /** Parts that somebody else changed differently; mine are on the screen. */
  readonly clashes = signal<Part[]>([]);
  readonly changed = computed(() => !!this.body.value && !!this.saved.value && !same(this.body.value, this.saved.value.body));
  readonly mayEdit = computed(() => this.meeting.value?.mayManage ?? false);
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly id: Id) {}

  private get path() {
    return `/api/meetings/${this.id}/minutes`;
  }

  load(): Promise<boolean> {
    return this.run(async () => {
      const [meeting, view] = await Promise.all([get<MeetingDetails>(`/api/meetings/${this.id}`), get<MinutesView>(this.path)]);
      this.meeting.value = meeting;
      const kept = meeting.mayManage ? keptMinutes(this.id) : null;
      this.saved.value = view;
      this.body.value = view.body;
      if (!kept || same(kept.body, kept.base)) return;
      this.takeIn(kept.base, kept.body, view);
      this.restored.value = this.changed.value;
    });
  }

  edit(part: Partial<MinutesBody>): void {
    this.body.value = { ...this.body.value!, ...part };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), 400);
  }

  /** Writes what is unsaved to this machine now; called when the page goes away. */
  keep(): void {
    clearTimeout(this.timer);
    const saved = this.saved.value;
    if (!saved || !this.mayEdit.value) return;
    if (this.changed.value) keepMinutes(this.id, { revision: saved.revision, base: saved.body, body: this.body.value! });
    else forgetMinutes(this.id);
  }

  /** Saves; joins in what somebody else saved meanwhile. False when the writer has something to decide or the server refused. */
  save(): Promise<boolean> {
    return this.run(async () => {
      for (let left = tries; ; left--) {
        const sent = this.body.value!;
        try {
          const { revision } = await put<{ revision: number }>(this.path, { revision: this.saved.value!.revision, body: sent });
          this.saved.value = { ...this.saved.value!, revision, editedAt: new Date().toISOString(), body: sent };
          this.settle();
          return;
        } catch (error) {
          if (asRefused(error).code !== 'edited_elsewhere' || left === 1) throw error;
          await this.joinNewest();
          if (this.clashes.value.length > 0) throw error;
        }
      }
    });
  }

  recompose(): Promise<boolean> {
    return this.run(async () => {
      try {
        this.saved.value = await post<MinutesView>(`${this.path}/recompose`, { revision: this.saved.value!.revision });
      } catch (error) {
        // What somebody else has just written must be seen before it is replaced.
        if (asRefused(error).code === 'edited_elsewhere') await this.joinNewest();
        throw error;
      }
      this.body.value = this.saved.value.body;
      this.settle();
    });
  }

  discard(): void {
    this.body.value = this.saved.value!.body;
    this.refused.value = null;
    this.settle();
  }

  /** Decides one part that both changed; mine is what is on the screen already. */
  decide(part: Part, whose: 'mine' | 'theirs'): void {
    if (whose === 'theirs') this.body.value = withPart(this.body.value!, part, this.saved.value!.body);
    this.clashes.value = this.clashes.value.filter((p) => p !== part);
    if (this.clashes.value.length === 0) this.refused.value = null;
    this.keep();
  }

  private async joinNewest(): Promise<void> {
    const view = await get<MinutesView>(this.path);
    this.takeIn(this.saved.value!.body, this.body.value!, view);
    this.keep();
  }

  private takeIn(base: MinutesBody, mine: MinutesBody, view: MinutesView): void {
    const joined = join(base, mine, view.body);
    this.saved.value = view;
    this.body.value = joined.body;
    this.clashes.value = joined.clashes;
  }

  private settle(): void {
    this.restored.value = false;
    this.clashes.value = [];
    this.keep();
  }

  private async run(work: () => Promise<void>): Promise<boolean> {
    if (this.busy.value) return false;
    this.busy.value = true;
    this.refused.value = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.refused.value = asRefused(error);
      return false;
    } finally {
      this.busy.value = false;
    }
  }
}
