import { t } from '../../lib/i18n';
import { time } from '../../lib/dates';
import { Button } from '../../ui/Button';
import { refusalText } from '../../wire/http';
import { useCall } from './context';
import { missedWords } from './words';

/** What needs to be known now: no line, no sound, a refusal, and after a return what was missed. */
export function Banners() {
  const { session, sound, soundBlocked, meeting } = useCall();
  const failure = session.failure.value;
  const problem = session.sources.problem.value;
  const media = session.mediaState.value;
  const missed = session.missed.value;
  const room = session.room.value;
  const list = missed && room ? missedWords(missed.events, room, meeting.value) : [];
  return (
    <div class="banners">
      {session.reconnecting.value && (
        <p class="banner banner-bad" role="alert" data-test="reconnecting"><b>{t('reconnecting')}</b> {t('reconnecting.text')}</p>
      )}
      {!session.reconnecting.value && media === 'cut' && <p class="banner banner-warn" role="status" data-test="media-cut">{t('mediaCut')}</p>}
      {media === 'blocked' && <p class="banner banner-warn" role="status" data-test="media-blocked">{t('line.blocked')}</p>}
      {soundBlocked.value && (
        <div class="banner banner-warn" role="alert" data-test="sound-blocked">
          <span>{t('soundBlocked')}</span>
          <Button kind="primary" icon="play" onClick={() => sound.resume()}>{t('soundBlocked.allow')}</Button>
        </div>
      )}
      {failure && (
        <div class="banner banner-bad" role="alert" data-test="failure">
          <span>{refusalText(failure)}</span>
          <Button kind="quiet" icon="close" label={t('action.close')} onClick={() => { session.failure.value = null; }} />
        </div>
      )}
      {problem && (
        <div class="banner banner-warn" role="alert">
          <span>{t(`check.problem.${problem.problem}`, { device: t(`device.${problem.source}`) })}</span>
          <Button kind="quiet" icon="close" label={t('action.close')} onClick={() => { session.sources.problem.value = null; }} />
        </div>
      )}
      {missed && room && list.length > 0 && (
        <section class="banner banner-missed" data-test="missed" aria-live="polite">
          <div>
            <b>{t('missed.title', { seconds: Math.max(1, Math.round((missed.backAt - missed.lostAt) / 1000)) })}</b>
            <ol>{list.map(entry => <li key={entry.number}><span class="number muted">{time(entry.at)}</span> {entry.text}</li>)}</ol>
          </div>
          <Button onClick={() => { session.missed.value = null; }}>{t('missed.close')}</Button>
        </section>
      )}
    </div>
  );
}
