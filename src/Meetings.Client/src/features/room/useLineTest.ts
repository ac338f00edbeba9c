import { useEffect, useState } from 'preact/hooks';
import { measureRate, soundOnlyLine, testWays, thinLine, type WaysOpen } from '../../media/lineTest';
import { stream } from '../../wire/http';
import { earlyConnection, quietly, takeEarly } from '../../wire/hubConnection';
import { probe } from '../../wire/hubProbe';
import { signedOutKey } from '../accounts';
import { relays } from './relays';

/** The tests wait for the hub no longer than this. Milliseconds. */
const openingTakes = 3000;

/** Three seconds of measuring, started with the page and on request. */
export function useLineTest() {
  const [round, setRound] = useState(0);
  const [result, setResult] = useState<{ down: number | null; running: boolean } & WaysOpen>({ down: null, udp: null, tcp: null, running: true });
  useEffect(() => {
    const over = new AbortController();
    const tell = (change: Partial<typeof result>) => !over.signal.aborted && setResult(old => ({ ...old, ...change }));
    tell({ running: true, udp: null, tcp: null });
    void relays().catch(() => undefined);
    // First the connection that entering needs, then what fills the line; a proxy may swallow it without a word.
    void Promise.race([earlyConnection(), new Promise(late => { setTimeout(late, openingTakes); })]).catch(() => undefined).then(() => {
      if (over.signal.aborted) return;
      void testWays(offer => (over.signal.aborted ? Promise.reject(new Error('over')) : probe(offer))).catch(() => ({ udp: null, tcp: null })).then(tell);
      void measureRate((bytes, signal) => stream(`/api/linktest?bytes=${bytes}`, signal), undefined, over.signal).then(down => tell({ down, running: false }));
    });
    return () => over.abort();
  }, [round]);
  // Who signs out in another tab has ended this page, too: the connection below would still let the next person in by that name.
  useEffect(() => {
    const left = (e: StorageEvent) => { if (e.key === signedOutKey) location.reload(); };
    addEventListener('storage', left);
    return () => removeEventListener('storage', left);
  }, []);
  // Whoever enters has taken it by now.
  useEffect(() => () => void takeEarly()?.then(open => quietly(open.connection), () => undefined), []);
  return { ...result, thin: result.down !== null && result.down < thinLine, soundOnly: result.down !== null && result.down < soundOnlyLine, again: () => setRound(n => n + 1) };
}
