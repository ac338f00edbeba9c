import type { MeetingSecrecy } from '../../wire/contracts';

/** A degree that no meeting of this system may have. */
export const isSecret = (degree: MeetingSecrecy | undefined) => degree !== undefined && degree !== 'ordinary';
