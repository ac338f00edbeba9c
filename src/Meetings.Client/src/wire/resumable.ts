import { asRefused, Refused, refusalOf } from './http';

/** Bytes of one request: small enough that a proxy passes it on, large enough that a thin line is not spent on questions. */
const pieceSize = 512 * 1024;

/** Seconds between attempts while the line is down; the last repeats. */
const pauses = [1, 2, 3, 5, 7];

interface Sending {
  /** Bytes the server has, 0..size; `waiting` while the line is down. */
  progress: (sent: number, waiting: boolean) => void;
  signal: AbortSignal;
  /** Gives up after that many attempts without a byte getting through; about half an hour. */
  attempts?: number;
  pause?: (seconds: number) => Promise<void>;
}

/**
 * Sends a file into an upload the server has opened, from wherever it stands. A line that dies costs nothing but time: what arrived
 * stays, and the next attempt asks how far the server is. The last answer is what the file became.
 */
export async function sendFile<T>(uploadId: string, file: Blob, { progress, signal, attempts = 300, pause = wait }: Sending): Promise<T> {
  const path = `/api/uploads/${uploadId}`;
  let failures = 0;
  let offset: number | null = null;
  for (;;) {
    if (signal.aborted) throw new Refused('upload_stopped');
    try {
      offset ??= await offsetOf(path, signal);
      progress(offset, false);
      const at = offset;
      const { status, body } = await patch(path, file.slice(at, at + pieceSize), at, (sent) => progress(at + sent, false), signal);
      if (status === 200) return body as T;
      offset = Math.min(at + pieceSize, file.size);
      failures = 0;
    } catch (error) {
      const refused = asRefused(error);
      // The line is down, the server restarts, or an earlier request still holds the upload: ask again in a moment.
      if (!['offline', 'timeout', 'upload_busy', 'upload_offset'].includes(refused.code) && refused.status < 500) throw refused;
      if (++failures > attempts) throw refused;
      progress(offset ?? 0, true);
      offset = null;
      await pause(pauses[Math.min(failures, pauses.length) - 1]!);
    }
  }
}

/** Stops an upload for good, so that the server forgets what has come. */
export const giveUp = (uploadId: string) =>
  fetch(`/api/uploads/${uploadId}`, { method: 'DELETE', headers: { 'X-Meetings': '1' } }).then(() => undefined, () => undefined);

const wait = (seconds: number) => new Promise<void>((done) => setTimeout(done, seconds * 1000));

async function offsetOf(path: string, signal: AbortSignal): Promise<number> {
  const response = await fetch(path, { method: 'HEAD', headers: { 'X-Meetings': '1' }, signal }).catch(() => null);
  if (!response) throw new Refused(signal.aborted ? 'upload_stopped' : 'offline');
  const offset = response.headers.get('Upload-Offset');
  if (response.ok && offset !== null) return Number(offset);
  throw new Refused(response.status === 404 ? 'upload_unknown' : `http_${response.status}`, {}, response.status);
}

/** fetch cannot report the progress of a body, so this is an XMLHttpRequest. */
function patch(path: string, piece: Blob, offset: number, progress: (sent: number) => void, signal: AbortSignal): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PATCH', path);
    request.setRequestHeader('X-Meetings', '1');
    request.setRequestHeader('Upload-Offset', String(offset));
    request.setRequestHeader('Content-Type', 'application/offset+octet-stream');
    request.upload.onprogress = (e) => progress(e.loaded);
    request.onerror = () => reject(new Refused('offline'));
    request.onabort = () => reject(new Refused('upload_stopped'));
    request.onload = async () => {
      const body = async () => (request.responseText ? (JSON.parse(request.responseText) as unknown) : undefined);
      if (request.status >= 200 && request.status < 300) resolve({ status: request.status, body: await body() });
      else reject(await refusalOf(request.status, async () => (await body()) ?? {}));
    };
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(piece);
  });
}
