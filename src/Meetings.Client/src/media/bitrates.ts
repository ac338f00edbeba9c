import type { RoomMode } from '../wire/hubContracts';

export const audioSlots = 3;

/** Layers of the camera (RFC 8853), smallest first; bit k of what the server wants stands for the k-th. */
export const cameraRids = ['q', 'h', 'f'] as const;

export interface CameraLayer { rid: string; active: boolean; maxBitrate: number; maxFramerate: number; scaleResolutionDownBy: number }

const lines = [180, 360, 720] as const;
const bitrates = [130_000, 380_000, 1_000_000] as const;
const frames: Record<RoomMode, number> = { full: 24, speaker: 12, audio: 8 };
const sharpness = 1.25;

/**
 * The camera in three sizes: of each only what somebody watches is sent. A small camera has fewer sizes; who entered sparing data sends the
 * smaller ones.
 * @param height lines the camera gives (the shorter side)
 * @param most layers that our own way up and mode allow, smallest first
 * @param wanted what the server wants, a bit a layer
 */
export function cameraLayers(mode: RoomMode, height: number, most: number, wanted: number): CameraLayer[] {
  const allowed = Math.min(most, mode === 'full' ? 3 : mode === 'speaker' ? 2 : 1);
  const sizes = lines.filter(l => l <= height * sharpness).length || 1;
  // A wish for more than there is goes to the largest there is.
  const bits = wanted >> sizes > 0 ? wanted | (1 << (sizes - 1)) : wanted;
  return cameraRids.map((rid, i) => ({
    rid,
    active: i < Math.min(allowed, sizes) && (bits >> i & 1) === 1,
    maxBitrate: bitrates[i]!,
    maxFramerate: frames[mode],
    scaleResolutionDownBy: Math.max(1, height / lines[i]!),
  }));
}

/** @param most as for the camera; at 0 the shared page still comes, slowly, to those who get no stills of it */
export function screenLimits(mode: RoomMode, most: number): { maxBitrate: number; maxFramerate: number } {
  if (most === 0) return { maxBitrate: 30_000, maxFramerate: 1 };
  return mode === 'full' && most === 3 ? { maxBitrate: 900_000, maxFramerate: 8 } : { maxBitrate: 200_000, maxFramerate: 4 };
}
