import { useEffect, useRef, useState } from 'preact/hooks';
import { language, t } from '../../lib/i18n';

interface Latest { number: number; at: number }

/**
 * The latest still that has arrived, with its time. One is fetched at a time: on a thin line the next is often there before this one,
 * and breaking off for it would never show any.
 */
export function StillPicture({ path, latest, label }: { path: string; latest: Latest; label: string }) {
  const [shown, setShown] = useState<Latest | null>(null);
  const [turn, setTurn] = useState(0);
  const tried = useRef(0);
  const busy = useRef(false);
  useEffect(() => {
    // One that failed is not asked for again: the next will come.
    if (busy.current || tried.current === latest.number) return;
    busy.current = true;
    tried.current = latest.number;
    const image = new Image();
    const done = (arrived: boolean) => {
      busy.current = false;
      if (arrived) setShown(latest);
      setTurn(n => n + 1);
    };
    image.onload = () => done(true);
    image.onerror = () => done(false);
    image.src = path + latest.number;
  }, [latest.number, turn]);
  if (!shown) return <div class="tile-off" aria-hidden="true" />;
  return (
    <>
      <img class="tile-still" data-test="still" data-number={shown.number} src={path + shown.number} alt={label} />
      <span class="still-at">{t('still.at', { time: new Date(shown.at).toLocaleTimeString(language.value) })}</span>
    </>
  );
}
