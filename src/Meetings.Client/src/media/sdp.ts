// The few things the client reads from or adds to SDP; everything else is the browser's and the engine's.

/** What identifies the server's end: a restarted server has another one, and then only a new PeerConnection helps. */
export function serverIdentity(answer: string): string {
  const fingerprint = /^a=fingerprint:(.+)$/m.exec(answer)?.[1]?.trim() ?? '';
  const ufrag = /^a=ice-ufrag:(.+)$/m.exec(answer)?.[1]?.trim() ?? '';
  return `${fingerprint} ${ufrag}`;
}

/** Opus as we send it: mono, in-band FEC, silence not sent, at most `bitrate` bit/s of payload. */
export function shapeOpus(sdp: string, bitrate: number): string {
  const payloadType = /^a=rtpmap:(\d+) opus\/48000/im.exec(sdp)?.[1];
  if (!payloadType) return sdp;
  const wanted: Record<string, string> = { minptime: '10', useinbandfec: '1', usedtx: '1', stereo: '0', maxaveragebitrate: String(bitrate) };
  const line = new RegExp(`^a=fmtp:${payloadType} .*$`, 'gm');
  const shaped = `a=fmtp:${payloadType} ${Object.entries(wanted).map(([key, value]) => `${key}=${value}`).join(';')}`;
  if (line.test(sdp)) return sdp.replace(line, shaped);
  return sdp.replace(new RegExp(`^(a=rtpmap:${payloadType} opus/48000.*?)(\\r?\\n)`, 'gim'), `$1$2${shaped}$2`);
}

interface CodecLike { mimeType: string; sdpFmtpLine?: string }

/** Only what the engine forwards: Opus alone, or VP8 with its retransmission. */
export function wantedCodecs<T extends CodecLike>(all: readonly T[], kind: 'audio' | 'video'): T[] {
  const names = kind === 'audio' ? ['audio/opus'] : ['video/vp8', 'video/rtx'];
  return names.flatMap(name => all.filter(codec => codec.mimeType.toLowerCase() === name));
}
