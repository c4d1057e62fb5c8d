/** A number a page and host that follows from the log alone, at any step: folded forward from the nearest mark below the step.
 *  Marks are kept by region, at even distances, when the fold first passes there; `grow` makes them all while nobody waits. So a
 *  seek folds at most one distance, and playing folds only the events between two frames. */
import { type Work, whole } from '../base/work.ts';
import { CHUNK, type Chunk, type Columns } from '../log/columns.ts';
import { Places } from '../log/places.ts';
import { type Numbers, RegionPool } from '../log/regionpool.ts';

/** Events between two marks: in bigger guests an eighth of their pages, because a mark looks at every region; and never so many
 *  that folding them keeps a reader waiting. */
const DISTANCE_MIN = CHUNK;
const DISTANCE_MOST = 1 << 20;

export abstract class PageTally<N extends Numbers> {
  /** Regions whose numbers changed since a sampler last looked, by host. */
  readonly touched: readonly [Uint8Array, Uint8Array];
  private readonly pool: RegionPool<N>;
  private readonly places: Places;
  /** By step, the places of all regions, by host. */
  private readonly marks = new Map<number, readonly [Uint32Array, Uint32Array]>();
  private readonly distance: number;
  private step = 0;

  constructor(
    private readonly log: Columns,
    /** A number a page, by host. */
    readonly numbers: readonly [N, N],
    regions: number,
  ) {
    this.touched = [new Uint8Array(regions).fill(1), new Uint8Array(regions).fill(1)];
    this.pool = new RegionPool(numbers[0].constructor as new (length: number) => N);
    this.places = new Places(regions);
    this.distance = Math.max(DISTANCE_MIN, Math.min(numbers[0].length >>> 3, DISTANCE_MOST));
  }

  /** Folds events [from, to) of a chunk into the numbers, and notes the regions they are about. */
  protected abstract fold(chunk: Chunk, from: number, to: number): void;

  /** Bytes of the numbers and all that is kept of them. */
  get bytes(): number {
    const [src, dst] = this.numbers;
    return src.byteLength + dst.byteLength + this.pool.bytes + this.marks.size * 8 * this.touched[0].length;
  }

  /** Moves to `step`, which is clamped to the log. */
  seek(step: number): void {
    whole(this.seeking(step));
  }

  /** The same, one at a time. Where it is given up, the next one goes on from there. */
  *seeking(step: number): Work<void> {
    const to = Math.max(0, Math.min(this.log.length, step));
    let base = to - (to % this.distance);
    while (base > 0 && !this.marks.has(base)) base -= this.distance;
    if (to < this.step || base > this.step) yield* this.restore(base);
    while (this.step < to) {
      const next = (Math.floor(this.step / this.distance) + 1) * this.distance;
      const end = Math.min(to, next, this.step + CHUNK);
      this.foldTo(end);
      if (end % this.distance === 0 && !this.marks.has(end)) this.marks.set(end, this.keep());
      yield end / to;
    }
  }

  /** Goes up to `maxEvents` on towards the first mark that is not there yet, wherever it stands; true when there are all. */
  grow(maxEvents: number): boolean {
    let next = this.distance;
    while (this.marks.has(next)) next += this.distance;
    if (next > this.log.length) return true;
    const from = this.step >= next - this.distance && this.step < next ? this.step : next - this.distance;
    this.seek(Math.min(next, from + maxEvents));
    return false;
  }

  private keep(): readonly [Uint32Array, Uint32Array] {
    const of = (host: 0 | 1) =>
      this.places.keepAll(host, (region) => this.pool.pack(this.numbers[host], region));
    return [of(0), of(1)];
  }

  private *restore(base: number): Work<void> {
    const mark = this.marks.get(base);
    this.step = Number.POSITIVE_INFINITY;
    for (const host of [0, 1] as const) {
      const numbers = this.numbers[host];
      if (mark)
        yield* this.places.moveTo(host, mark[host], this.touched[host], (place, region) =>
          this.pool.unpack(place, numbers, region),
        );
      else {
        numbers.fill(0);
        this.touched[host].fill(1);
      }
    }
    if (!mark) this.places.forget();
    this.step = base;
  }

  private foldTo(to: number): void {
    this.places.follow(this.touched, () => {
      for (const { chunk, first, last } of this.log.spans(this.step, to)) this.fold(chunk, first, last);
    });
    this.step = Math.max(this.step, to);
  }
}
