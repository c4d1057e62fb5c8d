/** Requests to a worker, for the engine's and for the one that draws exports. Every request carries an id and settles exactly
 *  once: with a value or with a problem. A request can report its progress and can be cancelled. */
import { worded } from '../base/language.ts';
import { bad, type Problem, type Result } from '../base/result.ts';
import { Heart } from './heart.ts';

/** What a map of requests looks like: by name, what is asked and what is answered. */
export type RequestMap<R> = { [N in keyof R]: { ask: unknown; answer: unknown } };

/** Messages to the worker. */
export type ToServer<R extends RequestMap<R>> =
  | { [N in keyof R]: { readonly id: number; readonly name: N; readonly ask: R[N]['ask'] } }[keyof R]
  | { readonly id: number; readonly cancel: true }
  | { readonly ping: true };

/** Messages from the worker. */
export type FromServer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly problem: Problem }
  | { readonly id: number; readonly progress: number; readonly detail?: unknown }
  /** Signs of life: an answer to a ping, and the lock that the worker holds. */
  | { readonly pong: true }
  | { readonly lock: string };

/** What the client needs of a Worker. */
export interface Port {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((e: MessageEvent<FromServer>) => void) | null;
  onerror: ((e: ErrorEvent) => void) | null;
}

export interface AskOptions {
  /** Aborting it cancels the request. */
  readonly signal?: AbortSignal;
  /** Receives the part done, 0…1, and what else the request says on its way. */
  readonly progress?: (part: number, detail?: unknown) => void;
}

/** The problems that a client reports about its worker. */
export interface WorkerProblems {
  /** The worker failed; `cause` is what the browser reports, or what could be the cause. */
  crashed(cause: string): Problem;
  /** The worker was closed. */
  readonly closed: Problem;
}

interface Pending {
  settle(result: Result<unknown>): void;
  readonly progress: AskOptions['progress'];
}

/** The page's end of a worker. */
export class RpcClient<R extends RequestMap<R>> {
  private readonly pending = new Map<number, Pending>();
  private last = 0;
  private dead: Problem | null = null;
  private readonly heart = new Heart(
    () => this.post({ ping: true }),
    () => this.die(this.problems.crashed(worded`its browser ended it, perhaps for lack of memory`)),
  );

  /** `onCrash` is called once when the worker died, with the cause. */
  constructor(
    private readonly port: Port,
    private readonly problems: WorkerProblems,
    private readonly onCrash: (problem: Problem) => void = () => {},
  ) {
    port.onmessage = (e) => this.receive(e.data);
    port.onerror = (e) => {
      e.preventDefault?.();
      this.die(problems.crashed(e.message || worded`its script could not be loaded or failed`));
    };
  }

  /** Never rejects: bad input, crash and cancel are problems. */
  ask<N extends keyof R & string>(
    name: N,
    ask: R[N]['ask'],
    { signal, progress }: AskOptions = {},
  ): Promise<Result<R[N]['answer']>> {
    if (this.dead) return Promise.resolve({ ok: false, problem: this.dead });
    if (signal?.aborted)
      return Promise.resolve(bad('cancelled', name, worded`the request “${name}” was cancelled`));
    const id = ++this.last;
    const cancel = () => this.post({ id, cancel: true });
    return new Promise((resolve) => {
      this.pending.set(id, {
        settle(result) {
          signal?.removeEventListener('abort', cancel);
          resolve(result as Result<R[N]['answer']>);
        },
        progress,
      });
      signal?.addEventListener('abort', cancel);
      this.post({ id, name, ask } as ToServer<R>);
      this.heart.begin();
    });
  }

  /** Stops the worker; everything pending is cancelled. */
  close(): void {
    if (this.dead) return;
    this.finish(this.problems.closed);
  }

  /** Stops a worker that failed: everything pending settles with the cause. */
  die(problem: Problem): void {
    if (this.dead) return;
    this.finish(problem);
    this.onCrash(problem);
  }

  private post(message: ToServer<R>): void {
    this.port.postMessage(message);
  }

  private finish(problem: Problem): void {
    this.heart.end();
    this.port.terminate();
    this.dead = problem;
    for (const p of this.pending.values()) p.settle({ ok: false, problem });
    this.pending.clear();
  }

  private receive(m: FromServer): void {
    this.heart.heard();
    if ('lock' in m) this.heart.watch(m.lock);
    if (!('id' in m)) return;
    const p = this.pending.get(m.id);
    if (!p) return;
    if ('progress' in m) {
      p.progress?.(m.progress, m.detail);
      return;
    }
    this.pending.delete(m.id);
    if (this.pending.size === 0) this.heart.rest();
    p.settle(m.ok ? { ok: true, value: m.value } : { ok: false, problem: m.problem });
    if (!m.ok && m.problem.code === 'crashed') this.die(m.problem);
  }
}

/** One request that is being answered. */
export interface Job {
  readonly cancelled: boolean;
  /** Reports the part done, 0…1, and what else there is to say on the way. */
  progress(part: number, detail?: unknown): void;
}

export type Answered<T> = Result<T> | Promise<Result<T>>;

/** One handler per request. */
export type Handlers<R extends RequestMap<R>> = {
  readonly [N in keyof R]: (ask: R[N]['ask'], job: Job) => Answered<R[N]['answer']>;
};

/** The worker's end. It does not know the Worker, so that tests can run it. */
export class RpcServer<R extends RequestMap<R>> {
  /** Requests without an answer: a cancel that comes after the answer finds nothing. */
  private readonly jobs = new Map<number, Job & { cancelled: boolean }>();

  /** `failed` describes an error that a handler threw. */
  constructor(
    private readonly handlers: Handlers<R>,
    private readonly post: (message: FromServer, transfer: ArrayBufferLike[]) => void,
    private readonly failed: (name: keyof R, message: string) => Problem,
  ) {}

  /** Number of requests without an answer. */
  get pending(): number {
    return this.jobs.size;
  }

  async receive(m: ToServer<R>): Promise<void> {
    if ('ping' in m) {
      this.post({ pong: true }, []);
      return;
    }
    const { id } = m;
    if ('cancel' in m) {
      const job = this.jobs.get(id);
      if (job) job.cancelled = true;
      return;
    }
    const job = {
      cancelled: false,
      progress: (part: number, detail?: unknown) =>
        this.post(detail === undefined ? { id, progress: part } : { id, progress: part, detail }, []),
    };
    this.jobs.set(id, job);
    let answer: Result<unknown>;
    try {
      answer = await this.handle(m.name, m.ask, job);
    } catch (e) {
      answer = { ok: false, problem: this.failed(m.name, e instanceof Error ? e.message : String(e)) };
    }
    this.jobs.delete(id);
    if (answer.ok) this.post({ id, ok: true, value: answer.value }, buffersOf(answer.value));
    else this.post({ id, ok: false, problem: answer.problem }, []);
  }

  private handle<N extends keyof R>(name: N, ask: R[N]['ask'], job: Job): Answered<R[N]['answer']> {
    return this.handlers[name](ask, job);
  }
}

/** Typed arrays of an answer are transferred, not copied. */
function buffersOf(value: unknown): ArrayBufferLike[] {
  if (ArrayBuffer.isView(value)) return [value.buffer];
  if (Array.isArray(value))
    return value.length > 0 && typeof value[0] === 'object' ? value.flatMap(buffersOf) : [];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(buffersOf);
  return [];
}
