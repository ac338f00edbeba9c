import type { Key } from '../../lib/i18n';
import type { MediaWay, PartState, RehearsalInput, RehearsalVerdict } from '../../wire/contracts';
import type { MediaTrial } from '../../media/lineTrial';
import type { IconName } from '../../ui/icons';
import type { Tone } from '../../ui/Notice';
import { rate } from './times';

/** How long the voice is sent, in milliseconds. */
export const mediaLasts = 20_000;

/** Rates in bit/s. */
export interface Measured extends MediaTrial { down: number | null; up: number | null }

export const verdictLooks: Record<RehearsalVerdict, [Tone, IconName]> = {
  good: ['good', 'check'], weak: ['warn', 'warning'], failed: ['bad', 'ban'], missing: ['neutral', 'clock'],
};

export const wayOf = (m: Pick<Measured, 'udp' | 'tcp'>): MediaWay => (m.udp ? 'udp' : m.tcp ? 'tcp' : m.udp === false && m.tcp === false ? 'none' : 'unknown');

const kbit = (bits: number | null) => (bits === null ? undefined : Math.min(1_000_000, Math.round(bits / 1000)));

/** What is told to the server; what was not measured is left out. */
export function inputOf(m: Measured, devices: Record<'camera' | 'microphone' | 'speaker', PartState>, browser: string): RehearsalInput {
  return {
    ...devices,
    way: wayOf(m),
    down: kbit(m.down),
    up: kbit(m.up),
    roundTrip: m.roundTrip === null ? undefined : Math.min(60_000, m.roundTrip),
    loss: m.loss ?? undefined,
    browser: browserName(browser),
  };
}

export function figures(m: Measured, locale: string): [Extract<Key, `rehearsal.${string}`>, string | null][] {
  return [
    ['rehearsal.down', m.down === null ? null : rate(m.down, locale)],
    ['rehearsal.up', m.up === null ? null : rate(m.up, locale)],
    ['rehearsal.roundTrip', m.roundTrip === null ? null : `${m.roundTrip} ms`],
    ['rehearsal.loss', m.loss === null ? null : `${(m.loss / 10).toLocaleString(locale)} %`],
  ];
}

export const parts = (input: RehearsalInput) =>
  [['camera', input.camera], ['microphone', input.microphone], ['speaker', input.speaker]] as ['camera' | 'microphone' | 'speaker', PartState][];

/** "Chrome 140, Windows": what a technician asks for first. */
export function browserName(agent: string): string {
  const browser = /(Edg|Firefox|OPR|Chrome|Version)\/(\d+)/.exec(agent.replace(/Chrome\/(\d+)(?=.*(Edg|OPR)\/)/, ''));
  const name = { Edg: 'Edge', OPR: 'Opera', Version: 'Safari' }[browser?.[1] ?? ''] ?? browser?.[1] ?? '?';
  const system = /Windows|Android|iPhone|iPad|Mac OS X|CrOS|Linux/.exec(agent)?.[0] ?? '?';
  return `${name} ${browser?.[2] ?? ''}, ${system}`;
}
