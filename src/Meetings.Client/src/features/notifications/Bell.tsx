import './catalogue';
import './notifications.css';
import { useEffect } from 'preact/hooks';
import { inLine, longDate, time } from '../../lib/dates';
import { t } from '../../lib/i18n';
import { navigate } from '../../lib/router';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Icon } from '../../ui/icons';
import { toast } from '../../ui/toast';
import { markRead, onNotice, ringing, startBell, unread, words } from './model';

/** The bell of the header with its badge. */
export default function Bell() {
  useEffect(() => {
    onNotice.current = (notice) => toast(words(notice));
    return startBell();
  }, []);
  const count = unread.value;
  const label = count ? t('notices.bellUnread', { count }) : t('notices.bell');
  return (
    <>
      <a class="btn btn-quiet btn-icon bell" href="/notifications" aria-label={label} title={label} data-test="bell">
        <Icon name="bell" />
        {count > 0 && <span class="badge number" data-test="badge">{count > 99 ? '99+' : count}</span>}
      </a>
      {ringing.value && <Ring />}
    </>
  );
}

/** An urgent meeting stands before everything and sounds until somebody answers. */
function Ring() {
  const notice = ringing.value!;
  useEffect(sound, [notice.number]);
  const done = () => {
    void markRead(notice).catch(() => undefined);
    ringing.value = null;
  };
  return (
    <Dialog
      title={t('notices.urgent')}
      onClose={done}
      footer={
        <>
          <Button onClick={done}>{t('notices.known')}</Button>
          <Button kind="primary" icon="door" onClick={() => { done(); navigate(notice.link); }}>{t('notices.open')}</Button>
        </>
      }
    >
      {notice.kind === 'urgent' ? (
        <div class="stack-tight" data-test="ring">
          <p class="ring-title">{notice.args.title}</p>
          {notice.args.startAt && <p class="number">{time(notice.args.startAt)}, {inLine(longDate(notice.args.startAt))}</p>}
          {notice.args.reason && <p>{t('notices.reason', { reason: notice.args.reason })}</p>}
        </div>
      ) : <p data-test="ring">{words(notice)}</p>}
    </Dialog>
  );
}

/** Two tones every two seconds for half a minute; a browser that was never touched stays silent, the dialog does not. */
function sound(): () => void {
  const audio = new AudioContext();
  for (let beat = 0; beat < 15; beat++)
    for (const [offset, pitch] of [[0, 880], [0.35, 660]] as const) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const at = audio.currentTime + beat * 2 + offset;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, at);
      volume.gain.exponentialRampToValueAtTime(0.2, at + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.3);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.32);
    }
  return () => void audio.close();
}
