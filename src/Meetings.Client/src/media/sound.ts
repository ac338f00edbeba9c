import { remembered } from './devices';

type SinkElement = HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> };

/** Plays the audio slots. Elements are attached to the page: a detached one may be thrown away by the browser. */
export class SoundOutput {
  private elements = new Map<number, SinkElement>();

  /** `blocked` is told whether the browser waits for a click before it plays. */
  constructor(private readonly blocked: (blocked: boolean) => void) {}

  attach(slot: number, stream: MediaStream) {
    let element = this.elements.get(slot);
    if (!element) {
      element = document.createElement('audio') as SinkElement;
      element.autoplay = true;
      element.hidden = true;
      element.dataset['slot'] = String(slot);
      document.body.append(element);
      this.elements.set(slot, element);
      void this.choose(element, remembered('speaker'));
    }
    element.srcObject = stream;
    this.play(element);
  }

  /** To be called in a click: browsers then let sound through. */
  resume() {
    for (const element of this.elements.values()) this.play(element);
  }

  setSpeaker(id: string) {
    for (const element of this.elements.values()) void this.choose(element, id);
  }

  close() {
    for (const element of this.elements.values()) {
      element.srcObject = null;
      element.remove();
    }
    this.elements.clear();
  }

  private play(element: SinkElement) {
    element.play().then(
      () => this.blocked(false),
      (error: DOMException) => { if (error.name === 'NotAllowedError') this.blocked(true); },
    );
  }

  private async choose(element: SinkElement, id: string) {
    // A speaker that was unplugged since leaves the system's one in use.
    await element.setSinkId?.(id).catch(() => undefined);
  }
}

let context: AudioContext | undefined;
const sharedContext = () => (context ??= new AudioContext());

/** Two soft tones through the chosen speaker. */
export async function playTestTone(speakerId: string): Promise<void> {
  const audio = sharedContext();
  await audio.resume();
  const target = audio.createMediaStreamDestination();
  const gain = audio.createGain();
  gain.connect(target);
  const oscillator = audio.createOscillator();
  oscillator.connect(gain);
  const start = audio.currentTime;
  gain.gain.setValueAtTime(0, start);
  for (const [at, frequency] of [[0, 523], [0.45, 659]] as const) {
    oscillator.frequency.setValueAtTime(frequency, start + at);
    gain.gain.linearRampToValueAtTime(0.25, start + at + 0.05);
    gain.gain.linearRampToValueAtTime(0, start + at + 0.4);
  }
  const element = new Audio() as SinkElement;
  element.srcObject = target.stream;
  await element.setSinkId?.(speakerId).catch(() => undefined);
  await element.play();
  oscillator.start(start);
  oscillator.stop(start + 1);
  await new Promise<void>(resolve => { oscillator.onended = () => resolve(); });
  element.srcObject = null;
}

/** Loudness of a track, 0..1, told about ten times a second. Returns what stops it. */
export function watchLevel(track: MediaStreamTrack, level: (value: number) => void): () => void {
  const audio = sharedContext();
  void audio.resume().catch(() => undefined);
  const source = audio.createMediaStreamSource(new MediaStream([track]));
  const analyser = audio.createAnalyser();
  // A sixth of a second: more than lies between two looks, or a short sound that comes as regularly as they do would never be seen.
  analyser.fftSize = 8192;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const s of samples) sum += s * s;
    // -60..0 dBFS onto 0..1: what people hear as half as loud looks half as high.
    const decibels = 10 * Math.log10(sum / samples.length + 1e-9);
    level(Math.min(1, Math.max(0, (decibels + 60) / 60)));
  }, 100);
  return () => {
    clearInterval(timer);
    source.disconnect();
  };
}
