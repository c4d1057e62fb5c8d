/** What a reader points at on the timeline: the events of a few columns of its width, counted by kind or told one by one. */
import type { Work } from '../base/work.ts';
import { actorOf, hostOf } from '../event/actor.ts';
import { KINDS } from '../event/event.ts';
import { type Columns, PIECE } from '../log/columns.ts';
import { describe } from '../log/describe.ts';
import { firstPageOf, pagesOf } from './events.ts';
import { timeOfStep } from './lanes.ts';

/** Most events that are told one by one. */
const TOLD = 400;

export interface Tally {
  readonly from: number;
  readonly to: number;
  readonly fromNs: number;
  readonly toNs: number;
  /** Names of kinds and their events, most first. */
  readonly kinds: readonly (readonly [name: string, events: number])[];
  /** Of a single event, what it says. */
  readonly words: string | null;
}

/** One event of the log as a reader sees it. */
export interface Told {
  /** Step after the event. */
  readonly step: number;
  readonly timeNs: number;
  /** `area.verb` */
  readonly name: string;
  readonly actor: number;
  readonly host: 0 | 1;
  /** First page it is about, and how many: 0 where it is about none. */
  readonly page: number;
  readonly pages: number;
  readonly words: string;
}

/** Counts the events [from, to), those of one actor or (null) of all, exactly. */
export function* tallyOf(columns: Columns, from: number, to: number, actor: number | null): Work<Tally> {
  const first = Math.max(0, Math.min(columns.length, Math.floor(from)));
  const last = Math.max(first, Math.min(columns.length, Math.floor(to)));
  const counts = new Float64Array(256);
  let total = 0;
  let one = -1;
  for (const { chunk, base, first: start, last: end } of columns.spans(first, last, PIECE)) {
    const { kind, who } = chunk;
    for (let i = start; i < end; i++) {
      if (actor !== null && actorOf(who[i]!) !== actor) continue;
      const k = kind[i]!;
      counts[k] = counts[k]! + 1;
      total++;
      one = base + i;
    }
    yield (base + end - first) / (last - first);
  }
  return {
    from: first,
    to: last,
    fromNs: timeOfStep(columns, Math.min(first + 1, last)),
    toNs: timeOfStep(columns, last),
    kinds: KINDS.map(({ name }, k) => [name, counts[k]!] as const)
      .filter(([, n]) => n > 0)
      .sort((a, b) => b[1] - a[1]),
    words: total === 1 ? describe(columns, one) : null,
  };
}

/** Event `n` with what it says. */
export function tell(columns: Columns, n: number): Told {
  const w = columns.who(n);
  const kind = columns.kind(n);
  return {
    step: n + 1,
    timeNs: columns.time(n),
    name: KINDS[kind]!.name,
    actor: actorOf(w),
    host: hostOf(w),
    page: firstPageOf(kind, columns.page(n)),
    pages: pagesOf(kind, columns.arg(n)),
    words: describe(columns, n),
  };
}

/** The events [from, to), at most 400 of them: a window with more is drawn by its counts. */
export function told(columns: Columns, from: number, to: number): Told[] {
  const first = Math.max(0, Math.min(columns.length, Math.floor(from)));
  const last = Math.min(columns.length, Math.floor(to), first + TOLD);
  return Array.from({ length: Math.max(0, last - first) }, (_, i) => tell(columns, first + i));
}
