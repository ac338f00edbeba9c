import { signal } from '@preact/signals';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { PeerLink } from '../../media/PeerLink';
import { rememberedMode } from '../../media/devices';
import { SoundOutput } from '../../media/sound';
import { useTitle } from '../../ui/use';
import type { MeetingDetails } from '../../wire/contracts';
import { get } from '../../wire/http';
import { RoomHub } from '../../wire/hub';
import type { RoomMode, RoomSnapshot } from '../../wire/hubContracts';
import { CallView } from './CallView';
import './catalogue';
import { Call, CallContext } from './context';
import { DeviceCheck, type CheckedDevices } from './DeviceCheck';
import { EndedView, LobbyView } from './Waiting';
import { newId, sessionOutboxStore } from './outbox';
import { RoomSession } from './roomSession';
import './room.css';

const narrowQuery = '(max-width: 820px)';

/** One device of an account, however often the page is reloaded. */
function deviceName(): string {
  const stored = localStorage.getItem('device') ?? newId();
  localStorage.setItem('device', stored);
  return stored;
}

function resumeSecret(meetingId: string) {
  const key = `resume:${meetingId}`;
  return {
    read: () => sessionStorage.getItem(key),
    write: (secret: string | null) => (secret ? sessionStorage.setItem(key, secret) : sessionStorage.removeItem(key)),
  };
}

function makeCall(meetingId: string, meeting: Call['meeting'], mode: RoomMode): Call {
  const blocked = signal(false);
  const sound = new SoundOutput(value => { blocked.value = value; });
  const narrow = matchMedia(narrowQuery).matches;
  const session = new RoomSession({
    meetingId, mode, narrow,
    device: deviceName(),
    hub: handlers => new RoomHub(handlers),
    link: events => new PeerLink(events),
    snapshot: () => get<RoomSnapshot>(`/api/meetings/${meetingId}/room`),
    outbox: sessionOutboxStore(meetingId),
    resume: resumeSecret(meetingId),
    presenterOf: itemId => meeting.value?.agenda.find(i => i.id === itemId)?.presenter?.id,
    audio: (slot, stream) => sound.attach(slot, stream),
  });
  return new Call(session, meeting, sound, blocked, narrow);
}

/** Screen 1 (device check), then the lobby or the call, then what remains after it. */
export default function RoomPage({ id = '' }: { id?: string }) {
  const meeting = useMemo(() => signal<MeetingDetails | null>(null), [id]);
  const [call, setCall] = useState<Call | null>(null);
  useTitle(meeting.value?.title ?? t('room.title'));
  useEffect(() => {
    get<MeetingDetails>(`/api/meetings/${id}`).then(details => { meeting.value = details; }, () => undefined);
  }, [id]);
  useEffect(() => {
    if (!call) return;
    const hide = () => call.session.close();
    addEventListener('pagehide', hide);
    return () => {
      removeEventListener('pagehide', hide);
      call.session.close();
      call.sound.close();
    };
  }, [call]);

  const enter = (checked: CheckedDevices) => {
    const next = makeCall(id, meeting, checked.mode);
    if (checked.microphone) next.session.sources.adopt('microphone', checked.microphone);
    if (checked.camera) next.session.sources.adopt('camera', checked.camera);
    Object.assign(window, { __meetings: { stats: () => next.session.stats(), room: () => next.session.room.value } });
    next.session.start();
    setCall(next);
  };

  if (!call) return <DeviceCheck meetingId={id} meeting={meeting.value} proposed={rememberedMode()} onEnter={enter} />;
  return (
    <CallContext.Provider value={call}>
      <Phase call={call} again={() => setCall(null)} />
    </CallContext.Provider>
  );
}

function Phase({ call, again }: { call: Call; again: () => void }) {
  switch (call.session.phase.value) {
    case 'entering': return <main class="room-wait"><p role="status">{t('room.loading')}</p></main>;
    case 'lobby': return <LobbyView onLeave={() => void call.session.leave()} />;
    case 'in': return <CallView />;
    case 'ended': return <EndedView meetingId={call.meeting.value?.id} ended={call.session.ended.value} onAgain={again} />;
  }
}
