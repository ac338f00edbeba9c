import { afterEach, expect, it, vi } from 'vitest';
import { watchLevel } from './sound';

const rate = 48_000;
/** A beep of 20 ms, full scale, once a second, half way between two looks of a tenth of a second. */
const beep = (sample: number) => (sample % rate >= rate * 0.05 && sample % rate < rate * 0.07 ? Math.sin(sample) : 0);

class Audio {
  async resume() { /* runs */ }
  createMediaStreamSource() { return { connect: () => undefined, disconnect: () => undefined }; }
  createAnalyser() {
    return {
      fftSize: 2048,
      getFloatTimeDomainData(into: Float32Array) {
        const now = Date.now() * rate / 1000;
        for (let i = 0; i < into.length; i++) into[i] = beep(now - into.length + i);
      },
    };
  }
}

afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

it('sees a short sound that comes as regularly as it looks', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.stubGlobal('AudioContext', Audio);
  vi.stubGlobal('MediaStream', class {});
  let loudest = 0;
  const stop = watchLevel({} as MediaStreamTrack, value => { loudest = Math.max(loudest, value); });
  vi.advanceTimersByTime(3000);
  stop();
  expect(loudest).toBeGreaterThan(0.45);
});
