/** The engine's worker: made here, and made anew by `restart` when it died. */
import {
  type Answer,
  type Ask,
  bad,
  EngineClient,
  language,
  PROTOCOL,
  type Problem,
  type RequestName,
  type Result,
  worded,
} from '../../engine/index.ts';
import type { Port } from '../../engine/worker/rpc.ts';
import { createCell, type Watched } from '../ui/cell.ts';
import { during } from '../ui/idle.ts';

export interface EngineState {
  /** Counts restarts; what an earlier worker made is gone. */
  readonly generation: number;
  readonly crash: Problem | null;
}

export interface Engine {
  readonly state: Watched<EngineState>;
  ask<N extends RequestName>(
    name: N,
    ask: Ask<N>,
    opts?: { signal?: AbortSignal; progress?: (part: number, detail?: unknown) => void },
  ): Promise<Result<Answer<N>>>;
  restart(): void;
}

/** The worker; where the browser refuses to make one, a port that reports it as a crash. */
function createWorker(): Port {
  try {
    return new Worker(new URL('../../engine/worker/entry.ts', import.meta.url), {
      type: 'module',
      name: language(),
    });
  } catch (error) {
    const port: Port = { postMessage() {}, terminate() {}, onmessage: null, onerror: null };
    queueMicrotask(() => port.onerror?.(new ErrorEvent('error', { message: String(error) })));
    return port;
  }
}

export function createEngine(): Engine {
  const state = createCell<EngineState>({ generation: 0, crash: null });
  let client = connect();

  function connect(): EngineClient {
    const made = new EngineClient(createWorker(), (crash) => {
      if (made === client) state.set({ ...state.get(), crash });
    });
    void made.ask('hello', { protocol: PROTOCOL }).then((answer) => {
      if (answer.ok && answer.value.protocol !== PROTOCOL)
        made.die(
          bad(
            'crashed',
            'worker',
            worded`protocol: expected ${PROTOCOL}, got ${answer.value.protocol}; reload the page`,
          ).problem,
        );
    });
    return made;
  }

  return {
    state,
    ask: (name, ask, opts) => during(client.ask(name, ask, opts)),
    restart() {
      const old = client;
      client = connect();
      old.close();
      state.set({ generation: state.get().generation + 1, crash: null });
    },
  };
}
