import { audioSlots } from './bitrates';
import type { LinkStats } from './MediaLink';
import { pathOf, type Report } from './path';

// Read by the end-to-end tests alone, and so fetched when they ask.


const field = (report: Report, name: string) => (typeof report[name] === 'number' ? report[name] : 0);

/** Sums getStats by m-line; the order of transceivers is the contract with the server. */
export async function sumStats(
  base: Pick<LinkStats, 'state' | 'connections' | 'restarts'>,
  transceivers: readonly RTCRtpTransceiver[],
  pc: RTCPeerConnection | undefined,
): Promise<LinkStats> {
  const result: LinkStats = { ...base, audio: [], video: [], sent: [], bytesReceived: 0, bytesSent: 0 };
  const report = pc ? [...(await pc.getStats()).values()] as Report[] : [];
  const path = pathOf(report);
  if (path) result.path = path;
  const byMid = (type: string, mid: string | null) => report.filter(r => r['type'] === type && r['mid'] === mid);
  transceivers.forEach((transceiver, index) => {
    if (index < 3) {
      const source = (['microphone', 'camera', 'screen'] as const)[index]!;
      for (const r of byMid('outbound-rtp', transceiver.mid))
        result.sent.push({ source, ...(r['rid'] ? { rid: String(r['rid']) } : {}), bytesSent: field(r, 'bytesSent'), packetsSent: field(r, 'packetsSent'), framesEncoded: field(r, 'framesEncoded') });
      return;
    }
    const slot = index - 3;
    for (const r of byMid('inbound-rtp', transceiver.mid)) {
      const common = { packetsReceived: field(r, 'packetsReceived'), packetsLost: field(r, 'packetsLost'), bytesReceived: field(r, 'bytesReceived') };
      if (slot < audioSlots) {
        result.audio.push({
          slot, ...common, totalSamplesReceived: field(r, 'totalSamplesReceived'),
          totalAudioEnergy: field(r, 'totalAudioEnergy'), concealedSamples: field(r, 'concealedSamples'),
        });
      } else {
        result.video.push({
          slot: slot - audioSlots, ...common, framesDecoded: field(r, 'framesDecoded'),
          frameWidth: field(r, 'frameWidth'), frameHeight: field(r, 'frameHeight'), freezeCount: field(r, 'freezeCount'),
          totalFreezesDuration: field(r, 'totalFreezesDuration'),
        });
      }
    }
  });
  for (const r of report) {
    if (r['type'] !== 'transport') continue;
    result.bytesReceived += field(r, 'bytesReceived');
    result.bytesSent += field(r, 'bytesSent');
  }
  return result;
}
