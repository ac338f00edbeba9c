import { signal } from '@preact/signals';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { rememberedMode } from '../../media/devices';
import { useTitle } from '../../ui/use';
import type { MeetingDetails } from '../../wire/contracts';
import { get } from '../../wire/http';
import './catalogue';
import type { Call } from './context';
import { DeviceCheck, type CheckedDevices } from './DeviceCheck';
import './room.css';

/** Loaded while the devices are checked, so that the check itself comes early on a thin line. */
const live = () => import('./live');

/** Screen 1 (device check), then the lobby or the call, then what remains after it. */
export default function RoomPage({ id = '' }: { id?: string }) {
  const meeting = useMemo(() => signal<MeetingDetails | null>(null), [id]);
  const [call, setCall] = useState<Call | null>(null);
  const [shown, setShown] = useState<Awaited<ReturnType<typeof live>> | null>(null);
  useTitle(meeting.value?.title ?? t('room.title'));
  const isIn = call?.session.phase.value === 'in';
  useEffect(() => {
    // Who waits at the door sees no agenda and no papers yet; whoever saw them need not ask again.
    if (isIn && meeting.value?.agenda.length) return;
    get<MeetingDetails>(`/api/meetings/${id}`).then(details => { meeting.value = details; }, () => undefined);
  }, [id, isIn]);
  useEffect(() => {
    if (!call) return;
    const hide = () => call.session.close();
    // A page taken out of the browser's cache has no call any more: it enters anew, into the same seat.
    const show = (e: PageTransitionEvent) => { if (e.persisted) location.reload(); };
    addEventListener('pagehide', hide);
    addEventListener('pageshow', show);
    return () => {
      removeEventListener('pagehide', hide);
      removeEventListener('pageshow', show);
      call.session.close();
      call.sound.close();
    };
  }, [call]);

  useEffect(() => void live().then(setShown, () => undefined), []);
  const enter = async (checked: CheckedDevices) => {
    const module = await live();
    setShown(module);
    setCall(module.enterMeeting(id, meeting, checked));
  };

  if (!call || !shown) return <DeviceCheck meetingId={id} meeting={meeting.value} proposed={rememberedMode()} onEnter={checked => void enter(checked)} />;
  return <shown.LiveMeeting call={call} onAgain={() => setCall(null)} />;
}
