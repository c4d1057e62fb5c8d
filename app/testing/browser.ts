/** What happy-dom has no picture of: sizes, canvases, workers, files of the site. Set up before each file of component tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { portTo } from '../../engine/worker/inprocess.ts';
import type { Rhythm } from '../../engine/worker/making.ts';
import type { Requests } from '../../engine/worker/protocol.ts';
import { createServer } from '../../engine/worker/server.ts';
import { opened } from './opened.ts';

/** The page is closed and has nothing left to do before its document goes. */
afterAll(async () => {
  if (!opened.close) return;
  opened.close();
  opened.close = null;
  const turn = () => new Promise((done) => setImmediate(done));
  // React has a last task after the page has said that it is idle.
  do await turn();
  while (document.documentElement.dataset.idle !== 'true');
  await turn();
});

/** How workers made from now on differ from one that shows no run before it is whole. */
export const rhythm: Partial<Rhythm> = {};

/** Stands in for the worker's constructor: the engine in this thread. */
function EngineWorker(): object {
  const pause = () => new Promise<void>((done) => setImmediate(done));
  return Object.assign(
    portTo<Requests>((post) =>
      createServer(post, { pause, now: () => performance.now(), lookAfter: Infinity, ...rhythm }),
    ),
    { addEventListener() {} },
  );
}

/** Calls of all canvases since a test last emptied it: a picture in words. */
export const drawLog: string[] = [];

function recordingContext(canvas: HTMLCanvasElement): unknown {
  const made: Record<string, unknown> = {};
  return new Proxy(made, {
    get(target, name: string) {
      if (name === 'canvas') return canvas;
      if (name === 'measureText') return (text: string) => ({ width: text.length * 6 });
      if (name === 'createImageData' || name === 'getImageData')
        return (...size: number[]) => {
          const [width = 1, height = 1] = size.slice(-2);
          return { width, height, data: new Uint8ClampedArray(width * height * 4) };
        };
      return (
        target[name] ??
        ((...args: unknown[]) => {
          drawLog.push(`${name}(${args.map((a) => (typeof a === 'object' ? '…' : String(a))).join(', ')})`);
          return null;
        })
      );
    },
    set(target, name: string, value) {
      target[name] = value;
      return true;
    },
  });
}

const SIZE = { width: 800, height: 400 };
const rect = { ...SIZE, x: 0, y: 0, left: 0, top: 0, right: SIZE.width, bottom: SIZE.height };

class Sizes {
  constructor(private readonly tell: (entries: { contentRect: typeof rect }[]) => void) {}
  observe(): void {
    queueMicrotask(() => this.tell([{ contentRect: rect }]));
  }
  unobserve(): void {}
  disconnect(): void {}
}

const define = (target: object, properties: Record<string, unknown>) => {
  for (const [name, value] of Object.entries(properties))
    Object.defineProperty(target, name, { value, writable: true, configurable: true });
};

define(globalThis, {
  Worker: EngineWorker,
  ResizeObserver: Sizes,
  fetch: async (path: string) =>
    new Response(readFileSync(join(import.meta.dirname, '../../public', path.replace(/^\.?\//, '')))),
  // Who asked for less motion sees a paused run, and contexts that do not move.
  matchMedia: (query: string) => ({
    matches: /reduced-motion/.test(query),
    addEventListener() {},
    removeEventListener() {},
  }),
});
for (const [name, value] of Object.entries({ clientWidth: SIZE.width, clientHeight: SIZE.height }))
  Object.defineProperty(HTMLElement.prototype, name, { get: () => value, configurable: true });
define(HTMLElement.prototype, {
  getBoundingClientRect: () => rect,
  scrollIntoView() {},
  setPointerCapture() {},
  showPopover() {},
  hidePopover() {},
});
define(HTMLCanvasElement.prototype, {
  getContext(this: HTMLCanvasElement, kind: string) {
    return kind === '2d' ? recordingContext(this) : null;
  },
});
