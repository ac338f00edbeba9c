import { signal } from '@preact/signals';
import { DeviceRefused, openCamera, openMicrophone, openScreen, type DeviceProblem } from '../../media/devices';
import type { LocalSource } from '../../media/MediaLink';
import type { RoomMode } from '../../wire/hubContracts';

export interface SourceDevices {
  microphone(): Promise<MediaStreamTrack>;
  camera(mode: RoomMode): Promise<MediaStreamTrack>;
  screen(): Promise<MediaStreamTrack | null>;
}

export const realDevices: SourceDevices = {
  microphone: () => openMicrophone(), camera: mode => openCamera(mode), screen: () => openScreen(),
};

export interface SourceEvents {
  /** The track to send, or null. The microphone keeps its track while muted: unmuting must be immediate. */
  publish(source: LocalSource, track: MediaStreamTrack | null): void;
  /** What is on has changed: the server and the others want to know. */
  told(on: { mic: boolean; cam: boolean; screen: boolean }): void;
}

/** Our own microphone, camera and screen. */
export class LocalSources {
  readonly microphone = signal(false);
  readonly camera = signal(false);
  readonly screen = signal(false);
  readonly problem = signal<{ source: LocalSource; problem: DeviceProblem } | null>(null);
  readonly cameraTrack = signal<MediaStreamTrack | null>(null);
  readonly screenTrack = signal<MediaStreamTrack | null>(null);
  private tracks: Partial<Record<LocalSource, MediaStreamTrack>> = {};
  private busy = new Set<LocalSource>();

  constructor(private readonly events: SourceEvents, private readonly devices: SourceDevices = realDevices) {}

  get on() {
    return { mic: this.microphone.value, cam: this.camera.value, screen: this.screen.value };
  }

  /** Takes over what the device check had opened. */
  adopt(source: 'microphone' | 'camera', track: MediaStreamTrack) {
    if (track.readyState !== 'live') return;
    if (source === 'microphone') track.enabled = false;
    this.hold(source, track);
    if (source === 'camera') this.camera.value = true;
    this.events.publish(source, track);
  }

  async setMicrophone(on: boolean): Promise<void> {
    await this.once('microphone', async () => {
      let track = this.tracks.microphone;
      if (on && track?.readyState !== 'live') {
        track = await this.devices.microphone();
        this.hold('microphone', track);
        this.events.publish('microphone', track);
      }
      if (track) track.enabled = on;
      this.microphone.value = on;
    });
  }

  async setCamera(on: boolean, mode: RoomMode): Promise<void> {
    await this.once('camera', async () => {
      if (on) {
        const track = await this.devices.camera(mode);
        this.hold('camera', track);
        this.events.publish('camera', track);
      } else {
        this.drop('camera');
      }
      this.camera.value = on;
    });
  }

  async setScreen(on: boolean): Promise<void> {
    await this.once('screen', async () => {
      if (on) {
        const track = await this.devices.screen();
        if (!track) return;
        this.hold('screen', track);
        this.events.publish('screen', track);
      } else {
        this.drop('screen');
      }
      this.screen.value = on;
    });
  }

  /** Another device was chosen: open sources move to it. */
  async reopen(source: 'microphone' | 'camera', mode: RoomMode): Promise<void> {
    if (source === 'camera') {
      if (this.camera.value) await this.setCamera(true, mode);
      return;
    }
    const wasOn = this.microphone.value;
    if (!this.tracks.microphone) return;
    this.tracks.microphone.stop();
    delete this.tracks.microphone;
    if (wasOn) await this.setMicrophone(true);
  }

  close() {
    for (const source of ['microphone', 'camera', 'screen'] as const) this.drop(source);
    this.microphone.value = this.camera.value = this.screen.value = false;
  }

  private async once(source: LocalSource, work: () => Promise<void>) {
    if (this.busy.has(source)) return;
    this.busy.add(source);
    try {
      await work();
      if (this.problem.value?.source === source) this.problem.value = null;
      this.events.told(this.on);
    } catch (error) {
      this.problem.value = { source, problem: error instanceof DeviceRefused ? error.problem : 'failed' };
    } finally {
      this.busy.delete(source);
    }
  }

  private hold(source: LocalSource, track: MediaStreamTrack) {
    if (this.tracks[source] && this.tracks[source] !== track) this.tracks[source].stop();
    this.tracks[source] = track;
    if (source === 'camera') this.cameraTrack.value = track;
    if (source === 'screen') this.screenTrack.value = track;
    // Unplugged, or "stop sharing" pressed in the browser's own bar.
    track.addEventListener('ended', () => {
      if (this.tracks[source] !== track) return;
      this.drop(source);
      this[source].value = false;
      this.events.told(this.on);
    });
  }

  private drop(source: LocalSource) {
    const track = this.tracks[source];
    delete this.tracks[source];
    if (source === 'camera') this.cameraTrack.value = null;
    if (source === 'screen') this.screenTrack.value = null;
    if (!track) return;
    track.stop();
    this.events.publish(source, null);
  }
}
