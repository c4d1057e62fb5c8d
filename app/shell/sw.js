// The service worker: the page works without a network after its first visit. The build puts two constants before this
// text: VERSION, a hash over all files, and FILES, their paths.

const CACHE = `faultline-${VERSION}`;
/** A network that does not answer for so long counts as none, in milliseconds. */
const PATIENCE = 4000;

addEventListener('install', (event) => {
  const requests = FILES.map((path) => new Request(path, { cache: 'no-cache' }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

// A new version waits until no page of the old one is open: that one still fetches parts of itself.
addEventListener('activate', (event) => {
  const old = (name) => name.startsWith('faultline-') && name !== CACHE;
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))),
  );
});

addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) return;
  // What is in assets/ has its hash in its name and never changes; the rest may be newer than the cache.
  const first = request.url.includes('/assets/') ? kept : fetched;
  event.respondWith(first(request));
});

/** From the cache, else from the network. */
async function kept(request) {
  return (await match(request)) ?? fetch(request);
}

/** From the network, else from the cache. */
async function fetched(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
  } catch (error) {
    const found = await match(request);
    if (found === undefined) throw error;
    return found;
  }
}

async function match(request) {
  const cache = await caches.open(CACHE);
  const url = request.url.replace(/\/index\.html(?=$|[?#])/, '/');
  return cache.match(url, { ignoreSearch: true });
}
