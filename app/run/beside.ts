/** The run beside the one on screen: its frames at the step that goes along. One question in flight, the latest wins. */
import type { Lockstep, RunInfo } from '../../engine/index.ts';
import type { Store } from '../state/store.ts';
import { createCell, type Watched } from '../ui/cell.ts';
import type { Engine } from './engine.ts';
import { createFrames, type Frames } from './frames.ts';

export interface Beside {
  readonly frames: Frames;
  readonly step: Watched<number>;
  /** The two runs; null while one of them is made. */
  set(runs: { readonly one: RunInfo; readonly other: RunInfo } | null): void;
  /** Follows the reader from now on; returns how to stop. */
  start(): () => void;
}

export function createBeside(engine: Engine, store: Store): Beside {
  const step = createCell(0);
  const heard = new Set<() => void>();
  const frames = createFrames(engine, {
    getState: () => ({ ...store.getState(), step: step.get() }),
    subscribe(fn) {
      heard.add(fn);
      return () => heard.delete(fn);
    },
  });
  const tell = () => {
    for (const fn of heard) fn();
  };
  let runs: { readonly one: RunInfo; readonly other: RunInfo } | null = null;
  let asked: readonly [unknown, number, Lockstep] | null = null;
  let busy = false;

  async function pump(): Promise<void> {
    if (busy) return;
    busy = true;
    for (;;) {
      const { step: want, lockstep: by } = store.getState();
      if (!runs || (asked && asked[0] === runs && asked[1] === want && asked[2] === by)) break;
      const of = runs;
      asked = [of, want, by];
      const at = await engine.ask('aligned', { run: of.one.run, other: of.other.run, step: want, by });
      if (at.ok && of === runs) step.set(at.value.step);
      tell();
    }
    busy = false;
  }

  return {
    frames,
    step,
    set(next) {
      runs = next;
      frames.setRun(next?.other ?? null);
      void pump();
    },
    start: () =>
      store.subscribe(() => {
        void pump();
        tell();
      }),
  };
}
