/** The compared run: its frames at the step that corresponds to the step on screen. */
import type { Ask, Lockstep, RunInfo } from '../../engine/index.ts';
import type { Store } from '../state/store.ts';
import { createCell, type Watched } from '../ui/cell.ts';
import { latest } from '../ui/latest.ts';
import type { Engine } from './engine.ts';
import { createFrames, type Frames } from './frames.ts';

export interface Compared {
  readonly frames: Frames;
  readonly step: Watched<number>;
  /** The two runs; null while one of them is made. */
  set(runs: { readonly one: RunInfo; readonly other: RunInfo } | null): void;
  /** Follows the reader from now on; returns how to stop. */
  start(): () => void;
}

export function createCompared(engine: Engine, store: Store): Compared {
  const step = createCell(0);
  const watchers = new Set<() => void>();
  const frames = createFrames(engine, {
    getState: () => ({ ...store.getState(), step: step.get() }),
    subscribe(fn) {
      watchers.add(fn);
      return () => watchers.delete(fn);
    },
  });
  const notify = () => {
    for (const fn of watchers) fn();
  };
  let runs: { readonly one: RunInfo; readonly other: RunInfo } | null = null;
  let asked: { readonly step: number; readonly by: Lockstep } | null = null;
  const newest = latest((ask: Ask<'aligned'>) => engine.ask('aligned', ask));

  async function request(): Promise<void> {
    const { step: want, lockstep: by } = store.getState();
    if (!runs || (asked?.step === want && asked.by === by)) return;
    asked = { step: want, by };
    const at = await newest.ask({ run: runs.one.run, other: runs.other.run, ...asked });
    if (!at) return;
    if (at.ok) step.set(at.value.step);
    notify();
  }

  return {
    frames,
    step,
    set(next) {
      runs = next;
      asked = null;
      newest.drop();
      frames.setRun(next?.other ?? null);
      void request();
    },
    start: () =>
      store.subscribe(() => {
        void request();
        notify();
      }),
  };
}
