/** Keeps the built page for use without a network. A browser that refuses just needs its network. */

/** What is fetched for later must not delay the first frame, in milliseconds. */
const AFTER = 2000;

export function keepOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  setTimeout(() => void navigator.serviceWorker.register('./sw.js').catch(() => undefined), AFTER);
}
