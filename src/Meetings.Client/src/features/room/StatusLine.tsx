import { language, t } from '../../lib/i18n';
import { bytes } from '../../lib/text';
import { useCall } from './context';
import { CallIcon } from './icons';
import { present } from './state';
import { elapsed, rate } from './times';

/** One line that always says: what state, since when, who is there, how the line is. */
export function StatusLine() {
  const { session, meeting, tick, dialog } = useCall();
  void tick.value;
  const room = session.room.value;
  if (!room) return null;
  const status = room.status === 'inSession' || room.status === 'paused' || room.status === 'closed' ? room.status : 'open';
  const here = present(room).filter(c => c.state === 'in').length;
  const sample = session.sample.value;
  const line = session.line.value;
  const rung = line === 'lost' ? null : session.ladder.rung.value;
  const tone = rung === null ? line : rung <= 2 ? 'weak' : line;
  const said = rung === null ? t(`line.${line}`) : t(`rung.${rung}`);
  const words = [
    session.ladder.pinned.value === null ? said : t('line.pinned', { rung: said }),
    ...(session.sources.camera.value && session.ladder.cameraHeld.value ? [t('line.cameraHeld')] : []),
  ].join(' · ');
  const saver = session.mode.value === 'audio';
  return (
    <header class="status">
      <span class={`status-word status-${status}`} data-test="status">
        <CallIcon name="live" size={14} /> {t(`live.${status}`)}
        {room.beganAt !== null && status !== 'open' && <span class="number"> {elapsed(session.now() - room.beganAt)}</span>}
      </span>
      <h1 class="status-title" title={meeting.value?.title ?? room.title}>{meeting.value?.title ?? room.title}</h1>
      <span class="status-sites" data-test="sites">{t('live.sites', { count: here })}</span>
      {saver && <span class="status-saver">{t('live.saver')}{sample ? ` · ${t('live.used', { bytes: bytes(sample.totalBytes, language.value) })}` : ''}</span>}
      <button
        type="button" class={`line line-${tone}`} data-test="line" data-line={line} aria-haspopup="dialog" title={t('line.title')}
        onClick={() => { dialog.value = 'line'; }}
      >
        <CallIcon name={tone} size={16} />
        <span data-test="rung" data-rung={rung ?? undefined}>{words}</span>
        {sample?.connected && <span class="number line-rate"> {rate(sample.down, language.value)}</span>}
      </button>
    </header>
  );
}
