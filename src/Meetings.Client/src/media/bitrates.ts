import type { RoomMode } from '../wire/hubContracts';

export const audioSlots = 3;

export interface CameraLimits { maxBitrate: number; maxFramerate: number; scaleResolutionDownBy: number }

/** The camera is captured at 1280x720 at most; the floor holder sends it whole, others a half. */
export function cameraLimits(mode: RoomMode, holdsFloor: boolean): CameraLimits {
  if (mode === 'full') {
    return holdsFloor
      ? { maxBitrate: 1_200_000, maxFramerate: 25, scaleResolutionDownBy: 1 }
      : { maxBitrate: 400_000, maxFramerate: 20, scaleResolutionDownBy: 2 };
  }
  if (mode === 'speaker') return { maxBitrate: 180_000, maxFramerate: 12, scaleResolutionDownBy: holdsFloor ? 2 : 4 };
  return { maxBitrate: 100_000, maxFramerate: 8, scaleResolutionDownBy: 4 };
}

export function screenLimits(mode: RoomMode): { maxBitrate: number; maxFramerate: number } {
  return mode === 'full' ? { maxBitrate: 900_000, maxFramerate: 8 } : { maxBitrate: 200_000, maxFramerate: 4 };
}
