import { useEffect, useState } from 'preact/hooks';
import { language, t } from '../../lib/i18n';
import { time } from '../../lib/dates';
import { canChooseSpeaker, openCamera, openMicrophone, remember, rememberMode, type DeviceKind } from '../../media/devices';
import { Button } from '../../ui/Button';
import type { MeetingDetails } from '../../wire/contracts';
import type { RoomMode } from '../../wire/hubContracts';
import { DeviceSelect, Level, Preview, SpeakerTest, Trouble, useDeviceLists, useTrack } from './deviceParts';
import { CallIcon } from './icons';
import { useLineTest } from './useLineTest';
import { rate } from './times';

export interface CheckedDevices { mode: RoomMode; microphone: MediaStreamTrack | null; camera: MediaStreamTrack | null }

const modes: RoomMode[] = ['audio', 'speaker', 'full'];

/** Screen 1: everything before entering, in one screen; nothing here must be done to enter. */
export function DeviceCheck({ meetingId, meeting, proposed, onEnter }: {
  meetingId: string;
  meeting: MeetingDetails | null;
  proposed: RoomMode | null;
  onEnter: (checked: CheckedDevices) => void;
}) {
  const [picked, setPicked] = useState<RoomMode | null>(null);
  const line = useLineTest();
  const microphone = useTrack(() => openMicrophone());
  const camera = useTrack(() => openCamera('full'));
  const lists = useDeviceLists(`${microphone.track?.id}${camera.track?.id}`);
  // In the call the line decides by itself, step by step; only one that carries no picture at all is advised to do without from the start.
  const advised: RoomMode = line.soundOnly ? 'audio' : 'full';
  const mode = picked ?? (line.soundOnly ? advised : proposed ?? advised);

  useEffect(() => { void microphone.open(); }, []);
  const enter = () => {
    // What the line advised today is nobody's choice for tomorrow.
    if (picked) rememberMode(picked);
    onEnter({ mode, microphone: microphone.take(), camera: camera.take() });
  };
  const choose = (kind: DeviceKind, deviceId: string) => {
    remember(kind, deviceId);
    if (kind === 'microphone') void microphone.open();
    if (kind === 'camera' && camera.track) void camera.open();
    lists.refresh();
  };
  return (
    <main class="check" data-test="device-check">
      <header class="check-head">
        <h1>{meeting?.title ?? t('room.title')}</h1>
        <p class="muted">
          {meeting && time(meeting.start, meeting.zone)}
          {meeting?.chair && ` · ${t('room.chairedBy', { name: meeting.chair.name })}`}
        </p>
      </header>
      <section class="check-picture" aria-label={t('check.preview')}>
        <div class="picture">
          {camera.track ? <Preview track={camera.track} /> : (
            <p class="picture-off"><CallIcon name="camOff" size={40} /><span>{t('check.cameraOff')}</span></p>
          )}
        </div>
        <div class="row">
          <Button pressed={!!camera.track} busy={camera.busy} onClick={() => (camera.track ? camera.stop() : void camera.open())}>
            {t(camera.track ? 'check.cameraStop' : 'check.cameraOn')}
          </Button>
          <span class="muted">{t('check.muted')}</span>
        </div>
        <Trouble kind="camera" problem={camera.problem} />
      </section>
      <section class="check-settings stack">
        <div class="stack-tight">
          <DeviceSelect kind="microphone" label={t('check.microphone')} list={lists.microphone} onChange={id => choose('microphone', id)} />
          {microphone.track ? <Level track={microphone.track} /> : (
            <div class="row level"><Button busy={microphone.busy} onClick={() => void microphone.open()}>{t('check.microphoneTry')}</Button></div>
          )}
          <Trouble kind="microphone" problem={microphone.problem} />
        </div>
        {lists.camera.length > 1 && <DeviceSelect kind="camera" label={t('check.camera')} list={lists.camera} onChange={id => choose('camera', id)} />}
        <div class="check-speaker">
          {canChooseSpeaker() && (
            <DeviceSelect kind="speaker" label={t('check.speaker')} list={lists.speaker} onChange={id => choose('speaker', id)} />
          )}
          <SpeakerTest />
        </div>
        <div class="check-line" data-test="line-test" data-udp={line.udp === null ? 'unknown' : String(line.udp)}>
          <p role="status">
            <b>{t('check.line')}: </b>
            {line.running ? t('check.lineTesting') : line.down === null ? t('check.lineNothing') : (
              <span class="number">{rate(line.down, language.value)} · {t(line.thin ? 'line.weak' : 'line.good')}</span>
            )}
          </p>
          {!line.running && <button type="button" class="link" onClick={line.again}>{t('check.lineAgain')}</button>}
          {line.udp === true && <p class="good">{t('check.udpOk')}</p>}
          {line.udp === false && line.tcp === true && <p role="status" data-test="udp-over-tcp">{t('check.overTcp')}</p>}
          {line.udp === false && line.tcp === false && <p class="error" role="alert" data-test="udp-blocked">{t('check.udpBlocked')}</p>}
          {!line.running && line.udp === null && <p class="muted">{t('check.udpUnknown')}</p>}
        </div>
        <fieldset class="check-modes">
          <legend>{t('check.mode')}</legend>
          {modes.map(m => (
            <label key={m} class="check-mode">
              <input type="radio" name="mode" value={m} checked={m === mode} data-test={`mode-${m}`} onChange={() => setPicked(m)} />
              <span>
                <b>{t(`check.mode.${m}`)}</b>{m === advised && !line.running && <em> ({t('check.proposed')})</em>}
                <small class="muted">{t(`check.mode.${m}Hint`)}</small>
              </span>
            </label>
          ))}
        </fieldset>
      </section>
      <footer class="check-foot">
        <button type="button" class="btn btn-primary btn-large" data-test="enter" onClick={enter}>{t('check.enter')}</button>
        <a href={`/meetings/${meetingId}`}>{t('check.papers')}</a>
      </footer>
    </main>
  );
}
