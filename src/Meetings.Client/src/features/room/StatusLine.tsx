import { language, t } from '../../lib/i18n';
import { bytes } from '../../lib/text';
import { useCall } from './context';
import { CallIcon } from './icons';
import { present } from './state';
import { elapsed, rate } from './times';

/** One line that always says: what state, since when, who is there, how the line is. */
export function StatusLine() {
  const { session, meeting, tick } = useCall();
  void tick.value;
  const room = session.room.value;
  if (!room) return null;
  const status = room.status === 'inSession' || room.status === 'paused' || room.status === 'closed' ? room.status : 'open';
  const here = present(room).filter(c => c.state === 'in').length;
  const sample = session.sample.value;
  const line = session.line.value;
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
      <details class="line" data-test="line" data-line={line}>
        <summary class={`line-${line}`}>
          <CallIcon name={line} size={16} />
          <span>{t(`line.${line}`)}</span>
          {sample?.connected && <span class="number line-rate"> {rate(sample.down, language.value)}</span>}
        </summary>
        <dl class="line-numbers">
          <dt>{t('line.rtt')}</dt><dd class="number">{sample?.rtt === undefined ? '–' : `${Math.round(sample.rtt)} ms`}</dd>
          <dt>{t('line.loss')}</dt><dd class="number">{sample ? `${(sample.loss * 100).toLocaleString(language.value, { maximumFractionDigits: 1 })} %` : '–'}</dd>
          <dt>{t('line.down')}</dt><dd class="number">{sample ? rate(sample.down, language.value) : '–'}</dd>
          <dt>{t('line.up')}</dt><dd class="number">{sample ? rate(sample.up, language.value) : '–'}</dd>
        </dl>
      </details>
    </header>
  );
}
