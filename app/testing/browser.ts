/** What happy-dom has no picture of: sizes, canvases, workers, files of the site. Set up before each file of component tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server } from '../../engine/worker/server.ts';

type FromWorker = Parameters<ConstructorParameters<typeof Server>[0]>[0];
type ToWorker = Parameters<Server['receive']>[0];

/** The engine in this thread, joined by structured clones as a worker's port joins it. */
class EngineWorker {
  onmessage: ((e: { data: FromWorker }) => void) | null = null;
  onerror: ((e: unknown) => void) | null = null;
  private open = true;
  private readonly server = new Server(
    (message) => {
      const data = structuredClone(message);
      queueMicrotask(() => this.open && this.onmessage?.({ data }));
    },
    () => new Promise((done) => setImmediate(done)),
  );

  postMessage(message: ToWorker): void {
    const data = structuredClone(message);
    setImmediate(() => void this.server.receive(data));
  }

  terminate(): void {
    this.open = false;
  }

  addEventListener(): void {}
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
