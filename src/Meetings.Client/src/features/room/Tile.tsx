import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { cameraBit, micBit, screenBit } from '../../wire/hubContracts';
import { useCall } from './context';
import { later } from '../../ui/later';
import { CallIcon } from './icons';
import type { Tile as Wanted } from './layout';
import { nameOf, seatLabel } from './state';

const Still = later(() => import('./StillPicture').then(m => m.StillPicture));

/** One picture with its label; without a picture the label alone, never an empty black box. */
export function Tile({ tile, large }: { tile: Wanted; large?: boolean }) {
  const { session } = useCall();
  const room = session.room.value;
  const connection = room?.connections.get(tile.conn);
  if (!room || !connection) return null;
  const mine = tile.conn === room.you;
  const bit = tile.source === 'screen' ? screenBit : cameraBit;
  const slot = session.videoSlots.value.findIndex(s => s?.[0] === tile.conn && s[1] === tile.source);
  const own = mine && tile.source === 'camera' ? session.sources.cameraTrack.value : null;
  const on = (connection.sources & bit) !== 0;
  // On the speech rung nothing moves: a name says more than a picture that stands still unawares.
  const paused = (session.ladder.rung.value ?? 4) <= 1;
  const unseen = session.videoSlots.value[slot]?.[2];
  const stream = slot >= 0 && on && !paused && !unseen ? session.streams.value[slot] : undefined;
  const still = on && !mine && !stream ? session.stills.value.get(`${tile.conn} ${tile.source}`) : undefined;
  const floor = room.floor?.conn === tile.conn;
  const speaking = session.speaking.value.includes(tile.conn);
  const away = connection.state === 'dropped';
  const hand = room.hands.indexOf(tile.conn);
  const label = tile.source === 'screen' ? t('call.screenOf', { name: nameOf(room, tile.conn) }) : seatLabel(room, tile.conn, floor ? room.floor?.seat : null);
  return (
    <figure
      class={`tile${large ? ' tile-large' : ''}${speaking ? ' tile-speaking' : ''}${floor ? ' tile-floor' : ''}${away ? ' tile-away' : ''}`}
      data-test="tile" data-conn={tile.conn} data-source={tile.source} data-slot={slot >= 0 ? slot : undefined} data-video={!!(stream ?? own)}
    >
      {stream || own ? <Picture stream={stream} track={own} mirror={!!own} label={label} /> : still ? (
        <Still path={`/api/meetings/${session.meetingId}/stills/${tile.conn}/${tile.source}?viewer=${room.you}&n=`} latest={still} label={label} />
      ) : (
        <div class="tile-off" aria-hidden={!unseen}>{unseen ? t('call.undecodable') : <CallIcon name={connection.kind === 'site' ? 'site' : 'person'} size={large ? 64 : 28} />}</div>
      )}
      <figcaption>
        <span class="tile-marks">
          {away ? <span class="mark mark-bad"><CallIcon name="lost" size={14} /> {t('call.away')}</span>
            : <span class={connection.sources & micBit ? 'mark mark-on' : 'mark'}><CallIcon name={connection.sources & micBit ? 'mic' : 'micOff'} size={14} /><span class="unseen">{t(connection.sources & micBit ? 'people.micOn' : 'people.micOff')}</span></span>}
          {hand >= 0 && <span class="mark mark-hand"><CallIcon name="hand" size={14} /> {hand + 1}</span>}
          {floor && <span class="mark mark-floor">{t('call.hasFloor')}</span>}
        </span>
        <span class="tile-name">{mine ? `${t('call.you')} · ${label}` : label}</span>
      </figcaption>
    </figure>
  );
}

function Picture({ stream, track, mirror, label }: { stream: MediaStream | undefined; track: MediaStreamTrack | null; mirror: boolean; label: string }) {
  const ref = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (ref.current) ref.current.srcObject = track ? new MediaStream([track]) : stream ?? null;
  }, [stream, track]);
  return <video ref={ref} class={mirror ? 'mirror' : undefined} autoplay playsInline muted aria-label={label} />;
}
