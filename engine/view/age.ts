/** How long ago something last happened to each page, in events, by powers of 16. Nothing is kept between steps: the classes
 *  end at AGE_WINDOW events, so a step's picture is made by looking that far back, whatever the log's length. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import type { Work } from '../base/work.ts';
import { marks } from '../event/event.ts';
import { type Chunk, type Columns, PIECE } from '../log/columns.ts';
import { firstPageOf, pagesOf } from '../lookup/events.ts';
import { AGE_WINDOW, ageClass, classId } from './lens.ts';

/** 1: an event of this kind makes no page younger. */
export const surveys = marks((kind) => kind.surveys === true);

const OLD = classId('ageold');

export class Age {
  /** Class of each page, by host. */
  readonly classes: readonly [Uint8Array, Uint8Array];
  /** Regions whose classes may have changed since a sampler last looked, by host. */
  readonly touched: readonly [Uint8Array, Uint8Array];
  /** Regions that hold a class other than OLD. */
  private readonly young: readonly [Uint8Array, Uint8Array];
  private step = 0;

  constructor(
    private readonly log: Columns,
    private readonly pages: number,
    regions: number,
  ) {
    this.classes = [new Uint8Array(pages).fill(OLD), new Uint8Array(pages).fill(OLD)];
    this.touched = [new Uint8Array(regions).fill(1), new Uint8Array(regions).fill(1)];
    this.young = [new Uint8Array(regions), new Uint8Array(regions)];
  }

  /** Moves to `step`, at most the length of the log. */
  *seeking(step: number): Work<void> {
    if (step === this.step) return;
    this.forget();
    // Oldest first: what happened to a page last is what stays.
    this.step = Number.NaN;
    for (const { chunk, base, first, last } of this.log.spans(Math.max(0, step - AGE_WINDOW), step, PIECE)) {
      for (let i = first; i < last; i++) this.note(chunk, i, step - base - i);
      yield 0;
    }
    this.step = step;
  }

  private forget(): void {
    for (const host of [0, 1] as const) {
      const young = this.young[host];
      for (let r = 0; r < young.length; r++) {
        if (!young[r]) continue;
        young[r] = 0;
        this.touched[host][r] = 1;
        this.classes[host].fill(OLD, r << PMD_ORDER, (r + 1) << PMD_ORDER);
      }
    }
  }

  /** The pages of event `i` of `chunk` are no older than it. */
  private note({ kind, who, page, arg }: Chunk, i: number, ago: number): void {
    const k = kind[i]!;
    if (surveys[k]) return;
    const n = pagesOf(k, arg[i]!);
    if (n === 0) return;
    const host = ((who[i]! >>> 4) & 1) as 0 | 1;
    const classes = this.classes[host];
    const first = firstPageOf(k, page[i]!);
    const end = Math.min(this.pages, first + n);
    const age = ageClass(ago);
    if (n === 1) classes[first] = age;
    else classes.fill(age, first, end);
    for (let p = first; p < end; p += PMD_PAGES) this.mark(host, p >>> PMD_ORDER);
    if (end > first) this.mark(host, (end - 1) >>> PMD_ORDER);
  }

  private mark(host: 0 | 1, region: number): void {
    this.young[host][region] = 1;
    this.touched[host][region] = 1;
  }
}
