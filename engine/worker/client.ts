/** The main thread's end of the worker: promises by id, one answer each, also on crash, cancel and close. */
import { bad, type Problem, type Result } from '../base/result.ts';
import type { Answer, Ask, FromWorker, RequestName, ToWorker } from './protocol.ts';

/** What the client needs of a Worker; a test passes its own. */
export interface Port {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((e: MessageEvent<FromWorker>) => void) | null;
  onerror: ((e: ErrorEvent) => void) | null;
}

interface Pending {
  settle(r: Result<unknown>): void;
  progress?: ((part: number) => void) | undefined;
}

export class EngineClient {
  private readonly pending = new Map<number, Pending>();
  private last = 0;
  private dead: Problem | null = null;

  /** `onCrash` hears once of a worker that died, with its cause. */
  constructor(
    private readonly port: Port,
    private readonly onCrash: (problem: Problem) => void,
  ) {
    port.onmessage = (e) => this.receive(e.data);
    port.onerror = (e) => {
      e.preventDefault?.();
      this.die(
        bad(
          'crashed',
          'worker',
          `the engine stopped: ${e.message || 'its script could not be loaded or failed'}`,
        ).problem,
      );
    };
  }

  /** Never rejects: bad input, crash and cancel are problems. Aborting `signal` cancels a run. */
  ask<N extends RequestName>(
    name: N,
    ask: Ask<N>,
    opts: { signal?: AbortSignal; progress?: (part: number) => void } = {},
  ): Promise<Result<Answer<N>>> {
    if (this.dead) return Promise.resolve({ ok: false, problem: this.dead });
    const id = ++this.last;
    return new Promise((resolve) => {
      this.pending.set(id, { settle: resolve as (r: Result<unknown>) => void, progress: opts.progress });
      opts.signal?.addEventListener('abort', () => this.port.postMessage({ id, name: 'cancel' }), {
        once: true,
      });
      this.port.postMessage({ id, name, ask } as ToWorker);
    });
  }

  /** Stops the worker; whatever was pending is cancelled. */
  close(): void {
    this.port.terminate();
    this.finish(bad('cancelled', 'worker', 'the engine was closed').problem);
  }

  /** The worker died: everything pending settles with the cause. */
  die(problem: Problem): void {
    if (this.dead) return;
    this.port.terminate();
    this.finish(problem);
    this.onCrash(problem);
  }

  private finish(problem: Problem): void {
    this.dead = problem;
    for (const p of this.pending.values()) p.settle({ ok: false, problem });
    this.pending.clear();
  }

  private receive(m: FromWorker): void {
    const p = this.pending.get(m.id);
    if (!p) return;
    if ('progress' in m) {
      p.progress?.(m.progress);
      return;
    }
    this.pending.delete(m.id);
    p.settle(m.ok ? { ok: true, value: m.value } : { ok: false, problem: m.problem });
    if (!m.ok && m.problem.code === 'crashed') this.die(m.problem);
  }
}
