import { useEffect } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { useCall } from './context';
import { CallIcon } from './icons';
import { PaperStage } from './PaperStage';
import { paperView } from './paper';
import { nameOf, seatLabel } from './state';
import { Tile } from './Tile';

const mostTiles = { documents: 8, faces: 12 };

/** The large half of the page: the floor holder with tiles, or a paper with a strip of faces, or with words alone on a thin line. */
export function Stage() {
  const call = useCall();
  const { session, ownPage } = call;
  const room = session.room.value;
  const paper = room ? paperView(room, ownPage.value) : null;
  const page = paper?.page ?? null;
  useEffect(() => { session.documentOpen.value = page !== null; }, [page !== null]);
  if (!room) return null;
  const shown = session.shownLayout.value;
  const saver = session.mode.value === 'audio';
  const screen = shown.stage?.source === 'screen' ? shown.stage : null;
  if (saver) {
    return (
      <main class="stage stage-saver" aria-label={t('call.stage')}>
        <Speakers />
        {page && paper ? <PaperStage view={paper} page={page} /> : screen ? <Tile tile={screen} large /> : <Names />}
      </main>
    );
  }
  const tiles = shown.tiles.slice(0, page ? mostTiles.documents : mostTiles.faces);
  const more = shown.tiles.length - tiles.length;
  return (
    <main class={`stage ${page || screen ? 'stage-paper' : 'stage-faces'}`} aria-label={t('call.stage')}>
      {tiles.length > 0 && (
        <div class="tiles" role="group" aria-label={t('call.tiles')}>
          {tiles.map(tile => <Tile key={`${tile.conn}${tile.source}`} tile={tile} />)}
          {more > 0 && <button type="button" class="tile tile-more" onClick={() => { call.panel.value = 'people'; }}>+{more}</button>}
        </div>
      )}
      {page && paper ? <PaperStage view={paper} page={page} /> : shown.stage ? <Tile tile={shown.stage} large /> : <p class="muted">{t('call.alone')}</p>}
    </main>
  );
}

/** Who speaks, in words: all that a thin line needs. */
function Speakers() {
  const { session } = useCall();
  const room = session.room.value!;
  const speaking = session.speaking.value.filter(conn => conn !== room.you);
  const holder = room.floor;
  const next = room.hands.filter(conn => conn !== holder?.conn);
  return (
    <div class="speakers" data-test="speakers">
      <p class="speakers-now">
        {holder ? <><b>{t('call.floor')}: </b>{seatLabel(room, holder.conn, holder.seat)}</>
          : speaking.length > 0 ? <><b>{t('call.speaking')}: </b>{speaking.map(conn => seatLabel(room, conn)).join('; ')}</>
            : <span class="muted">{t('call.nobodySpeaks')}</span>}
        {(holder ? speaking.includes(holder.conn) : speaking.length > 0) && <span class="bars" aria-hidden="true"><i /><i /><i /><i /></span>}
      </p>
      {next.length > 0 && (
        <p>{t('call.next')}: {next.slice(0, 3).map(conn => nameOf(room, conn)).join(', ')} <CallIcon name="hand" size={16} /> ({next.length})</p>
      )}
    </div>
  );
}

/** Sound alone and no paper: the people as a list of names instead of empty pictures. */
function Names() {
  const { session } = useCall();
  const room = session.room.value!;
  const tiles = session.shownLayout.value;
  const conns = [...(tiles.stage ? [tiles.stage] : []), ...tiles.tiles].map(tile => tile.conn);
  return (
    <ul class="names">
      {[...new Set(conns)].map(conn => <li key={conn}>{seatLabel(room, conn)}</li>)}
    </ul>
  );
}
