import { Refused } from './http';

/** Papers kept on this device live in one cache per account, which the service worker reads when there is no network. */
const prefix = 'papers-';

/** False where the browser has no such store (no HTTPS, private windows of some browsers). */
export const canKeep = (): boolean => typeof caches !== 'undefined' && 'serviceWorker' in navigator;

export const startWorker = (): Promise<unknown> => navigator.serviceWorker.register('/sw.js').catch(() => undefined);

const open = (account: string) => caches.open(prefix + account);

/** Throws away what other accounts kept; with null everything. */
export async function keepOnly(account: string | null): Promise<void> {
  if (!canKeep()) return;
  for (const name of await caches.keys()) if (name.startsWith(prefix) && name !== prefix + account) await caches.delete(name);
}

/** Paths kept for the account. */
export async function keptPaths(account: string): Promise<string[]> {
  return (await (await open(account)).keys()).map((request) => new URL(request.url).pathname);
}

/** Fetches a path at low priority and keeps it; the bytes it weighed. Refused answers are thrown and not kept. */
export async function keep(account: string, path: string): Promise<number> {
  let response: Response;
  try {
    response = await fetch(path, { priority: 'low', headers: { Accept: path.endsWith('.small') ? 'image/avif,image/webp' : '*/*' } } as RequestInit);
  } catch {
    throw new Refused('offline');
  }
  if (!response.ok) throw new Refused('not_found', {}, response.status);
  const body = await response.blob();
  // A copy without the answer's Vary: what is kept is found whatever headers ask for it.
  const headers = new Headers({ 'Content-Type': response.headers.get('Content-Type') ?? '' });
  const policy = response.headers.get('Content-Security-Policy');
  if (policy) headers.set('Content-Security-Policy', policy);
  await (await open(account)).put(path, new Response(body, { headers }));
  return body.size;
}

export async function forget(account: string, paths: Iterable<string>): Promise<void> {
  const cache = await open(account);
  for (const path of paths) await cache.delete(path, { ignoreVary: true });
}

/** A value of ours beside the papers, such as what a meeting's packet weighs. */
export async function keepValue(account: string, path: string, value: unknown): Promise<void> {
  await (await open(account)).put(path, new Response(JSON.stringify(value), { headers: { 'Content-Type': 'application/json' } }));
}

export async function keptValue<T>(account: string, path: string): Promise<T | null> {
  const found = await (await open(account)).match(path, { ignoreVary: true });
  return found ? ((await found.json()) as T) : null;
}

/** Bytes used by this site and allowed to it, as far as the browser tells. */
export async function storage(): Promise<{ used: number; quota: number } | null> {
  const told = await navigator.storage?.estimate?.();
  return told ? { used: told.usage ?? 0, quota: told.quota ?? 0 } : null;
}
