/** Finds events in chunks of the log: a table lookup by kind and one by who, then filters over what is left. */
import { CHUNK, type Chunk, type Columns } from '../log/columns.ts';
import type { Filter } from './filters.ts';
import type { Interval } from './intervals.ts';

/** Conditions that are all to be true. */
export interface Clause {
  /** 1 by kind that may match. */
  readonly kinds: Uint8Array;
  /** 1 by `who` byte that may match. */
  readonly whos: Uint8Array;
  /** Event numbers that may match, rising. */
  readonly windows: readonly Interval[];
  /** The cheap ones first. */
  readonly filters: readonly Filter[];
}

export class Matcher {
  /** By place in a chunk: matched by some clause. Only where there are several. */
  private marks: Uint8Array | null = null;

  /** An event matches when one of `clauses` is true for it. */
  constructor(
    readonly columns: Columns,
    private readonly clauses: readonly Clause[],
  ) {}

  /** Writes the matching places of [from, to) in chunk `c` to `out`, rising, and returns how many. `out` has room for all. */
  select(c: number, from: number, to: number, out: Uint16Array): number {
    const start = c * CHUNK;
    for (const { chunk, base } of this.columns.spans(start + from, start + to))
      return this.selectIn(chunk, base, from, to, out);
    return 0;
  }

  private selectIn(chunk: Chunk, base: number, from: number, to: number, out: Uint16Array): number {
    const [only, ...more] = this.clauses;
    if (only && more.length === 0) return choose(only, chunk, base, from, to, out);
    this.marks ??= new Uint8Array(CHUNK);
    const { marks } = this;
    marks.fill(0, from, to);
    for (const clause of this.clauses) {
      const n = choose(clause, chunk, base, from, to, out);
      for (let s = 0; s < n; s++) marks[out[s]!] = 1;
    }
    let n = 0;
    for (let i = from; i < to; i++) {
      out[n] = i;
      n += marks[i]!;
    }
    return n;
  }
}

function choose(
  clause: Clause,
  chunk: Chunk,
  base: number,
  from: number,
  to: number,
  out: Uint16Array,
): number {
  let n = 0;
  for (const window of clause.windows) {
    const first = Math.max(from, window.from - base);
    const end = Math.min(to, window.to - base + 1);
    if (first < end) n = scan(chunk, first, end, clause.kinds, clause.whos, out, n);
  }
  for (const filter of clause.filters) {
    if (n === 0) return 0;
    n = filter(chunk, base, out, n);
  }
  return n;
}

/** No branch an event: every place is written, and stays when the tables say so. */
function scan(
  { kind, who }: Chunk,
  from: number,
  to: number,
  kinds: Uint8Array,
  whos: Uint8Array,
  out: Uint16Array,
  start: number,
): number {
  let n = start;
  for (let i = from; i < to; i++) {
    out[n] = i;
    n += kinds[kind[i]!]! & whos[who[i]!]!;
  }
  return n;
}
