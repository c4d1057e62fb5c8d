/** What a lens reads at a step. Lag and heat are tallies of the whole log: `grow` makes their marks while nobody waits, and a lens
 *  that is asked for before folds what is missing. */

import { type Work, whole } from '../base/work.ts';
import { K } from '../event/event.ts';
import { type Host, LOGGED, RECEIVED, STALE } from '../event/pageword.ts';
import type { MemoryState } from '../event/state.ts';
import type { Columns } from '../log/columns.ts';
import { Age } from './age.ts';
import { Heat } from './heat.ts';
import { classId, heatClass, type Lens, lensTable, type WordLens } from './lens.ts';
import { lagOf, Versions } from './versions.ts';

/** One host's classes at the step that was asked for. */
export interface Reading {
  /** Regions whose classes may have changed since they were last read; whoever reads them clears it. */
  readonly touched: Uint8Array;
  /** Writes the classes of pages [from, from + n) to `out`, beginning at its start. */
  read(out: Uint8Array, from: number, n: number): void;
  /** Adds the pages [from, from + n) to `tally` by their class. */
  count(tally: Uint16Array, from: number, n: number): void;
}

/** Classes of counts up to this, by the count. */
const HEAT_CLASSES = Uint8Array.from({ length: 256 }, (_, n) => heatClass(n));
const SAME = Uint8Array.from({ length: 256 }, (_, c) => c);

/** Adds the pages [from, from + n) to `tally` by the class that `table` has of their numbers. Neighbours are mostly alike. */
function countRuns(
  tally: Uint16Array,
  numbers: Uint8Array | Uint16Array,
  table: Uint8Array,
  from: number,
  n: number,
): void {
  const end = from + n;
  for (let p = from; p < end; ) {
    const first = p;
    const number = numbers[p++]!;
    while (p < end && numbers[p] === number) p++;
    const c = table[number]!;
    tally[c] = tally[c]! + p - first;
  }
}

/** The same by what `classOf` says of the numbers of both hosts. */
function countPairs<N extends Uint16Array | Uint32Array>(
  tally: Uint16Array,
  [src, dst]: readonly [N, N],
  classOf: (src: number, dst: number) => number,
  from: number,
  n: number,
): void {
  const end = from + n;
  for (let p = from; p < end; ) {
    const first = p;
    const a = src[p]!;
    const b = dst[p++]!;
    while (p < end && src[p] === a && dst[p] === b) p++;
    const c = classOf(a, b);
    tally[c] = tally[c]! + p - first;
  }
}

export class Readings {
  private versions: Versions | null = null;
  private heat: Heat | null = null;
  private age: Age | null = null;
  /** What the last frame asked for: it stays where it is. */
  private shows = { versions: false, heat: false };

  /** `state` is what the caller seeks; the tallies follow the log by themselves. */
  constructor(
    private readonly log: Columns,
    private readonly state: MemoryState,
  ) {}

  /** Both hosts' classes through `lens` at `step`; `versions` says whether `versionsAt` will be asked, too. */
  at(lens: Lens, step: number, versions: boolean): readonly [Reading, Reading] {
    return whole(this.seeking(lens, step, versions));
  }

  /** The same, one at a time. */
  *seeking(lens: Lens, step: number, versions: boolean): Work<readonly [Reading, Reading]> {
    const { log, state } = this;
    const { pages, regions } = state;
    this.shows = { versions: lens === 'lag' || versions, heat: lens === 'heat' };
    if (this.shows.versions) yield* this.versionsOfRun().seeking(step);
    if (this.shows.heat) yield* this.heatOfRun().seeking(step);
    this.age = lens === 'age' ? (this.age ?? new Age(log, pages, regions)) : null;
    if (this.age) yield* this.age.seeking(step);
    return [this.reading(lens, 0), this.reading(lens, 1)];
  }

  /** Makes what lag and heat need, up to `maxEvents` at a time, of the lens that is not looked at; true when nothing is left. */
  grow(maxEvents: number): boolean {
    const { shows } = this;
    return (
      (shows.versions || this.versionsOfRun().grow(maxEvents)) &&
      (shows.heat || this.heatOfRun().grow(maxEvents))
    );
  }

  private versionsOfRun(): Versions {
    this.versions ??= new Versions(this.log, this.state.pages, this.state.regions);
    return this.versions;
  }

  private heatOfRun(): Heat {
    this.heat ??= new Heat(this.log, this.state.pages, this.state.regions);
    return this.heat;
  }

  /** Version of a page at the step of the last `at`, which was told of it. */
  versionAt(host: Host, page: number): number {
    return this.versions?.at(host, page) ?? 0;
  }

  private reading(lens: Lens, host: Host): Reading {
    if (lens === 'lag') {
      const { numbers, touched } = this.versions!;
      const [src, dst] = numbers;
      return {
        touched: touched[host],
        read(out, from, n) {
          for (let i = 0; i < n; i++) out[i] = lagOf(src[from + i]!, dst[from + i]!);
        },
        count: (tally, from, n) => countPairs(tally, numbers, lagOf, from, n),
      };
    }
    if (lens === 'heat') {
      const { numbers, touched } = this.heat!;
      const counts = numbers[host];
      return {
        touched: touched[host],
        read(out, from, n) {
          for (let i = 0; i < n; i++) out[i] = HEAT_CLASSES[counts[from + i]!]!;
        },
        count: (tally, from, n) => countRuns(tally, counts, HEAT_CLASSES, from, n),
      };
    }
    if (lens === 'age') {
      const { classes, touched } = this.age!;
      return {
        touched: touched[host],
        read: (out, from, n) => out.set(classes[host].subarray(from, from + n)),
        count: (tally, from, n) => countRuns(tally, classes[host], SAME, from, n),
      };
    }
    return this.words(lens, host);
  }

  private words(lens: WordLens, host: Host): Reading {
    if (lens === 'migration' && host === 0) return this.source();
    const table = lensTable(lens, host);
    const { words } = this.state.side(host);
    return {
      touched: this.state.touched[host],
      read(out, from, n) {
        for (let i = 0; i < n; i++) out[i] = table[words[from + i]!]!;
      },
      count: (tally, from, n) => countRuns(tally, words, table, from, n),
    };
  }

  /** What the manager knows of the source's pages, and which of those it sent its tracker has not handed out yet: the destination
   *  knows that of QEMU's. CRIU's images say nothing of it, but the bit of its tracker does. */
  private source(): Reading {
    const table = lensTable('migration', 0);
    const { src, dst, touched } = this.state;
    const inImages = isOfCriu(this.state);
    const [here, there] = touched;
    for (let r = 0; r < here.length; r++) here[r] = here[r]! | there[r]!;
    const classOf = (word: number, other: number): number => {
      const c = table[word]!;
      if (c !== IS_SENT) return c;
      return (inImages ? word & LOGGED : (other & OLDER) === OLDER) ? WRITTEN : c;
    };
    return {
      touched: here,
      read(out, from, n) {
        for (let i = 0; i < n; i++) out[i] = classOf(src.words[from + i]!, dst.words[from + i]!);
      },
      count: (tally, from, n) => countPairs(tally, [src.words, dst.words], classOf, from, n),
    };
  }
}

/** CRIU has frozen the process at least once: before that no page is in an image. */
export const isOfCriu = (state: Pick<MemoryState, 'counts'>): boolean => state.counts[K.FREEZE]! > 0;

const IS_SENT = classId('sent');
const WRITTEN = classId('written');
/** Loaded from the source, which has newer content. */
const OLDER = RECEIVED | STALE;
