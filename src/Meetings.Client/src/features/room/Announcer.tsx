import { useEffect, useRef, useState } from 'preact/hooks';
import { useCall } from './context';
import { spokenWords } from './words';

/** Says floor, hands, chat and the agenda to screen readers, and shows the last of them for a few seconds. */
export function Announcer() {
  const { session, meeting } = useCall();
  const [text, setText] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const news = session.news.value;
  useEffect(() => {
    const room = session.room.value;
    const words = news && room ? spokenWords(news, room, meeting.value) : null;
    if (!words) return;
    setText(words);
    // Not undone by the next event: one that says nothing must not leave these words standing.
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setText(''), 6000);
  }, [news]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return <div class="announcer" role="status" aria-live="polite" data-test="announcer">{text}</div>;
}
