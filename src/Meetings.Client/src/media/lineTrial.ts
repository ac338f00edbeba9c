import { openWays, pieces, probeConnection, testLasts, type LineTestSteps, type WaysOpen } from './lineTest';

export interface MediaTrial extends WaysOpen {
  /** Milliseconds. */
  roundTrip: number | null;
  /** Packets of the voice lost on the way to the server, in a thousand. */
  loss: number | null;
}

/** Sends the voice to the server, and to nobody else, for some seconds over a PeerConnection of its own, and says how it fared. */
export async function tryMedia(probe: LineTestSteps['probe'], voice: MediaStreamTrack | null, lasts: number, over: AbortSignal): Promise<MediaTrial> {
  const pc = probeConnection();
  try {
    pc.addTransceiver(voice ?? 'audio', { direction: voice ? 'sendonly' : 'recvonly' });
    const ways = await openWays(pc, probe);
    if ((!ways.udp && !ways.tcp) || over.aborted) return { ...ways, roundTrip: null, loss: null };
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, lasts);
      over.addEventListener('abort', () => { clearTimeout(timer); resolve(); });
    });
    return { ...ways, ...readTrial([...(await pc.getStats()).values()]) };
  } finally {
    pc.close();
  }
}

interface Stat { type: string; nominated?: boolean; currentRoundTripTime?: number; roundTripTime?: number; packetsLost?: number; packetsSent?: number }

/** Of a connection's statistics: the server's reports of the voice, else what the path's own checks took. */
export function readTrial(stats: Stat[]): { roundTrip: number | null; loss: number | null } {
  const report = stats.find(s => s.type === 'remote-inbound-rtp');
  const sent = stats.find(s => s.type === 'outbound-rtp')?.packetsSent ?? 0;
  const pair = stats.find(s => s.type === 'candidate-pair' && s.nominated && s.currentRoundTripTime !== undefined);
  const seconds = report?.roundTripTime ?? pair?.currentRoundTripTime;
  return {
    roundTrip: seconds === undefined ? null : Math.round(seconds * 1000),
    loss: report?.packetsLost === undefined || sent < 50 ? null : Math.min(1000, Math.max(0, Math.round((1000 * report.packetsLost) / sent))),
  };
}

/** How fast bytes leave, in bit/s: pieces of growing size until three seconds are over. Null when none got through. */
export async function measureUp(
  send: (bytes: Blob, signal: AbortSignal) => Promise<boolean>, now: () => number = () => performance.now(), over?: AbortSignal,
): Promise<number | null> {
  const stop = new AbortController();
  over?.addEventListener('abort', () => stop.abort());
  const timer = setTimeout(() => stop.abort(), 2 * testLasts);
  const begin = now();
  let best: number | null = null;
  try {
    for (let i = 0; now() - begin < testLasts && !stop.signal.aborted; i++) {
      const piece = new Blob([new Uint8Array(pieces[Math.min(i, pieces.length - 1)]!)]);
      const started = now();
      if (!await send(piece, stop.signal)) break;
      best = Math.max(best ?? 0, (piece.size * 8000) / Math.max(now() - started, 1));
      if (best > 20_000_000) break;
    }
  } catch {
    // What was measured so far stands.
  } finally {
    clearTimeout(timer);
  }
  return best;
}
