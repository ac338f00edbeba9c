/** How the voice is packed: fewer, longer packets save more on the wire than a lower Opus rate does. */
export interface VoiceForm {
  /** Opus payload, bit/s. */
  readonly bitrate: number;
  /** Speech a packet carries, milliseconds. */
  readonly ptime: 20 | 60 | 120;
}

/**
 * Bytes on the wire a second are bitrate / 8 + (IP 20, UDP 8, RTP with extensions about 24, SRTP tag 16) * 1000 / ptime, so these three are
 * about 51, 29 and 21 kbit/s; docs/low-bandwidth.md has what was measured.
 */
export const voiceForms: readonly [VoiceForm, VoiceForm, VoiceForm] = [
  { bitrate: 24_000, ptime: 20 },
  { bitrate: 20_000, ptime: 60 },
  { bitrate: 16_000, ptime: 120 },
];

/** 0 to 2, an index of `voiceForms`: 2 is the thinnest. */
export type VoiceLevel = 0 | 1 | 2;

/** The voice goes as is to everybody, so the thinner of what the room needs and what our own uplink carries decides. */
export const voiceFor = (room: VoiceLevel, uplink: VoiceLevel): VoiceForm => voiceForms[Math.max(room, uplink) as VoiceLevel];
