/** What a lens reads at a step. Tallies are made when a lens first needs them and let go when no frame asks for them: at 16 GiB
 *  they take tens of megabytes. */
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
}

/** Classes of counts up to this, by the count. */
const HEAT_CLASSES = Uint8Array.from({ length: 64 }, (_, n) => heatClass(n));

export class Readings {
  private versions: Versions | null = null;
  private heat: Heat | null = null;
  private age: Age | null = null;

  /** `state` is what the caller seeks; the tallies follow the log by themselves. */
  constructor(
    private readonly log: Columns,
    private readonly state: MemoryState,
  ) {}

  /** Both hosts' classes through `lens` at `step`; `versions` says whether `versionsAt` will be asked, too. */
  at(lens: Lens, step: number, versions: boolean): readonly [Reading, Reading] {
    const { log, state } = this;
    const { pages, regions } = state;
    this.versions = lens === 'lag' || versions ? (this.versions ?? new Versions(log, pages, regions)) : null;
    this.versions?.seek(step);
    this.heat = lens === 'heat' ? (this.heat ?? new Heat(log, pages, regions)) : null;
    this.heat?.seek(step);
    this.age = lens === 'age' ? (this.age ?? new Age(log, pages, regions)) : null;
    this.age?.seek(step);
    return [this.reading(lens, 0), this.reading(lens, 1)];
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
      };
    }
    if (lens === 'heat') {
      const { numbers, touched } = this.heat!;
      const counts = numbers[host];
      return {
        touched: touched[host],
        read(out, from, n) {
          for (let i = 0; i < n; i++) out[i] = HEAT_CLASSES[Math.min(63, counts[from + i]!)]!;
        },
      };
    }
    if (lens === 'age') {
      const { classes, touched } = this.age!;
      return {
        touched: touched[host],
        read: (out, from, n) => out.set(classes[host].subarray(from, from + n)),
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
    return {
      touched: here,
      read(out, from, n) {
        for (let i = 0; i < n; i++) {
          const w = src.words[from + i]!;
          const c = table[w]!;
          const since = inImages ? w & LOGGED : (dst.words[from + i]! & OLDER) === OLDER;
          out[i] = c === IS_SENT && since ? WRITTEN : c;
        }
      },
    };
  }
}

/** CRIU has frozen the process at least once: before that no page is in an image. */
export const isOfCriu = (state: Pick<MemoryState, 'counts'>): boolean => state.counts[K.FREEZE]! > 0;

const IS_SENT = classId('sent');
const WRITTEN = classId('written');
/** Loaded from the source, which has newer content. */
const OLDER = RECEIVED | STALE;
