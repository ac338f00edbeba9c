import { t, tMaybe, type Args } from '../lib/i18n';

/** What the server refused, or what kept us from asking it. Every code has a text under `refusal.<code>`. */
export class Refused extends Error {
  constructor(readonly code: string, readonly args: Args = {}, readonly status = 0) {
    super(code);
  }
}

/** Hub methods carry refusals as plain values of this shape. */
export interface RefusalValue { code: string; args?: Args }

export const refusalText = (refusal: RefusalValue): string =>
  tMaybe(`refusal.${refusal.code}`, inWords(refusal.args)) ?? t('refusal.unknown', { code: refusal.code });

/** A meeting's status among the arguments is a word of the protocol; people get the word of their language. */
const inWords = (args: Args | undefined): Args | undefined =>
  args && Object.fromEntries(Object.entries(args).map(([name, value]) => [name, tMaybe(`status.${value}`) ?? value]));

/** Any thrown thing as a refusal; what is not one is a bug of ours and goes on to the console. */
export function asRefused(error: unknown): Refused {
  if (error instanceof Refused) return error;
  console.error(error);
  return new Refused('bug');
}

/** Called when the server no longer knows us, so that the sign-in page can cover the page without losing what was typed. */
export const onSignedOut: { current: () => void } = { current: () => undefined };

const timeoutMs = 60_000;

/** Questions somebody waits for right now: what may wait, waits while there are any. */
export let asking = 0;

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method, signal: AbortSignal.timeout(timeoutMs) };
  // A plain GET without own headers can use the preload of the page's head.
  const isFile = body instanceof Blob;
  if (method !== 'GET') init.headers = { 'X-Meetings': '1', ...(body === undefined ? {} : { 'Content-Type': isFile ? body.type || 'application/octet-stream' : 'application/json' }) };
  if (body !== undefined) init.body = isFile ? body : JSON.stringify(body);
  let response: Response;
  asking++;
  try {
    response = await fetch(path, init);
    if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  } catch (error) {
    throw new Refused((error as Error).name === 'TimeoutError' ? 'timeout' : 'offline');
  } finally {
    asking--;
  }
  throw await refusalOf(response.status, () => response.json());
}

export async function refusalOf(status: number, problem: () => Promise<unknown>): Promise<Refused> {
  const { code, args } = (await problem().catch(() => ({}))) as { code?: string; args?: Args };
  const refused = new Refused(code ?? `http_${status}`, args, status);
  if (status === 401 && refused.code !== 'sign_in_failed') onSignedOut.current();
  return refused;
}

export const get = <T>(path: string) => call<T>('GET', path);
export const post = <T = void>(path: string, body?: unknown) => call<T>('POST', path, body);
export const put = <T = void>(path: string, body: unknown) => call<T>('PUT', path, body);
/** Sends a file as the body. */
export const putFile = <T = void>(path: string, file: Blob) => call<T>('PUT', path, file);
export const remove = (path: string) => call<void>('DELETE', path);

/** `?a=1&b=x` of the members that have a value. */
export function search(params: Record<string, string | number | undefined | null>): string {
  const given = Object.entries(params).filter((p): p is [string, string | number] => p[1] !== undefined && p[1] !== null && p[1] !== '');
  return given.length ? `?${new URLSearchParams(given.map(([k, v]) => [k, String(v)]))}` : '';
}

/** Sends a file as the request body and reports progress 0..1; fetch cannot report it, so this is the one XMLHttpRequest. */
export function upload<T>(path: string, file: Blob, progress: (share: number) => void, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('X-Meetings', '1');
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.upload.onprogress = (e) => e.lengthComputable && progress(e.loaded / e.total);
    request.onerror = () => reject(new Refused('offline'));
    request.onabort = () => reject(new Refused('upload_stopped'));
    request.onload = async () => {
      const parsed = async () => JSON.parse(request.responseText) as unknown;
      if (request.status >= 200 && request.status < 300) resolve((await parsed()) as T);
      else reject(await refusalOf(request.status, parsed));
    };
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

/** Text of an immutable resource (a document page's words). */
export async function text(path: string): Promise<string> {
  const response = await fetch(path).catch(() => null);
  if (!response) throw new Refused('offline');
  if (!response.ok) throw await refusalOf(response.status, () => response.json());
  return response.text();
}

/** Sends bytes that nobody keeps, to measure the way out. */
export const sendBytes = async (path: string, bytes: Blob, signal: AbortSignal): Promise<boolean> =>
  (await fetch(path, { method: 'POST', body: bytes, signal, headers: { 'X-Meetings': '1', 'Content-Type': 'application/octet-stream' } })).ok;

/** Bytes as they arrive, never from the cache: for measuring the line. Null when the server does not give them. */
export async function stream(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array> | null> {
  const response = await fetch(path, { signal, cache: 'no-store' });
  return response.ok ? response.body : null;
}

/** Brings an immutable resource into the browser's cache with low priority; failures are of no interest. */
export function warm(path: string): Promise<void> {
  return fetch(path, { priority: 'low' } as RequestInit).then((r) => void r.blob(), () => undefined);
}
