import type { RoomMode } from '../wire/hubContracts';

export type DeviceKind = 'microphone' | 'camera' | 'speaker';
export interface DeviceChoice { id: string; label: string }

/** Why a device cannot be used, as a key of the catalogue. */
export type DeviceProblem = 'refused' | 'missing' | 'busy' | 'insecure' | 'failed';

export class DeviceRefused extends Error {
  constructor(readonly problem: DeviceProblem) {
    super(problem);
  }
}

const kinds: Record<DeviceKind, MediaDeviceKind> = { microphone: 'audioinput', camera: 'videoinput', speaker: 'audiooutput' };
const storageKey = (kind: DeviceKind) => `device:${kind}`;

export const remembered = (kind: DeviceKind): string => localStorage.getItem(storageKey(kind)) ?? '';
export function remember(kind: DeviceKind, id: string) {
  if (id) localStorage.setItem(storageKey(kind), id);
  else localStorage.removeItem(storageKey(kind));
}

export function rememberedMode(): RoomMode | null {
  const mode = localStorage.getItem('room:mode');
  return mode === 'audio' || mode === 'speaker' || mode === 'full' ? mode : null;
}
export const rememberMode = (mode: RoomMode) => localStorage.setItem('room:mode', mode);

/** Devices of a kind; labels are empty until the person has allowed one. */
export async function devices(kind: DeviceKind): Promise<DeviceChoice[]> {
  const all = await navigator.mediaDevices?.enumerateDevices().catch(() => []) ?? [];
  return all
    .filter(d => d.kind === kinds[kind] && d.deviceId !== '' && d.deviceId !== 'communications')
    .map(d => ({ id: d.deviceId === 'default' ? '' : d.deviceId, label: d.label }))
    .filter((d, i, list) => list.findIndex(e => e.id === d.id) === i);
}

export function onDevicesChanged(changed: () => void): () => void {
  navigator.mediaDevices?.addEventListener('devicechange', changed);
  return () => navigator.mediaDevices?.removeEventListener('devicechange', changed);
}

function problemOf(error: unknown): DeviceProblem {
  switch ((error as DOMException | undefined)?.name) {
    case 'NotAllowedError':
    case 'SecurityError': return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError': return 'missing';
    case 'NotReadableError':
    case 'AbortError': return 'busy';
    default: return 'failed';
  }
}

async function capture(constraints: MediaStreamConstraints): Promise<MediaStreamTrack> {
  if (!navigator.mediaDevices) throw new DeviceRefused('insecure');
  try {
    const stream = await navigator.mediaDevices.getUserMedia(constraints);
    return stream.getTracks()[0]!;
  } catch (error) {
    throw new DeviceRefused(problemOf(error));
  }
}

/** The remembered microphone, or whichever there is when it is gone. */
export async function openMicrophone(id = remembered('microphone')): Promise<MediaStreamTrack> {
  const wanted = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
  try {
    return await capture({ audio: id ? { ...wanted, deviceId: { exact: id } } : wanted });
  } catch (error) {
    if (!id || (error as DeviceRefused).problem !== 'missing') throw error;
    return await capture({ audio: wanted });
  }
}

export async function openCamera(mode: RoomMode, id = remembered('camera')): Promise<MediaStreamTrack> {
  const wanted: MediaTrackConstraints = mode === 'full'
    ? { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24, max: 30 } }
    : { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 15, max: 20 } };
  try {
    return await capture({ video: id ? { ...wanted, deviceId: { exact: id } } : wanted });
  } catch (error) {
    if (!id || (error as DeviceRefused).problem !== 'missing') throw error;
    return await capture({ video: wanted });
  }
}

export const canShareScreen = (): boolean => typeof navigator.mediaDevices?.getDisplayMedia === 'function';

/** The screen or window the person picks; null when they close the browser's question. */
export async function openScreen(): Promise<MediaStreamTrack | null> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 8 } }, audio: false });
    const track = stream.getVideoTracks()[0] ?? null;
    if (track) track.contentHint = 'detail';
    return track;
  } catch (error) {
    if (problemOf(error) === 'refused') return null;
    throw new DeviceRefused(problemOf(error));
  }
}

export const canChooseSpeaker = (): boolean => typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;
