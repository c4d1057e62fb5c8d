/** A number a page and host that follows from the log alone, at any step: folded forward from the nearest mark below the step.
 *  Marks are plain copies at even distances, made the first time the fold passes there, as many as fit into MARK_BYTES; so a
 *  seek folds at most one distance, and playing folds only the events between two frames. */
import { CHUNK, type Chunk, type Columns } from '../log/columns.ts';

/** Room for the marks of one tally. */
const MARK_BYTES = 128 << 20;
/** More marks than this make no seek feel faster. */
const MARKS_MAX = 16;

type Numbers = Uint16Array | Uint32Array;

export abstract class PageTally<N extends Numbers> {
  /** Regions whose numbers changed since a sampler last looked, by host. */
  readonly touched: readonly [Uint8Array, Uint8Array];
  private readonly marks = new Map<number, readonly [N, N]>();
  private readonly distance: number;
  private step = 0;

  constructor(
    private readonly log: Columns,
    /** A number a page, by host. */
    readonly numbers: readonly [N, N],
    regions: number,
  ) {
    this.touched = [new Uint8Array(regions).fill(1), new Uint8Array(regions).fill(1)];
    const bytes = numbers[0].byteLength + numbers[1].byteLength;
    const marks = Math.max(1, Math.min(MARKS_MAX, Math.floor(MARK_BYTES / Math.max(1, bytes))));
    this.distance = Math.max(CHUNK, Math.ceil(log.length / (marks + 1)));
  }

  /** Folds events [from, to) of a chunk into the numbers, and notes the regions they are about. */
  protected abstract fold(chunk: Chunk, from: number, to: number): void;

  /** Moves to `step`, which is clamped to the log. */
  seek(step: number): void {
    const to = Math.max(0, Math.min(this.log.length, step));
    let base = to - (to % this.distance);
    while (base > 0 && !this.marks.has(base)) base -= this.distance;
    if (to < this.step || base > this.step) this.restore(base);
    while (this.step < to) {
      const end = Math.min(to, (Math.floor(this.step / this.distance) + 1) * this.distance);
      this.foldTo(end);
      if (end % this.distance === 0 && !this.marks.has(end)) this.marks.set(end, this.copy());
    }
  }

  private copy(): readonly [N, N] {
    return [this.numbers[0].slice() as N, this.numbers[1].slice() as N];
  }

  private restore(base: number): void {
    const mark = this.marks.get(base);
    for (const host of [0, 1] as const) {
      if (mark) this.numbers[host].set(mark[host]);
      else this.numbers[host].fill(0);
      this.touched[host].fill(1);
    }
    this.step = base;
  }

  private foldTo(to: number): void {
    for (const { chunk, first, last } of this.log.spans(this.step, to)) this.fold(chunk, first, last);
    this.step = Math.max(this.step, to);
  }
}
