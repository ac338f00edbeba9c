import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { useCall } from './context';
import { spokenWords } from './words';

/** Says floor, hands, chat, the agenda and a rung that has settled to screen readers, and shows the last of them for a few seconds. */
export function Announcer() {
  const { session, meeting } = useCall();
  const [text, setText] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const news = session.news.value;
  const say = (words: string | null) => {
    if (!words) return;
    setText(words);
    // Not undone by the next event: one that says nothing must not leave these words standing.
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setText(''), 6000);
  };
  useEffect(() => {
    const room = session.room.value;
    say(news && room ? spokenWords(news, room, meeting.value) : null);
  }, [news]);
  const rung = session.ladder.settled.value;
  const before = useRef(rung);
  useEffect(() => {
    // The first rung after entering is seen in the status line; only what changes is worth saying.
    if (before.current !== null && rung !== null && rung !== before.current) say(t('line.said', { rung: t(`rung.${rung}`) }));
    before.current = rung;
  }, [rung]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return <div class="announcer" role="status" aria-live="polite" data-test="announcer">{text}</div>;
}
