import type { PictureCodec } from '../wire/hubContracts';
import type { VoiceForm } from './voice';

// The few things the client reads from or adds to SDP; everything else is the browser's and the engine's.

/** What identifies the server's end: a restarted server has another one, and then only a new PeerConnection helps. */
export function serverIdentity(answer: string): string {
  const fingerprint = /^a=fingerprint:(.+)$/m.exec(answer)?.[1]?.trim() ?? '';
  const ufrag = /^a=ice-ufrag:(.+)$/m.exec(answer)?.[1]?.trim() ?? '';
  return `${fingerprint} ${ufrag}`;
}

/** Opus as we send it: mono, in-band FEC, silence not sent, packed as the form says (RFC 7587; a=ptime of RFC 8866). */
export function shapeOpus(sdp: string, { bitrate, ptime }: VoiceForm): string {
  const payloadType = /^a=rtpmap:(\d+) opus\/48000/im.exec(sdp)?.[1];
  if (!payloadType) return sdp;
  const wanted: Record<string, string> = { minptime: '10', useinbandfec: '1', usedtx: '1', stereo: '0', maxaveragebitrate: String(bitrate) };
  const shaped = `a=fmtp:${payloadType} ${Object.entries(wanted).map(([key, value]) => `${key}=${value}`).join(';')}\r\na=ptime:${ptime}`;
  const bare = sdp.replace(new RegExp(`^a=(?:fmtp:${payloadType} .*|ptime:.*)\r?\n`, 'gm'), '');
  return bare.replace(new RegExp(`^(a=rtpmap:${payloadType} opus/48000.*?)(\r?\n)`, 'gim'), `$1$2${shaped}$2`);
}

/** The same answer with this picture codec first, which is what a browser then sends (RFC 8829 section 5.10), without a word with the server. */
export function pictureFirst(sdp: string, codec: PictureCodec | undefined): string {
  const type = codec && new RegExp(`^a=rtpmap:(\\d+) ${codec}/`, 'im').exec(sdp)?.[1];
  return type ? sdp.replace(new RegExp(`^(m=video \\d+ \\S+)(.*?) ${type}\\b`, 'gm'), `$1 ${type}$2`) : sdp;
}

interface CodecLike { mimeType: string; sdpFmtpLine?: string }

/**
 * Only what the engine forwards: Opus alone, or VP8, then H.264 in constrained baseline (RFC 7742 section 6.2), and retransmission. What is heard may also come with each frame repeated in the next
 * packet (RED, RFC 2198), which the engine does for lines that lose packets; what is said is not, the way up being thinner.
 */
export function wantedCodecs<T extends CodecLike>(all: readonly T[], kind: 'audio' | 'video', direction: RTCRtpTransceiverDirection = 'sendonly'): T[] {
  const names = kind === 'video' ? [/vp8/i, /^(?=.*h264)(?=.*mode=1)(?=.*id=42e0)/i, /rtx/i] : direction === 'recvonly' ? [/opus/i, /red/i] : [/opus/i];
  return names.flatMap(name => all.filter(codec => name.test(codec.mimeType + codec.sdpFmtpLine)));
}
