import { signal } from '@preact/signals';
import { t } from '../../lib/i18n';
import { PeerLink } from '../../media/PeerLink';
import { SoundOutput } from '../../media/sound';
import { get } from '../../wire/http';
import { RoomHub } from '../../wire/hub';
import type { RoomSnapshot } from '../../wire/hubContracts';
import { CallView } from './CallView';
import { Call, CallContext } from './context';
import type { CheckedDevices } from './DeviceCheck';
import { EndedView, LobbyView } from './Waiting';
import { newId, sessionOutboxStore } from './outbox';
import { relays } from './relays';
import { RoomSession } from './roomSession';

const narrowQuery = '(max-width: 820px)';

/** One device of an account, however often the page is reloaded. */
function deviceName(): string {
  const stored = localStorage.getItem('device') ?? newId();
  localStorage.setItem('device', stored);
  return stored;
}

/** A word kept over a reload of this page. */
function kept(name: 'resume' | 'pin', meetingId: string) {
  const key = `${name}:${meetingId}`;
  return {
    read: () => sessionStorage.getItem(key),
    write: (word: string | null) => (word ? sessionStorage.setItem(key, word) : sessionStorage.removeItem(key)),
  };
}

/** Makes the meeting of this page and goes in. */
export function enterMeeting(meetingId: string, meeting: Call['meeting'], checked: CheckedDevices): Call {
  const { mode } = checked;
  const blocked = signal(false);
  const sound = new SoundOutput(value => { blocked.value = value; });
  const narrow = matchMedia(narrowQuery).matches;
  const session = new RoomSession({
    meetingId, mode, narrow,
    device: deviceName(),
    hub: handlers => new RoomHub(handlers),
    link: events => new PeerLink(events),
    snapshot: conn => get<RoomSnapshot>(`/api/meetings/${meetingId}/room${conn ? `?conn=${conn}` : ''}`),
    iceServers: relays,
    outbox: sessionOutboxStore(meetingId),
    resume: kept('resume', meetingId),
    pin: kept('pin', meetingId),
    presenterOf: itemId => meeting.value?.agenda.find(i => i.id === itemId)?.presenter?.id,
    audio: (slot, stream) => sound.attach(slot, stream),
  });
  if (checked.microphone) session.sources.adopt('microphone', checked.microphone);
  if (checked.camera) session.sources.adopt('camera', checked.camera);
  // Read by the end-to-end tests: what flows, and what the page believes.
  Object.assign(window, { __meetings: { stats: () => session.stats(), room: () => session.room.value } });
  session.start();
  return new Call(session, meeting, sound, blocked, narrow);
}

/** The lobby, the call, or what remains after it. */
export function LiveMeeting({ call, onAgain }: { call: Call; onAgain: () => void }) {
  return <CallContext.Provider value={call}><Phase call={call} again={onAgain} /></CallContext.Provider>;
}

function Phase({ call, again }: { call: Call; again: () => void }) {
  switch (call.session.phase.value) {
    case 'entering': return <main class="room-wait"><p role="status">{t('room.loading')}</p></main>;
    case 'lobby': return <LobbyView onLeave={() => void call.session.leave()} />;
    case 'in': return <CallView />;
    case 'ended': return <EndedView meetingId={call.meeting.value?.id} ended={call.session.ended.value} onAgain={again} />;
  }
}
