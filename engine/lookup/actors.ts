/** What each actor has done up to a step: how many events, and the last of them. Counts are kept by chunk, so that a step of a long
 *  run costs one chunk. */
import type { Work } from '../base/work.ts';
import { actorOf, cpuOf, VCPU } from '../event/actor.ts';
import { K, KINDS, sentenceOf } from '../event/event.ts';
import { WAITING } from '../event/pageword.ts';
import type { MemoryState } from '../event/state.ts';
import { CHUNK, type Chunk, type Columns, PIECE } from '../log/columns.ts';
import { eventAt } from '../log/describe.ts';

/** An actor; of the vCPUs, one. */
export interface ActorId {
  readonly actor: number;
  /** Null for all who are not vCPUs. */
  readonly cpu: number | null;
}

export interface ActorFacts extends ActorId {
  /** Events up to the step. */
  readonly events: number;
  /** Its last calls, where it makes any, else its last events: newest first. */
  readonly last: readonly { readonly step: number; readonly words: string }[];
  readonly calls: boolean;
  /** The page that a vCPU sleeps for, since which step and for how many ns; null while it sleeps for none. */
  readonly waits: { readonly page: number; readonly step: number; readonly ns: number } | null;
  /** Since which step and for how many ns the guest or process of a vCPU is stopped; null while it runs. */
  readonly stopped: { readonly step: number; readonly ns: number } | null;
}

/** Lines of `last`. */
const TOLD = 8;
/** Kinds that stop every vCPU or thread, and those that let them run again. */
const STOPS: readonly number[] = [K.VM_STOP, K.FREEZE];
const STARTS: readonly number[] = [K.VM_RUN, K.THAW];
/** Values of the `who` column. */
const WHOS = 256;

export class ActorTally {
  private constructor(
    private readonly columns: Columns,
    /** Events before each chunk, by `who`. */
    private readonly before: readonly Uint32Array[],
  ) {}

  /** Counts the events of a log. */
  static *of(columns: Columns): Work<ActorTally> {
    const before: Uint32Array[] = [];
    const sum = new Uint32Array(WHOS);
    for (const { chunk, base, last } of columns.spans(0, columns.length)) {
      before.push(sum.slice());
      count(sum, chunk, last);
      yield (base + last) / columns.length;
    }
    before.push(sum);
    return new ActorTally(columns, before);
  }

  /** Everybody who does anything in the run: vCPUs one by one. */
  all(): ActorId[] {
    const found = new Map<string, ActorId>();
    const whole = this.before.at(-1)!;
    for (let w = 0; w < WHOS; w++) {
      if (!whole[w]) continue;
      const id = { actor: actorOf(w), cpu: actorOf(w) === VCPU ? cpuOf(w) : null };
      found.set(`${id.actor} ${id.cpu}`, id);
    }
    return [...found.values()].sort((a, b) => a.actor - b.actor || (a.cpu ?? 0) - (b.cpu ?? 0));
  }

  /** What `id` has done after `step` events; `state` is the state there. */
  *facts(id: ActorId, step: number, state: MemoryState): Work<ActorFacts> {
    const c = Math.floor(step / CHUNK);
    const sum = this.before[Math.min(c, this.before.length - 1)]!.slice();
    for (const { chunk, last } of this.columns.spans(c * CHUNK, step)) count(sum, chunk, last);
    let events = 0;
    for (let w = 0; w < WHOS; w++) if (isOf(id, w)) events += sum[w]!;
    const { last, calls } = yield* this.last(id, step, events);
    const waits = yield* this.waits(id, step, state);
    return { ...id, events, last, calls, waits, stopped: id.cpu === null ? null : this.stopped(step) };
  }

  private *last(id: ActorId, step: number, events: number): Work<Pick<ActorFacts, 'last' | 'calls'>> {
    const any: number[] = [];
    const calls: number[] = [];
    let left = events;
    for (let n = step - 1; n >= 0 && left > 0 && calls.length < TOLD; n--) {
      if (n % PIECE === 0) yield 1 - n / step;
      if (!isOf(id, this.columns.who(n))) continue;
      left--;
      if (any.length < TOLD) any.push(n);
      if (KINDS[this.columns.kind(n)]?.call) calls.push(n);
      // A vCPU calls nobody: no need to look through all of its accesses.
      if (id.actor === VCPU && any.length === TOLD) break;
    }
    const told = calls.length > 0 ? calls : any;
    return { calls: calls.length > 0, last: told.map((n) => ({ step: n + 1, words: this.say(n) })) };
  }

  private say(n: number): string {
    const e = eventAt(this.columns, n);
    const spec = KINDS[e.kind]!;
    return spec.call?.(e) ?? sentenceOf(e);
  }

  /** The last stop before `step`, if nothing has started since. */
  private stopped(step: number): ActorFacts['stopped'] {
    const at = this.lastOf(STOPS, step);
    if (at < 0 || this.lastOf(STARTS, step) > at) return null;
    return { step: at + 1, ns: this.columns.time(step - 1) - this.columns.time(at) };
  }

  /** Number of the last event before `step` of one of these kinds, -1 when there is none. */
  private lastOf(kinds: readonly number[], step: number): number {
    for (let end = step; end > 0; ) {
      const from = end - 1 - ((end - 1) % CHUNK);
      for (const { chunk, base, last } of this.columns.spans(from, end)) {
        const at = Math.max(...kinds.map((k) => chunk.kind.lastIndexOf(k, last - 1)));
        if (at >= 0) return base + at;
      }
      end = from;
    }
    return -1;
  }

  /** The newest fault of the vCPU whose page still has a sleeper. */
  private *waits(id: ActorId, step: number, state: MemoryState): Work<ActorFacts['waits']> {
    const { columns } = this;
    if (id.cpu === null || state.waiting === 0) return null;
    for (let n = step - 1; n >= 0; n--) {
      if (n % PIECE === 0) yield 1 - n / step;
      if (columns.kind(n) !== K.UFFD_FAULT || !isOf(id, columns.who(n))) continue;
      const page = columns.page(n);
      const sleeps = ((state.src.words[page]! | state.dst.words[page]!) & WAITING) !== 0;
      return sleeps ? { page, step: n + 1, ns: columns.time(step - 1) - columns.time(n) } : null;
    }
    return null;
  }
}

const isOf = ({ actor, cpu }: ActorId, who: number): boolean =>
  actorOf(who) === actor && (cpu === null || cpuOf(who) === cpu);

function count(sum: Uint32Array, { who }: Chunk, n: number): void {
  for (let i = 0; i < n; i++) {
    const w = who[i]!;
    sum[w] = sum[w]! + 1;
  }
}
