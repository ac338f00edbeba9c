import './catalogue';
import { language, t } from '../../lib/i18n';
import { bytes } from '../../lib/text';
import type { Id, MeetingPacket } from '../../wire/contracts';
import { get } from '../../wire/http';
import { canKeep } from '../../wire/keeping';
import { Button } from '../../ui/Button';
import { useLoad } from '../../ui/use';
import { fetchNow, fetching, keptMeetings, settings } from './keeper';

export const duration = (seconds: number) =>
  seconds < 90 ? t('document.seconds', { count: Math.max(1, Math.round(seconds)) }) : t('document.minutes', { count: Math.round(seconds / 60) });

/** What a meeting's papers weigh, how much of them is on this device, and the button that brings the rest. */
export function PacketCard({ meetingId }: { meetingId: Id }) {
  const packet = useLoad(() => get<MeetingPacket>(`/api/meetings/${meetingId}/packet`), meetingId);
  const p = packet.value;
  if (!p || p.papers.length === 0) return null;
  const kept = keptMeetings.value.find((m) => m.id === meetingId);
  const stored = Math.min(kept?.stored ?? 0, p.bytes);
  const size = bytes(p.bytes, language.value);
  const percent = Math.floor((100 * stored) / Math.max(1, p.bytes));
  const { rate, mode } = settings.value;
  return (
    <section class="card stack-tight packet" data-test="packet">
      <h2>{t('packet.title')}</h2>
      {stored >= p.bytes
        ? <p data-test="packet-complete">{t('packet.complete', { size })}</p>
        : <p>{t('packet.weight', { size, time: duration(p.bytes / 1000 / rate), rate })}</p>}
      {!p.isWhole && <p class="muted">{t('packet.growing')}</p>}
      {fetching.value === meetingId ? (
        <label>{t('packet.fetching', { percent })}<progress max={100} value={percent} /></label>
      ) : stored < p.bytes && stored > 0 && <p class="muted">{t('packet.stored', { stored: bytes(stored, language.value), size })}</p>}
      {!canKeep() ? <p class="muted">{t('packet.unsupported')}</p> : stored < p.bytes && (
        <>
          {mode === 'night' && <p class="muted">{t('packet.nightly')}</p>}
          <div><Button icon="download" busy={fetching.value === meetingId} onClick={() => void fetchNow(meetingId)}>{t('packet.fetch')}</Button></div>
        </>
      )}
    </section>
  );
}
