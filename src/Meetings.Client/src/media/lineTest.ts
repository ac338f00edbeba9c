import { pack, unpack } from './packed';
import { wantedCodecs } from './sdp';

export interface LineTestSteps {
  /** Fetches that many random bytes. */
  fetchBytes(bytes: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array> | null>;
  /** A throw-away offer for an answer, both packed. */
  probe(offer: string): Promise<string>;
}

/** Below this the line is called weak. */
export const thinLine = 500_000;
/** Below this sound and papers are proposed. */
export const soundOnlyLine = 120_000;
export const testLasts = 3000;
const wayLimit = 3000;
export const pieces = [16_384, 65_536, 262_144];

/** Measures for three seconds at most, or until `over`: whoever enters before it is done needs the line. Small pieces first. */
export async function measureRate(
  fetchBytes: LineTestSteps['fetchBytes'], now: () => number = () => performance.now(), over?: AbortSignal,
): Promise<number | null> {
  const stop = new AbortController();
  over?.addEventListener('abort', () => stop.abort());
  const timer = setTimeout(() => stop.abort(), testLasts);
  const begin = now();
  let best: number | null = null;
  try {
    for (let i = 0; now() - begin < testLasts; i++) {
      const body = await fetchBytes(pieces[Math.min(i, pieces.length - 1)]!, stop.signal);
      const reader = body?.getReader();
      if (!reader) break;
      const started = now();
      let received = 0;
      let first = 0;
      // The abort leaves what was received so far: on a thin line that is the measure.
      for (;;) {
        const chunk = await reader.read().catch(() => null);
        if (!chunk || chunk.done) break;
        if (received === 0) first = chunk.value.byteLength;
        received += chunk.value.byteLength;
      }
      const took = now() - started;
      const counted = received > first ? received - first : received;
      if (counted > 0) best = Math.max(best ?? 0, (counted * 8000) / Math.max(took, 1));
      if (stop.signal.aborted || (best ?? 0) > 20_000_000) break;
    }
  } catch {
    // Nothing came through at all: best stays as it is.
  } finally {
    clearTimeout(timer);
  }
  return best;
}

/** Which ways media gets through; null when it could not be asked. */
export interface WaysOpen { udp: boolean | null; tcp: boolean | null }

/** A PeerConnection of its own: is it connected within three seconds by UDP, and if not, by TCP? */
export async function testWays(probe: LineTestSteps['probe']): Promise<WaysOpen> {
  const pc = probeConnection();
  try {
    pc.addTransceiver('audio', { direction: 'recvonly' });
    return await openWays(pc, probe);
  } finally {
    pc.close();
  }
}

export const probeConnection = () => new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });

/** Negotiates the connection's one transceiver and waits for a way: by UDP first, by TCP where that fails. */
export async function openWays(pc: RTCPeerConnection, probe: LineTestSteps['probe']): Promise<WaysOpen> {
  const codecs = wantedCodecs(RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [], 'audio');
  if (codecs.length > 0) pc.getTransceivers()[0]!.setCodecPreferences(codecs);
  await pc.setLocalDescription(await pc.createOffer());
  let answer: string;
  try {
    answer = await unpack(await probe(await pack(pc.localDescription?.sdp ?? '')));
  } catch {
    return { udp: null, tcp: null };
  }
  const { sdp, tcp } = withoutTcp(answer);
  await pc.setRemoteDescription({ type: 'answer', sdp });
  if (await connects(pc)) return { udp: true, tcp: null };
  for (const candidate of tcp) await pc.addIceCandidate({ candidate, sdpMLineIndex: 0 });
  return { udp: false, tcp: tcp.length > 0 && await connects(pc) };
}

/** Takes the TCP candidates out of an answer, to be told later. */
export function withoutTcp(answer: string): { sdp: string; tcp: string[] } {
  const lines = answer.split('\r\n');
  const isTcp = (line: string) => /^a=candidate:\S+ \d+ tcp /i.test(line);
  return {
    sdp: lines.filter(line => !isTcp(line) && line !== 'a=end-of-candidates').join('\r\n'),
    tcp: lines.filter(isTcp).map(line => line.slice('a='.length)),
  };
}

function connects(pc: RTCPeerConnection): Promise<boolean> {
  return new Promise(resolve => {
    const look = () => {
      if (pc.iceConnectionState === 'connected' || pc.iceConnectionState === 'completed') end(true);
    };
    const end = (result: boolean) => {
      clearTimeout(timer);
      pc.removeEventListener('iceconnectionstatechange', look);
      resolve(result);
    };
    const timer = setTimeout(() => end(false), wayLimit);
    pc.addEventListener('iceconnectionstatechange', look);
    look();
  });
}
