/** Keeps the built page for use without a network, and offers a newer build: the one on screen serves, whole, until the page is
 *  loaded again. A browser that refuses just needs its network. Fetched after the first frame. */

/** `offer` is called with what loads the page in its newer build. */
export function keepOffline(offer: (reload: () => void) => void): void {
  try {
    void keep(navigator.serviceWorker, offer).catch(() => undefined);
  } catch {
    // A frame that may have no service worker: there is nothing to keep.
  }
}

/** A worker that does not take over within so many milliseconds is not waited for. */
const PATIENCE = 4000;

async function keep(workers: ServiceWorkerContainer, offer: (reload: () => void) => void): Promise<void> {
  // Another build that takes over here was asked for in a page beside this one.
  workers.addEventListener('controllerchange', () => void offerOther(offer));
  void offerOther(offer);
  const kept = await workers.register('./sw.js');
  const look = (worker: ServiceWorker | null) => {
    if (worker?.state !== 'installed' || !workers.controller) return;
    offer(() => {
      workers.addEventListener('controllerchange', reload);
      setTimeout(reload, PATIENCE);
      worker.postMessage('take over');
    });
  };
  const installing = (worker: ServiceWorker | null) =>
    worker?.addEventListener('statechange', () => look(worker));
  look(kept.waiting);
  installing(kept.installing);
  kept.addEventListener('updatefound', () => installing(kept.installing));
  // A page stays open for days.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    void kept.update().catch(() => undefined);
    void offerOther(offer);
  });
}

const reload = () => location.reload();

/** Offers the build that is served, when its page begins with another script than this one: the site was changed while a reader
 *  without a service worker has it open, or the service worker was. */
async function offerOther(offer: (reload: () => void) => void): Promise<void> {
  const entry = document.querySelector('script[type=module][src]')?.getAttribute('src');
  const page = await fetch('./', { cache: 'no-cache' }).then(
    (answer) => (answer.ok ? answer.text() : ''),
    () => '',
  );
  // What a network puts in its place is no build.
  if (entry && page.includes('id="root"') && !page.includes(entry)) offer(reload);
}
