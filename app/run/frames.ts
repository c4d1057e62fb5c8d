/** The frame on screen: asked of the worker for the newest choice, one question in flight, the latest wins. */
import type { Ask, Frame, RunInfo, Viewport } from '../../engine/index.ts';
import type { Chosen } from '../state/fields.ts';
import { createCell, type Watched } from '../ui/cell.ts';
import type { Engine } from './engine.ts';

export interface Frames extends Watched<Frame | null> {
  /** The run whose frames are shown; with none, the last frame stays. */
  setRun(info: RunInfo | null): void;
  setViewport(host: 0 | 1, view: Viewport): void;
  /** Pages of a field that frames tell one by one (`Frame.near`); a new list for every change. */
  setNear(host: 0 | 1, pages: readonly number[]): void;
}

/** What of a run is looked at. */
export interface Look {
  getState(): Pick<Chosen, 'step' | 'lens' | 'page' | 'hover'>;
  subscribe(fn: () => void): () => void;
}

export function createFrames(engine: Engine, look: Look): Frames {
  const shown = createCell<Frame | null>(null);
  const views: [Viewport | null, Viewport | null] = [null, null];
  const near: [readonly number[], readonly number[]] = [[], []];
  let info: RunInfo | null = null;
  let asked: Ask<'frame'> | null = null;
  let busy = false;

  function wanted(): Ask<'frame'> | null {
    const [src, dst] = views;
    if (!info || !src || !dst) return null;
    const s = look.getState();
    const inspect = s.hover ?? s.page;
    return {
      run: info.run,
      step: Math.min(s.step, info.steps),
      lens: s.lens,
      src,
      dst,
      near: [near[0], near[1]],
      inspect: inspect !== null && inspect < info.pages ? inspect : null,
    };
  }

  async function pump(): Promise<void> {
    if (busy) return;
    busy = true;
    for (let want = wanted(); want && !sameAsk(want, asked); want = wanted()) {
      asked = want;
      const run = info;
      const frame = await engine.ask('frame', want);
      // A run that was replaced meanwhile answers "not found", or for a screen that is gone.
      if (frame.ok && run === info) shown.set(keepParts(frame.value, shown.get()));
    }
    busy = false;
  }

  look.subscribe(() => void pump());
  return {
    get: shown.get,
    subscribe: shown.subscribe,
    setRun(next) {
      info = next;
      asked = null;
      void pump();
    },
    setNear(host, pages) {
      near[host] = pages;
      void pump();
    },
    setViewport(host, view) {
      views[host] = view;
      void pump();
    },
  };
}

/** A frame's inspection is a new object each time; one that says the same as the last stays that one, so that nothing that
 *  reads it renders again. */
function keepParts(frame: Frame, last: Frame | null): Frame {
  if (!frame.inspect || !last?.inspect || JSON.stringify(frame.inspect) !== JSON.stringify(last.inspect))
    return frame;
  return { ...frame, inspect: last.inspect };
}

function sameAsk(a: Ask<'frame'>, b: Ask<'frame'> | null): boolean {
  return (
    b !== null &&
    a.run === b.run &&
    a.step === b.step &&
    a.lens === b.lens &&
    a.inspect === b.inspect &&
    a.near?.[0] === b.near?.[0] &&
    a.near?.[1] === b.near?.[1] &&
    sameView(a.src, b.src) &&
    sameView(a.dst, b.dst)
  );
}

function sameView(a: Viewport, b: Viewport): boolean {
  return a.first === b.first && a.count === b.count && a.sub === b.sub;
}
