import { onSignedOut } from './http';

/** Server-sent events as parsed JSON; the browser reconnects by itself. Returns what ends it. */
export function listen<T>(path: string, onMessage: (message: T) => void): () => void {
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    source = new EventSource(path);
    source.onmessage = (event) => onMessage(JSON.parse(event.data as string) as T);
    source.onerror = () => {
      // Closed for good: an answer that was no stream, such as 401 after the session ended or 502 of a proxy.
      if (source?.readyState !== EventSource.CLOSED) return;
      onSignedOut.current();
      again = setTimeout(open, 30_000);
    };
  };
  open();
  return () => {
    clearTimeout(again);
    source?.close();
  };
}
