/** What happened between two steps: events by kind and actor, calls, bytes, pages, time by phase, and how long vCPUs waited.
 *  One pass over the range's columns, in slices. */
import { ACTORS, actorOf, VCPU } from '../event/actor.ts';
import { K, KINDS } from '../event/event.ts';
import type { LedgerEntry } from '../event/kind.ts';
import type { Chunk, Columns } from '../log/columns.ts';
import { pagesOf } from './events.ts';
import { timeOfStep } from './lanes.ts';
import { whats } from './ledger.ts';

export interface RangeTotals {
  /** Events from + 1 … to of the log lead to the steps after `from` up to `to`. */
  readonly from: number;
  readonly to: number;
  readonly fromNs: number;
  readonly toNs: number;
  /** Names of kinds and their events, most first. */
  readonly kinds: readonly (readonly [name: string, events: number])[];
  /** ACTORS numbers and their events, most first. */
  readonly actors: readonly (readonly [actor: number, events: number])[];
  /** System calls among the events. */
  readonly calls: number;
  /** Bytes that arrived over the link. */
  readonly delivered: number;
  /** Pages by what befell them; one that it befell twice counts twice. */
  readonly pages: Readonly<Record<LedgerEntry, number>>;
  /** Phases of which a part lies in the range. */
  readonly phases: readonly { readonly label: string; readonly events: number; readonly ns: number }[];
  /** vCPUs that fell asleep in the range, for as long as each slept; `open` of them never woke. Of an even number of waits the
   *  longer one in the middle is the median. */
  readonly waits: {
    readonly count: number;
    readonly open: number;
    readonly medianNs: number;
    readonly maxNs: number;
  };
}

interface Mark {
  readonly label: string;
  readonly step: number;
}

/** Counts one range; steps are clamped to the log and put in order. */
export class RangeStats {
  private readonly from: number;
  private readonly to: number;
  private at: number;
  private readonly byKind = new Float64Array(256);
  private readonly byWho = new Float64Array(256);
  private readonly pagesByKind = new Float64Array(256);
  private delivered = 0;
  /** Times at which the sleepers of a page fell asleep, oldest first. */
  private readonly asleep = new Map<number, number[]>();
  private sleepers = 0;
  private readonly waits: number[] = [];

  constructor(
    private readonly columns: Columns,
    private readonly marks: readonly Mark[],
    from: number,
    to: number,
  ) {
    const clamp = (step: number) => Math.max(0, Math.min(columns.length, Math.round(step)));
    this.from = clamp(Math.min(from, to));
    this.to = clamp(Math.max(from, to));
    this.at = this.from;
  }

  /** Looks at up to `maxEvents` more; true when all is known. Past the range it goes on until who fell asleep in it woke. */
  run(maxEvents: number): boolean {
    const { columns } = this;
    const stop = Math.min(columns.length, this.at + maxEvents);
    while (this.at < stop && !this.done) {
      const until = Math.min(stop, this.at < this.to ? this.to : columns.length);
      for (const { chunk, base, first, last } of columns.spans(this.at, until)) {
        if (this.at < this.to) this.count(chunk, first, last);
        this.follow(chunk, base, this.at, base + last);
        this.at = base + last;
        if (this.done) break;
      }
    }
    return this.done || this.at === columns.length;
  }

  private get done(): boolean {
    return this.at >= this.to && this.sleepers === 0;
  }

  private count({ kind, who, arg }: Chunk, from: number, to: number): void {
    const { byKind, byWho, pagesByKind } = this;
    for (let i = from; i < to; i++) {
      const k = kind[i]!;
      const w = who[i]!;
      byKind[k] = byKind[k]! + 1;
      byWho[w] = byWho[w]! + 1;
      if (whats[k]) pagesByKind[k] = pagesByKind[k]! + pagesOf(k, arg[i]!);
      else if (k === K.DELIVER) this.delivered += arg[i]!;
    }
  }

  /** Who falls asleep within the range, and who of them wakes: the sleepers of a page in the order they came. */
  private follow({ kind, who, page, arg }: Chunk, base: number, from: number, to: number): void {
    const { columns, asleep, waits } = this;
    const { UFFD_FAULT, WAKE } = K;
    for (let i = from - base; i < to - base; i++) {
      const k = kind[i];
      if (k !== UFFD_FAULT && k !== WAKE) continue;
      const n = base + i;
      const times = asleep.get(page[i]!);
      if (k === UFFD_FAULT) {
        if (n >= this.to || actorOf(who[i]!) !== VCPU) continue;
        if (times) times.push(columns.time(n));
        else asleep.set(page[i]!, [columns.time(n)]);
        this.sleepers++;
      } else if (times) {
        const woken = times.splice(0, arg[i]!);
        for (const since of woken) waits.push(columns.time(n) - since);
        if (times.length === 0) asleep.delete(page[i]!);
        this.sleepers -= woken.length;
      }
    }
  }

  /** Once `run` is through. */
  totals(): RangeTotals {
    const { columns, from, to, byKind, byWho, waits } = this;
    const actors = ACTORS.map((_, actor) => {
      let events = 0;
      for (let w = 0; w < 256; w++) if (actorOf(w) === actor) events += byWho[w]!;
      return [actor, events] as const;
    });
    const pages = { dirtied: 0, sent: 0, loaded: 0, zapped: 0, filled: 0, collapsed: 0 };
    let calls = 0;
    for (const [k, spec] of KINDS.entries()) {
      const what = whats[k];
      if (what) pages[what] += this.pagesByKind[k]!;
      if (spec.call) calls += byKind[k]!;
    }
    waits.sort((a, b) => a - b);
    return {
      from,
      to,
      fromNs: timeOfStep(columns, from),
      toNs: timeOfStep(columns, to),
      kinds: mostFirst(KINDS.map(({ name }, k) => [name, byKind[k]!] as const)),
      actors: mostFirst(actors),
      calls,
      delivered: this.delivered,
      pages,
      phases: this.phases(),
      waits: {
        count: waits.length + this.sleepers,
        open: this.sleepers,
        medianNs: waits[waits.length >> 1] ?? 0,
        maxNs: waits.at(-1) ?? 0,
      },
    };
  }

  private phases() {
    const { columns, marks, from, to } = this;
    return marks
      .map(({ label, step }, i) => {
        const first = Math.max(from, step - 1);
        const end = Math.min(to, (marks[i + 1]?.step ?? columns.length + 1) - 1);
        return { label, events: end - first, ns: timeOfStep(columns, end) - timeOfStep(columns, first) };
      })
      .filter((p) => p.events > 0);
  }
}

function mostFirst<T>(rows: readonly (readonly [T, number])[]): (readonly [T, number])[] {
  return rows.filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1]);
}
