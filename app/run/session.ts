/** What one open page works with, made once and passed down. */
import { type QueryClient, replaceEqualDeep } from '@tanstack/react-query';
import { createContext, useContext, useRef, useSyncExternalStore } from 'react';
import type { Frame, RunInfo } from '../../engine/index.ts';
import { store } from '../state/store.ts';
import { type Cell, createCell, type Watched } from '../ui/cell.ts';
import { createStops } from './breaks.ts';
import { createEngine, type Engine } from './engine.ts';
import { createFrames, type Frames } from './frames.ts';
import { startPlayer } from './player.ts';
import { createQueries } from './queries.ts';

export interface Session {
  readonly engine: Engine;
  readonly queries: QueryClient;
  readonly frames: Frames;
  /** The run on screen. */
  readonly run: Cell<RunInfo | null>;
  /** The chosen step, for painters. */
  readonly step: Watched<number>;
}

export function createSession(): Session {
  const engine = createEngine();
  const run = createCell<RunInfo | null>(null);
  const frames = createFrames(engine, store);
  run.subscribe(() => frames.setRun(run.get()));
  startPlayer(store, run.get, createStops(engine, store, run), {
    timeOf(step) {
      const frame = frames.get();
      return frame?.step === step ? frame.timeNs : null;
    },
    async stepAt(timeNs) {
      const info = run.get();
      const at = info && (await engine.ask('stepAt', { run: info.run, timeNs }));
      return at?.ok ? at.value.step : null;
    },
  });
  const step: Watched<number> = {
    get: () => store.getState().step,
    subscribe: (fn) => store.subscribe((now, before) => now.step !== before.step && fn()),
  };
  return { engine, queries: createQueries(engine), frames, run, step };
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('no session above this component');
  return session;
}

export function useWatched<T>(watched: Watched<T>): T {
  return useSyncExternalStore(watched.subscribe, watched.get);
}

/** One thing of the newest frame. The component renders when it changed; a selection that equals the last one counts as
 *  unchanged, however deep. */
export function useFrame<T>(select: (frame: Frame) => T, none: T): T {
  return useFrameOf(useSession().frames, select, none);
}

/** The same for frames of another run than the one on screen. */
export function useFrameOf<T>(frames: Watched<Frame | null>, select: (frame: Frame) => T, none: T): T {
  const last = useRef(none);
  return useSyncExternalStore(frames.subscribe, () => {
    const frame = frames.get();
    last.current = frame ? replaceEqualDeep(last.current, select(frame)) : none;
    return last.current;
  });
}
