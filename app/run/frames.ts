/** The frame on screen, requested of the worker for the newest choice. */
import { replaceEqualDeep } from '@tanstack/react-query';
import type { Ask, Frame, RunInfo, Viewport } from '../../engine/index.ts';
import type { Chosen } from '../state/fields.ts';
import { createCell, type Watched } from '../ui/cell.ts';
import { latest } from '../ui/latest.ts';
import type { Engine } from './engine.ts';

export interface Frames extends Watched<Frame | null> {
  /** The run whose frames are shown; with none, the last frame stays. */
  setRun(info: RunInfo | null): void;
  setViewport(host: 0 | 1, view: Viewport): void;
  /** Pages of a field that frames describe one by one (`Frame.near`); a new list for every change. */
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
  const newest = latest((ask: Ask<'frame'>) => engine.ask('frame', ask));

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

  async function request(): Promise<void> {
    const want = wanted();
    if (!want || sameAsk(want, asked)) return;
    asked = want;
    const frame = await newest.ask(want);
    if (frame?.ok) shown.set(keepParts(frame.value, shown.get()));
  }

  look.subscribe(() => void request());
  return {
    get: shown.get,
    subscribe: shown.subscribe,
    setRun(next) {
      info = next;
      asked = null;
      newest.drop();
      void request();
    },
    setNear(host, pages) {
      near[host] = pages;
      void request();
    },
    setViewport(host, view) {
      views[host] = view;
      void request();
    },
  };
}

/** An inspection that equals the last one stays the same object, so that nothing that reads it renders again. */
function keepParts(frame: Frame, last: Frame | null): Frame {
  return { ...frame, inspect: replaceEqualDeep(last?.inspect ?? null, frame.inspect) };
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
