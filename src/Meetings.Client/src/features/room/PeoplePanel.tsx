import { useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { byGivenName } from '../../lib/text';
import { Confirm } from '../../ui/Dialog';
import { MenuButton, type MenuItem } from '../../ui/MenuButton';
import { cameraBit, micBit } from '../../wire/hubContracts';
import { useCall } from './context';
import { CallIcon } from './icons';
import { nameOf, present, seatLabel, seatsOf, standsIn, waiting, type Connection, type RoomState } from './state';

/** Problems first: lost lines, then weak ones; then chair, secretary, and the others by given name. */
function order(room: RoomState, lines: ReadonlyMap<number, number>) {
  const rank = (c: Connection) => {
    if (c.state === 'dropped') return 0;
    if ((lines.get(c.conn) ?? 4) <= 1) return 1;
    return c.role === 'chair' ? 2 : c.role === 'secretary' ? 3 : 4;
  };
  return (a: Connection, b: Connection) => rank(a) - rank(b) || byGivenName(nameOf(room, a.conn), nameOf(room, b.conn)) || a.conn - b.conn;
}

/** Lobby on top, then hands in order, then everybody with unit and site. */
export function PeoplePanel() {
  const { session } = useCall();
  const room = session.room.value;
  const [removing, setRemoving] = useState<number | null>(null);
  if (!room) return null;
  const lobby = session.can('Admit') ? waiting(room) : [];
  const here = present(room).filter(c => !standsIn(room, c)).sort(order(room, session.lines.value));
  const people = [...room.seats.values()].filter(s => s.conns.length > 0).length;
  const places = here.filter(c => c.state === 'in').length;
  return (
    <>
      {lobby.length > 0 && (
        <section class="people-lobby" data-test="lobby-list">
          <h3>{t('people.lobby', { count: lobby.length })}</h3>
          <ul>
            {lobby.map(c => (
              <li key={c.conn} class="person">
                <span class="person-name"><b>{c.label}</b>{c.unitName && <small class="muted">{c.unitName}</small>}</span>
                <button type="button" class="btn btn-primary" data-test="admit" onClick={() => void session.command('Admit', c.conn)}>{t('people.admit')}</button>
                <button type="button" class="btn" onClick={() => void session.command('RefuseEntry', c.conn)}>{t('people.refuse')}</button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section data-test="hands">
        <h3>{t('people.hands', { count: room.hands.length })}</h3>
        {room.hands.length === 0 ? <p class="muted">{t('people.noHands')}</p> : (
          <ol class="hands">
            {room.hands.map((conn, i) => (
              <li key={conn} class="person" data-person={conn}>
                <span class="hand-number" aria-label={t('people.order', { number: i + 1 })}>{i + 1}</span>
                <span class="person-name"><b>{nameOf(room, conn)}</b><small class="muted">{room.connections.get(conn)?.unitName}</small></span>
                {session.can('GiveFloor') && (
                  <button type="button" class="btn btn-primary" data-test="give-floor" title={i === 0 ? `${t('people.giveFloor')} (F)` : undefined} onClick={() => void session.command('GiveFloor', conn, null)}>{t('people.giveFloor')}</button>
                )}
                {session.can('LowerHand') && conn !== room.you && (
                  <button type="button" class="btn btn-icon" aria-label={t('people.lowerHand')} title={t('people.lowerHand')} onClick={() => void session.command('LowerHand', conn)}><CallIcon name="close" /></button>
                )}
              </li>
            ))}
          </ol>
        )}
      </section>
      <section>
        <h3>{t('people.present', { people, places })}</h3>
        <ul data-test="roster">{here.map(c => <Person key={c.conn} room={room} connection={c} onRemove={() => setRemoving(c.conn)} />)}</ul>
      </section>
      {removing !== null && (
        <Confirm
          title={t('people.remove')}
          action={t('people.remove')}
          onClose={() => setRemoving(null)}
          onConfirm={() => { setRemoving(null); void session.command('Remove', removing); }}
        >
          <p>{t('people.removeSure', { name: nameOf(room, removing) })}</p>
        </Confirm>
      )}
    </>
  );
}

function Person({ room, connection: c, onRemove }: { room: RoomState; connection: Connection; onRemove: () => void }) {
  const { session } = useCall();
  const seats = seatsOf(room, c.conn);
  const site = c.kind === 'site';
  const floor = room.floor?.conn === c.conn;
  const mine = c.conn === room.you;
  const quality = session.lines.value.get(c.conn);
  const line = c.state === 'dropped' ? 'lost' : quality !== undefined && quality <= 1 ? 'weak' : null;
  const name = nameOf(room, c.conn);
  const detail = site ? c.unitName : [...new Set([seats[0]?.position, seats[0]?.unitName ?? c.unitName].filter(Boolean))].join(' – ');
  const give = (seat: number | null) => void session.command('GiveFloor', c.conn, seat);
  const items: MenuItem[] = [];
  if (session.can('GiveFloor') && !floor) {
    items.push({ label: t('people.giveFloor'), onSelect: () => give(null) });
    if (site) for (const s of seats) items.push({ label: `${t('people.giveFloor')}: ${s.name}`, onSelect: () => give(s.seat) });
  }
  if (floor && session.can('TakeFloor')) items.push({ label: t('people.takeFloor'), onSelect: () => void session.command('TakeFloor') });
  if (session.can('Mute') && !mine) items.push({ label: t('people.mute'), onSelect: () => void session.command('Mute', c.conn) });
  if (session.can('LowerHand') && room.hands.includes(c.conn)) items.push({ label: t('people.lowerHand'), onSelect: () => void session.command('LowerHand', c.conn) });
  if (session.can('Remove') && !mine && c.role !== 'chair') items.push({ label: t('people.remove'), danger: true, onSelect: onRemove });
  return (
    <li class={`person${floor ? ' person-floor' : ''}`} data-person={c.conn} data-test="person" data-state={c.state} tabIndex={session.can('GiveFloor') ? 0 : undefined} aria-label={seatLabel(room, c.conn)}>
      <CallIcon name={site ? 'site' : 'person'} />
      <span class="person-name">
        <span><b>{name}</b>{mine && <span class="muted"> ({t('call.you')})</span>} {c.role !== 'delegate' && <span class="role">{t(`role.${c.role}`)}</span>}</span>
        {detail && <small class="muted">{detail}</small>}
        {site && (seats.length > 0
          ? <small>{t('people.sitting')}: {seats.map(s => [s.name, s.position].filter(Boolean).join(', ')).join('; ')}</small>
          : <small class="muted">{t('people.nobodyNamed')}</small>)}
        {line && <small class={`line-${line}`}><CallIcon name={line} size={14} /> {t(`line.${line}`)}</small>}
        {floor && <small class="person-speaks">{t('call.hasFloor')}</small>}
      </span>
      <span class="person-marks">
        <span class={c.sources & micBit ? 'mark mark-on' : 'mark'} title={t(c.sources & micBit ? 'people.micOn' : 'people.micOff')}>
          <CallIcon name={c.sources & micBit ? 'mic' : 'micOff'} size={18} /><span class="unseen">{t(c.sources & micBit ? 'people.micOn' : 'people.micOff')}</span>
        </span>
        {(c.sources & cameraBit) !== 0 && <span class="mark mark-on" title={t('people.camOn')}><CallIcon name="cam" size={18} /><span class="unseen">{t('people.camOn')}</span></span>}
      </span>
      {items.length > 0 && <MenuButton label={t('people.actions', { name })} icon="more" items={items} />}
    </li>
  );
}
