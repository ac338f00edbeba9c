import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import {
  DeviceRefused, devices, onDevicesChanged, remembered, type DeviceChoice, type DeviceKind, type DeviceProblem,
} from '../../media/devices';
import { playTestTone, watchLevel } from '../../media/sound';
import { Button } from '../../ui/Button';
import { Select } from '../../ui/Field';

export function DeviceSelect({ kind, label, list, onChange }: { kind: DeviceKind; label: string; list: DeviceChoice[]; onChange: (id: string) => void }) {
  const options = list.map((d, i) => ({ value: d.id, label: d.label || (i === 0 ? t('check.system') : `${label} ${i + 1}`) }));
  const known = options.some(o => o.value === '');
  return (
    <Select
      label={label}
      value={remembered(kind)}
      options={known ? options : [{ value: '', label: t('check.system') }, ...options]}
      onChange={onChange}
    />
  );
}

export function Trouble({ kind, problem }: { kind: 'microphone' | 'camera'; problem: DeviceProblem | null }) {
  return problem && <p class="error" role="alert">{t(`check.problem.${problem}`, { device: t(`device.${kind}`) })}</p>;
}

export function Preview({ track }: { track: MediaStreamTrack }) {
  const ref = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (ref.current) ref.current.srcObject = new MediaStream([track]);
  }, [track]);
  return <video ref={ref} class="mirror" autoplay playsInline muted aria-label={t('check.preview')} />;
}

export function Level({ track, onHeard }: { track: MediaStreamTrack; onHeard?: () => void }) {
  const [level, setLevel] = useState(0);
  const [heard, setHeard] = useState(false);
  useEffect(() => watchLevel(track, value => {
    setLevel(value);
    if (value > 0.45) {
      setHeard(true);
      onHeard?.();
    }
  }), [track]);
  return (
    <div class="level">
      <meter min={0} max={1} value={level} aria-label={t('check.level')} />
      <p class="muted">{t(heard ? 'check.levelGood' : 'check.levelHint')}</p>
    </div>
  );
}

/** Plays the tone; tells when it has. */
export function SpeakerTest({ onPlayed }: { onPlayed?: () => void }) {
  const [playing, setPlaying] = useState(false);
  const play = () => {
    setPlaying(true);
    void playTestTone(remembered('speaker')).catch(() => undefined).then(() => {
      setPlaying(false);
      onPlayed?.();
    });
  };
  return <Button busy={playing} onClick={play}>{t(playing ? 'check.speakerPlaying' : 'check.speakerTry')}</Button>;
}

/** A track that is open only while this page needs it; `take` hands it over to the call. */
export function useTrack(openTrack: () => Promise<MediaStreamTrack>) {
  const [track, setTrack] = useState<MediaStreamTrack | null>(null);
  const [problem, setProblem] = useState<DeviceProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const held = useRef<MediaStreamTrack | null>(null);
  const gone = useRef(false);
  const stop = () => {
    held.current?.stop();
    held.current = null;
    setTrack(null);
  };
  useEffect(() => () => {
    gone.current = true;
    held.current?.stop();
  }, []);
  const open = async () => {
    setBusy(true);
    try {
      const next = await openTrack();
      if (gone.current) return next.stop();
      held.current?.stop();
      held.current = next;
      setTrack(next);
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof DeviceRefused ? error.problem : 'failed');
    } finally {
      setBusy(false);
    }
  };
  const take = () => {
    const taken = held.current;
    held.current = null;
    return taken;
  };
  return { track, problem, busy, open, stop, take };
}

export function useDeviceLists(key: string) {
  const [lists, setLists] = useState<Record<DeviceKind, DeviceChoice[]>>({ microphone: [], camera: [], speaker: [] });
  const refresh = () => {
    void Promise.all([devices('microphone'), devices('camera'), devices('speaker')])
      .then(([microphone, camera, speaker]) => setLists({ microphone, camera, speaker }));
  };
  useEffect(() => {
    refresh();
    return onDevicesChanged(refresh);
  }, [key]);
  return { ...lists, refresh };
}
