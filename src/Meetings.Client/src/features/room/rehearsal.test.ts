import { describe, expect, it } from 'vitest';
import { measureUp, readTrial } from '../../media/lineTrial';
import { browserName, figures, inputOf, wayOf } from './rehearsal';

describe('what a trial found', () => {
  const measured = { down: 4_200_000, up: 1_499_600, udp: true, tcp: null, roundTrip: 41, loss: 12 };
  const devices = { camera: 'good', microphone: 'good', speaker: 'unknown' } as const;

  it('is told in the units of the server, and left out where nothing was measured', () => {
    expect(inputOf(measured, devices, 'x')).toMatchObject({ ...devices, way: 'udp', down: 4200, up: 1500, roundTrip: 41, loss: 12 });
    expect(inputOf({ ...measured, down: null, loss: null }, devices, 'x')).toMatchObject({ down: undefined, loss: undefined });
  });

  it('knows the way from what got through', () => {
    expect([wayOf({ udp: true, tcp: null }), wayOf({ udp: false, tcp: true }), wayOf({ udp: false, tcp: false }), wayOf({ udp: null, tcp: null })])
      .toEqual(['udp', 'tcp', 'none', 'unknown']);
  });

  it('is written with units', () =>
    expect(figures(measured, 'vi').map(([, value]) => value)).toEqual(['4,2 Mbit/s', '1,5 Mbit/s', '41 ms', '1,2 %']));

  it('names the browser as a technician asks for it', () => {
    expect(browserName('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0')).toBe('Edge 140, Windows');
    expect(browserName('Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0')).toBe('Firefox 128, Linux');
  });
});

describe('the voice on trial', () => {
  it('is judged by the reports of the server, else by the checks of the path', () => {
    const path = { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.08 };
    expect(readTrial([path, { type: 'outbound-rtp', packetsSent: 1000 }, { type: 'remote-inbound-rtp', roundTripTime: 0.05, packetsLost: 20 }])).toEqual({ roundTrip: 50, loss: 20 });
    expect(readTrial([path])).toEqual({ roundTrip: 80, loss: null });
    expect(readTrial([])).toEqual({ roundTrip: null, loss: null });
  });

  it('measures the way out by what got through in its time', async () => {
    let at = 0;
    expect(await measureUp(async (piece) => { at += piece.size / 100; return true; }, () => at)).toBe(800_000);
    expect(await measureUp(async () => false, () => 0)).toBeNull();
    expect(await measureUp(async () => { throw new Error('offline'); }, () => 0)).toBeNull();
  });
});
