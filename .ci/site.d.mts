import type { Plugin } from 'vite';

export function contentPolicy(): Plugin;
/** `source`: the path of the service worker without its list of files. */
export function serviceWorker(source: string): Plugin;
