import { useEffect } from 'preact/hooks';
import { leaveGuard } from '../../lib/router';
import { Announcer } from './Announcer';
import { Banners } from './Banners';
import { useCall } from './context';
import { later } from '../../ui/later';
import { useKeys } from './keys';
import { Panel, warmPanels } from './Panel';
import { Stage } from './Stage';
import { StatusLine } from './StatusLine';
import { Toolbar } from './Toolbar';

const LineDialog = later(() => import('./LineDialog').then(m => m.LineDialog));
const Dialogs = later(() => import('./Dialogs').then(m => m.Dialogs));

/** Screens 2 and 3: the live meeting. */
export function CallView() {
  const call = useCall();
  useKeys(call);
  useEffect(() => {
    const timer = setInterval(() => { call.tick.value++; }, 1000);
    // Going elsewhere inside the application asks first: the call would end for this device.
    const guard = () => {
      call.dialog.value = 'leave';
      return false;
    };
    leaveGuard.current = guard;
    return () => {
      clearInterval(timer);
      if (leaveGuard.current === guard) leaveGuard.current = null;
    };
  }, [call]);
  useEffect(keepScreenOn, []);
  const flows = call.session.mediaState.value === 'connected';
  useEffect(() => { if (flows) warmPanels(); }, [flows]);
  const stills = Object.values(call.session.stillsWanted.value).some(seconds => seconds > 0);
  useEffect(() => {
    if (!stills) return;
    const sending = import('./stillSender').then(m => m.sendStills(call.session), () => undefined);
    return () => void sending.then(end => end?.());
  }, [stills]);
  return (
    <div class={`call call-${call.session.mode.value}`} data-test="call" data-media={call.session.mediaState.value} data-hub={call.session.hubState.value}>
      <StatusLine />
      <Banners />
      <div class="call-body">
        <Stage />
        {call.panel.value && <Panel name={call.panel.value} />}
      </div>
      <Toolbar />
      {call.dialog.value === 'line' ? <LineDialog onClose={() => { call.dialog.value = null; }} /> : call.dialog.value && <Dialogs />}
      <Announcer />
    </div>
  );
}

/** A phone that turns its screen off ends the sound; where the browser allows, it stays on for the call. */
function keepScreenOn(): () => void {
  let lock: WakeLockSentinel | undefined;
  let over = false;
  const ask = () => {
    if (document.visibilityState !== 'visible') return;
    navigator.wakeLock?.request('screen').then(got => {
      if (over) void got.release();
      else lock = got;
    }, () => undefined);
  };
  ask();
  document.addEventListener('visibilitychange', ask);
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', ask);
    void lock?.release();
  };
}
