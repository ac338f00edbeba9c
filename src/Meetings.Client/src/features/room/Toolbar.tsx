import { t } from '../../lib/i18n';
import { canShareScreen } from '../../media/devices';
import { MenuButton, type MenuItem } from '../../ui/MenuButton';
import { useCall, type PanelName } from './context';
import { Tool } from './icons';
import { waiting } from './state';

/** The bar at the bottom: what everybody does often, each with icon and word. */
export function Toolbar() {
  const call = useCall();
  const { session, panel, dialog } = call;
  const room = session.room.value;
  if (!room) return null;
  const mic = session.sources.microphone.value;
  const cam = session.sources.camera.value;
  const screen = session.sources.screen.value;
  const hand = room.hands.includes(room.you);
  const leads = session.can('GiveFloor');
  const unread = panel.value === 'chat' ? 0 : room.chat.filter(line => line.number > call.chatSeen.value && line.conn !== room.you).length;
  const toggle = (name: PanelName) => { panel.value = panel.value === name ? null : name; };
  const attention = room.hands.length + (leads ? waiting(room).length : 0);
  const more: MenuItem[] = [
    { label: t('tool.mode'), onSelect: () => { dialog.value = 'mode'; } },
    { label: t('line.title'), onSelect: () => { dialog.value = 'line'; } },
    ...(session.can('Board') ? [{ label: t('panel.board'), onSelect: () => toggle('board') }] : []),
    { label: t('tool.devices'), onSelect: () => { dialog.value = 'devices'; } },
    ...(canShareScreen() ? [{ label: t(screen ? 'tool.screenOff' : 'tool.screenOn'), onSelect: () => void session.toggleScreen() }] : []),
    ...(session.can('Note') && matchMedia('(max-width: 820px)').matches ? [{ label: t('panel.notes'), onSelect: () => toggle('notes') }] : []),
    ...(session.can('SitDown') ? [{ label: t('tool.site'), onSelect: () => { dialog.value = 'site'; } }] : []),
    { label: t('tool.help'), onSelect: () => { dialog.value = 'help'; } },
    ...(session.can('Pause') && room.status === 'inSession' ? [{ label: t('tool.pause'), onSelect: () => void session.command('Pause') }] : []),
    ...(session.can('Resume') && room.status === 'paused' ? [{ label: t('tool.resume'), onSelect: () => void session.command('Resume') }] : []),
    ...(session.can('Close') && (room.status === 'inSession' || room.status === 'paused')
      ? [{ label: t('tool.end'), danger: true, onSelect: () => { dialog.value = 'end'; } }] : []),
  ];
  return (
    <nav class="bar" aria-label={t('tool.toolbar')} data-test="toolbar">
      <div class="bar-group">
        <Tool icon={mic ? 'mic' : 'micOff'} text={t('tool.mic')} label={t(mic ? 'tool.micOff' : 'tool.micOn')} pressed={mic} tone={mic ? 'on' : 'off'} test="mic" keys="M" onClick={() => void session.toggleMicrophone()} />
        <Tool icon={cam ? 'cam' : 'camOff'} text={t('tool.cam')} label={t(cam ? 'tool.camOff' : 'tool.camOn')} pressed={cam} {...(cam ? { tone: 'on' as const } : {})} test="cam" keys="V" onClick={() => void session.toggleCamera()} />
        <Tool icon="hand" text={t('tool.hand')} label={t(hand ? 'tool.handDown' : 'tool.handUp')} pressed={hand} {...(hand ? { tone: 'alert' as const } : {})} test="hand" keys="H" onClick={() => void session.command('Hand', !hand)} />
        {canShareScreen() && (
          <span class="bar-wide"><Tool icon="screen" text={t('tool.screen')} label={t(screen ? 'tool.screenOff' : 'tool.screenOn')} pressed={screen} {...(screen ? { tone: 'on' as const } : {})} test="screen" onClick={() => void session.toggleScreen()} /></span>
        )}
        <span class="bar-wide">
          <Tool icon="saver" text={t('tool.saver')} pressed={session.mode.value === 'audio'} label={t('live.saver')} test="saver" onClick={() => void session.setMode(session.mode.value === 'audio' ? 'full' : 'audio')} />
        </span>
      </div>
      <div class="bar-group bar-run">
        {leads && room.status === 'open' && (
          <button type="button" class="btn btn-primary" data-test="begin" onClick={() => void session.command('Begin')}>{t('tool.begin')}</button>
        )}
        {leads && room.floor && (
          <button type="button" class="btn bar-floor" data-test="take-floor" aria-keyshortcuts="Shift+F" title={`${t('people.takeFloor')} (Shift+F)`} onClick={() => void session.command('TakeFloor')}>{t('people.takeFloor')}</button>
        )}
        {!leads && session.can('TakeFloor') && (
          <button type="button" class="btn bar-floor" data-test="return-floor" onClick={() => void session.command('TakeFloor')}>{t('people.returnFloor')}</button>
        )}
      </div>
      <div class="bar-group bar-panels">
        <Tool icon="people" text={t('panel.people')} expanded={panel.value === 'people'} badge={attention} test="panel-people" keys="1" onClick={() => toggle('people')} />
        <Tool icon="agenda" text={t('panel.agenda')} expanded={panel.value === 'agenda'} test="panel-agenda" keys="2" onClick={() => toggle('agenda')} />
        <Tool icon="chat" text={t('panel.chat')} expanded={panel.value === 'chat'} badge={unread} test="panel-chat" keys="3" onClick={() => toggle('chat')} />
        {session.can('Note') && <Tool icon="notes" narrowless text={t('panel.notes')} expanded={panel.value === 'notes'} test="panel-notes" keys="4" onClick={() => toggle('notes')} />}
      </div>
      <div class="bar-group bar-end">
        <div class="bar-more" data-test="more"><MenuButton label={t('tool.more')} icon="more" items={more} /></div>
        <Tool icon="leave" text={t('tool.leave')} label={t('tool.leaveLong')} tone="danger" test="leave" onClick={() => { dialog.value = 'leave'; }} />
      </div>
    </nav>
  );
}
