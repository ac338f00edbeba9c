import { computed, effect } from '@preact/signals';
import { StillCamera, stillLimits } from '../../media/stills';
import { upload } from '../../wire/http';
import type { VideoSource } from '../../wire/hubContracts';
import type { RoomSession } from './roomSession';

/** A sharer whose own way up does not carry video sends them more rarely and smaller. */
const thin = { slower: 3, smaller: 4 };

/** Sends stills of our screen and camera for as long as the server wants them. Returns what ends it. */
export function sendStills(session: RoomSession): () => void {
  const conn = computed(() => session.me.value?.conn);
  const isThin = computed(() => session.ladder.up.value.layers === 0);
  const over = (['screen', 'camera'] as const).map(source => effect(() => {
    const seconds = session.stillsWanted.value[source] ?? 0;
    const track = source === 'screen' ? session.sources.screenTrack.value : session.sources.cameraTrack.value;
    const me = conn.value;
    if (seconds <= 0 || !track || me === undefined) return;
    const { width, bytes } = stillLimits[source];
    const camera = isThin.value
      ? new StillCamera(track, seconds * thin.slower, { width, bytes: bytes / thin.smaller }, still => put(session.meetingId, me, source, still))
      : new StillCamera(track, seconds, { width, bytes }, still => put(session.meetingId, me, source, still));
    return () => camera.close();
  }));
  return () => over.forEach(end => end());
}

const put = (meetingId: string, conn: number, source: VideoSource, still: Blob): Promise<void> =>
  upload(`/api/meetings/${meetingId}/stills/${conn}/${source}`, still, () => undefined);
