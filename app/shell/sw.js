// The service worker: the page works without a network after its first visit. The build puts two constants before this
// text: VERSION, a hash over all files, and FILES, their paths. A page gets all of its files from one build: the worker answers
// from its own cache, and a newer worker waits until no page of the old build is open, or until a reader asks for it.

const CACHE = `faultline-${VERSION}`;
/** Caches that stay: its own, and the one before, for pages that were open when it took over. */
const KEPT = 2;

addEventListener('install', (event) => {
  const requests = FILES.map((path) => new Request(path, { cache: 'no-cache' }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

addEventListener('message', (event) => {
  if (event.data === 'take over') skipWaiting();
});

addEventListener('activate', (event) => event.waitUntil(forget()));

/** Deletes the caches of older builds. Names come in the order in which they were made. */
async function forget() {
  const names = (await caches.keys()).filter((name) => name.startsWith('faultline-') && name !== CACHE);
  await Promise.all(names.slice(0, names.length - (KEPT - 1)).map((name) => caches.delete(name)));
}

addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) return;
  event.respondWith(answer(request));
});

/** From the cache of this build, else of the one before, else from the network. */
async function answer(request) {
  try {
    const cache = await caches.open(CACHE);
    const url = request.url.replace(/\/index\.html(?=$|[?#])/, '/');
    const found = await cache.match(url, { ignoreSearch: true });
    // What is in assets/ has its hash in its name: another build's is that build's.
    return found ?? ((url.includes('/assets/') && (await caches.match(url))) || fetch(request));
  } catch {
    // Storage is closed to us.
    return fetch(request);
  }
}
