/** A still as it goes up: small enough for a thin line, and only when the picture has changed. */
export interface StillLimits {
  /** Width of the still at most, pixels. */
  width: number;
  /** Bytes at most; quality, then size, are lowered until it fits. */
  bytes: number;
}

export const stillLimits: Record<'screen' | 'camera', StillLimits> = {
  screen: { width: 1280, bytes: 40_000 },
  camera: { width: 240, bytes: 8_000 },
};

const types = ['image/webp', 'image/jpeg'];
const qualities = [0.6, 0.4, 0.25];
const shrink = 0.7;
/** Of 255, the mean difference of a small grey copy that counts as another picture; a moved pointer alone is less. */
const differs = 1.2;
const probe = { width: 48, height: 27 };
/** A picture that stands still is sent again after so long, for those who have just come. Milliseconds. */
const againAfter = 30_000;

/** Mean difference of two grey pictures of the same size, 0..255. */
export function difference(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 4) sum += Math.abs(a[i]! - b[i]!) + Math.abs(a[i + 1]! - b[i + 1]!) + Math.abs(a[i + 2]! - b[i + 2]!);
  return sum / (a.length / 4) / 3;
}

/** Tries to make a picture of at most `limits.bytes`; `make` draws at a width and encodes at a quality. */
export async function fitting(limits: StillLimits, make: (width: number, quality: number) => Promise<Blob | null>): Promise<Blob | null> {
  for (let width = limits.width; width >= 160; width = Math.round(width * shrink)) {
    for (const quality of qualities) {
      const blob = await make(width, quality);
      if (!blob) return null;
      if (blob.size <= limits.bytes) return blob;
    }
  }
  return null;
}

/** Takes stills of a track of ours every few seconds and hands on those that show something new. */
export class StillCamera {
  private readonly video = document.createElement('video');
  private readonly canvas = document.createElement('canvas');
  private readonly timer: ReturnType<typeof setInterval>;
  private before: Uint8ClampedArray | undefined;
  private sentAt = 0;
  private busy = false;

  constructor(track: MediaStreamTrack, seconds: number, private readonly limits: StillLimits, private readonly send: (still: Blob) => Promise<void>) {
    this.video.muted = true;
    this.video.playsInline = true;
    this.video.srcObject = new MediaStream([track]);
    void this.video.play().then(() => this.take(), () => undefined);
    this.timer = setInterval(() => void this.take(), seconds * 1000);
  }

  close() {
    clearInterval(this.timer);
    this.video.srcObject = null;
  }

  private async take() {
    const { videoWidth, videoHeight } = this.video;
    if (this.busy || videoWidth === 0 || videoHeight === 0) return;
    const small = this.draw(probe.width, probe.height)?.getImageData(0, 0, probe.width, probe.height).data;
    if (!small) return;
    const now = Date.now();
    if (this.before && now - this.sentAt < againAfter && difference(this.before, small) < differs) return;
    this.busy = true;
    try {
      const still = await fitting(this.limits, (width, quality) => this.encode(Math.min(width, videoWidth), videoHeight / videoWidth, quality));
      if (!still) return;
      await this.send(still);
      this.before = small;
      this.sentAt = now;
    } catch {
      // The next one tries again.
    } finally {
      this.busy = false;
    }
  }

  private draw(width: number, height: number): CanvasRenderingContext2D | null {
    this.canvas.width = width;
    this.canvas.height = height;
    const context = this.canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    context?.drawImage(this.video, 0, 0, width, height);
    return context;
  }

  private async encode(width: number, shape: number, quality: number): Promise<Blob | null> {
    this.draw(width, Math.round(width * shape));
    for (const type of types) {
      const blob = await new Promise<Blob | null>(done => this.canvas.toBlob(done, type, quality));
      // A browser that cannot make a type hands out a PNG.
      if (blob?.type === type) return blob;
    }
    return null;
  }
}
