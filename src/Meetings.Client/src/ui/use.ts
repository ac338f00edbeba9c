import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../lib/i18n';

/** The document's title while the calling page is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} – ${t('app.name')}` : t('app.name');
  }, [title]);
}

export interface Loaded<T> { value?: T; error?: unknown; reload: () => Promise<void>; set: (value: T) => void }

/** Loads when the key changes; keeps the old value while a reload is under way; drops answers that come too late. */
export function useLoad<T>(load: () => Promise<T>, key: string): Loaded<T> {
  const [state, setState] = useState<{ key: string; value?: T; error?: unknown }>({ key });
  const asked = useRef(0);
  const reload = useCallback(async () => {
    const number = ++asked.current;
    try {
      const value = await load();
      if (number === asked.current) setState({ key, value });
    } catch (error) {
      if (number === asked.current) setState((old) => ({ ...(old.key === key ? old : { key }), error }));
    }
  }, [key]);
  useEffect(() => {
    void reload();
    return () => void asked.current++;
  }, [reload]);
  const set = useCallback((value: T) => setState({ key, value }), [key]);
  return state.key === key ? { ...state, reload, set } : { reload, set };
}

/** The value as it stood when it had been left alone for the given milliseconds. */
export function useSettled<T>(value: T, ms = 300): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
