import { useEffect, useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { leaveGuard } from '../../lib/router';
import { canChooseSpeaker, devices, remember, remembered, rememberMode, type DeviceChoice, type DeviceKind } from '../../media/devices';
import { Button } from '../../ui/Button';
import { Confirm, Dialog } from '../../ui/Dialog';
import { Select } from '../../ui/Field';
import type { RoomMode } from '../../wire/hubContracts';
import { useCall } from './context';
import { SiteDialog } from './SiteDialog';

export function Dialogs() {
  const call = useCall();
  const { session, dialog } = call;
  const close = () => { dialog.value = null; };
  switch (dialog.value) {
    case 'help': return <HelpDialog onClose={close} />;
    case 'site': return <SiteDialog onClose={close} />;
    case 'devices': return <DevicesDialog onClose={close} />;
    case 'mode': return <ModeDialog onClose={close} />;
    case 'leave': return (
      <Confirm title={t('leave.title')} action={t('tool.leaveLong')} onClose={close} onConfirm={() => { close(); leaveGuard.current = null; void session.leave(); }}>
        <p>{t('leave.text')}</p>
        {session.unsent.value.length > 0 && <p>{t('leave.unsent', { count: session.unsent.value.length })}</p>}
      </Confirm>
    );
    case 'end': return (
      <Confirm title={t('end.title')} action={t('tool.end')} onClose={close} onConfirm={() => { close(); session.notebook.flush(); void session.command('Close'); }}>
        <p>{t('end.text')}</p>
      </Confirm>
    );
    case 'line':
    case null: return null;
  }
}

function HelpDialog({ onClose }: { onClose: () => void }) {
  const { session } = useCall();
  const leads = session.can('GiveFloor');
  const keys: [string, string][] = [
    ['M', t('shortcuts.mic')], ['V', t('shortcuts.cam')], ['H', t('shortcuts.hand')],
    ...(leads ? [['F', t('shortcuts.floor')], ['Shift + F', t('shortcuts.takeFloor')]] as [string, string][] : []),
    ['Page Up / Page Down', t('shortcuts.pages')], ['T', t('shortcuts.follow')],
    ['1 2 3 4', t('shortcuts.panels')], ['C', t('shortcuts.chat')], ['?', t('shortcuts.this')],
  ];
  return (
    <Dialog title={t('shortcuts.title')} onClose={onClose}>
      <dl class="keys" data-test="help">{keys.map(([key, what]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}</dl>
    </Dialog>
  );
}

function ModeDialog({ onClose }: { onClose: () => void }) {
  const { session } = useCall();
  const modes: RoomMode[] = ['audio', 'speaker', 'full'];
  return (
    <Dialog title={t('tool.mode')} onClose={onClose}>
      <fieldset class="check-modes">
        <legend class="unseen">{t('check.mode')}</legend>
        {modes.map(m => (
          <label key={m} class="check-mode">
            <input type="radio" name="call-mode" checked={session.mode.value === m} data-test={`call-mode-${m}`} onChange={() => { rememberMode(m); void session.setMode(m); }} />
            <span><b>{t(`check.mode.${m}`)}</b><small class="muted">{t(`check.mode.${m}Hint`)}</small></span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}

function DevicesDialog({ onClose }: { onClose: () => void }) {
  const { session, sound } = useCall();
  const kinds: DeviceKind[] = canChooseSpeaker() ? ['microphone', 'camera', 'speaker'] : ['microphone', 'camera'];
  const [lists, setLists] = useState<Partial<Record<DeviceKind, DeviceChoice[]>>>({});
  const [, redraw] = useState(0);
  useEffect(() => {
    void Promise.all(kinds.map(async kind => [kind, await devices(kind)] as const)).then(all => setLists(Object.fromEntries(all)));
  }, []);
  const choose = (kind: DeviceKind, id: string) => {
    remember(kind, id);
    if (kind === 'speaker') sound.setSpeaker(id);
    else void session.sources.reopen(kind, session.mode.value);
    redraw(n => n + 1);
  };
  return (
    <Dialog title={t('tool.devices')} onClose={onClose} footer={<Button onClick={onClose}>{t('action.close')}</Button>}>
      <div class="stack">
        {kinds.map(kind => {
          const list = lists[kind] ?? [];
          const options = list.map((d, i) => ({ value: d.id, label: d.label || `${t(`check.${kind}`)} ${i + 1}` }));
          if (!options.some(o => o.value === '')) options.unshift({ value: '', label: t('check.system') });
          return <Select key={kind} label={t(`check.${kind}`)} value={remembered(kind)} options={options} onChange={id => choose(kind, id)} />;
        })}
      </div>
    </Dialog>
  );
}
