// The service worker: the application starts, and the papers kept on this device open, with no network at all.
// The build writes the two constants below; everything else is as it stands here.
const build = '__BUILD__';
const files = ['__FILES__'];

const shell = `shell-${build}`;
const part = /^\/api\/documents\/[0-9a-f]{32}\/p\//;
const told = /^\/api\/(session$|meetings\/[0-9a-f]{32}$|documents\/[0-9a-f]{32}$)/;

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(shell);
    // One after the other: on a thin line a hundred at once would leave the reader nothing. What came before a cut, or with the build
    // before, is not fetched again.
    for (const file of files) {
      const known = file.startsWith('/assets/') && (await caches.match(file, { ignoreVary: true }));
      if (known) await cache.put(file, known);
      else await add(cache, file);
    }
    await self.skipWaiting();
  })());
});

/** One file that does not come would end the whole install, until the application is opened anew. */
async function add(cache, file) {
  for (let tries = 1; ; tries++) {
    try {
      return await cache.add(new Request(file, { cache: 'no-cache', priority: 'low' }));
    } catch (failure) {
      if (tries === 4) throw failure;
      await new Promise((again) => setTimeout(again, tries * 2000));
    }
  }
}

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    // The build before stays for pages that still run it; older ones go.
    const old = (await caches.keys()).filter((name) => name.startsWith('shell-') && name !== shell);
    await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate' && !/^\/(api|hub|health)(\/|$)/.test(url.pathname)) event.respondWith(ours('/', request));
  else if (url.pathname.startsWith('/assets/') || (url.pathname !== '/' && files.includes(url.pathname))) event.respondWith(ours(url.pathname, request));
  else if (part.test(url.pathname)) event.respondWith(keptOr(request, url.pathname));
  else if (told.test(url.pathname) && !url.search) event.respondWith(toldOrKept(request, url.pathname));
});

/** A file of the application: never asked for twice, because its name says what is in it. */
async function ours(path, request) {
  return (await caches.match(path, { ignoreVary: true })) ?? fetch(request);
}

/** A part of a page never changes: what is here need not travel. */
async function keptOr(request, path) {
  return (await kept(path)) ?? fetch(request);
}

/** What can change is asked for; where nobody answers, what is kept must do. What is no longer ours to read is thrown away at once. */
async function toldOrKept(request, path) {
  let answer;
  try {
    answer = await fetch(request);
  } catch (failure) {
    const copy = await kept(path);
    if (copy) return copy;
    throw failure;
  }
  if (path === '/api/session' && answer.ok) await onlyFor((await answer.clone().json()).user?.accountId);
  for (const name of await paperCaches()) {
    const cache = await caches.open(name);
    if (!(await cache.match(path, { ignoreVary: true }))) continue;
    if (answer.ok) await cache.put(path, answer.clone());
    else if ([401, 403, 404].includes(answer.status)) await forget(cache, path);
  }
  return answer;
}

const paperCaches = async () => (await caches.keys()).filter((name) => name.startsWith('papers-'));

async function kept(path) {
  for (const name of await paperCaches()) {
    const found = await (await caches.open(name)).match(path, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

/** The papers of whoever else was signed in on this device go. */
async function onlyFor(accountId) {
  for (const name of await paperCaches()) if (name !== `papers-${accountId}`) await caches.delete(name);
}

async function forget(cache, path) {
  for (const { url } of await cache.keys()) {
    const known = new URL(url).pathname;
    if (known === path || known.startsWith(`${path}/`)) await cache.delete(known, { ignoreVary: true });
  }
}
