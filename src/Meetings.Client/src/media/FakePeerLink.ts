import type { PictureCodec, RoomMode } from '../wire/hubContracts';
import type { LinkEvents, LinkStats, LocalSource, MediaLink, MediaState } from './MediaLink';
import type { LineSample } from './quality';
import type { VoiceForm } from './voice';

/** A media connection without a browser: remembers what it was asked and lets a test tell what happened. */
export class FakePeerLink implements MediaLink {
  readonly published: Partial<Record<LocalSource, MediaStreamTrack | null>> = {};
  readonly accepted: string[] = [];
  videoSlots = 0;
  mode: RoomMode | undefined;
  readonly wanted: Partial<Record<LocalSource, number>> = {};
  closed = false;
  layers = 3;
  voice: VoiceForm | undefined;
  picture: PictureCodec | undefined;
  negotiations = 0;
  hubReturns = 0;
  hurries = 0;
  private state: MediaState = 'idle';

  constructor(private readonly events: LinkEvents) {}

  become(state: MediaState) {
    this.state = state;
    this.events.state(state);
  }

  read(sample: LineSample) {
    this.events.line(sample);
  }

  async open(videoSlots: number) {
    this.videoSlots = videoSlots;
    return 'offer';
  }

  async accept(answer: string) {
    this.accepted.push(answer);
  }

  async negotiate() {
    this.negotiations++;
    this.accepted.push(await this.events.negotiate('offer'));
  }

  hurry() { this.hurries++; }

  hubReturned() {
    this.hubReturns++;
  }

  async ensureVideoSlots(count: number) {
    this.videoSlots = Math.max(count, this.videoSlots);
  }

  async publish(source: LocalSource, track: MediaStreamTrack | null) {
    this.published[source] = track;
  }

  tune(mode: RoomMode) {
    this.mode = mode;
  }

  want(source: 'camera' | 'screen', layers: number) {
    this.wanted[source] = layers;
  }

  code(picture: PictureCodec) {
    this.picture = picture;
  }

  adapt(layers: 0 | 1 | 2 | 3, voice: VoiceForm) {
    this.layers = layers;
    this.voice = voice;
  }

  async stats(): Promise<LinkStats> {
    return { state: this.state, connections: 1, restarts: 0, audio: [], video: [], sent: [], bytesReceived: 0, bytesSent: 0 };
  }

  close() {
    this.closed = true;
  }
}
