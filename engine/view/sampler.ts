/** Cells of one field for a frame: one class byte a page for tiles in view, or a share bar of 16 for tiles far out; and how many
 *  pages of the guest each class has. Bars and counts are kept a region and made again only where events touched it, so a
 *  frame is bound by pixels. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { type Work, whole } from '../base/work.ts';
import { REGIONS } from '../log/places.ts';
import { CELL_CLASSES, type Lens, LOUD } from './lens.ts';
import type { Reading } from './readings.ts';

const BAR = 16;
const CLASSES = CELL_CLASSES.length;
/** By class, the one that is a part of it, 0 where none is; and whether it is a part itself. */
const part = CELL_CLASSES.map(({ id }) =>
  Math.max(
    0,
    CELL_CLASSES.findIndex((c) => c.partOf === id),
  ),
);
const isPart = CELL_CLASSES.map((c) => c.partOf !== undefined);

export class Sampler {
  private bars: Uint8Array | null = null;
  private lens: Lens | null = null;
  /** Pages by class, a row a region. */
  private tallies = new Uint16Array(0);
  private readonly totals = new Uint32Array(CLASSES);

  constructor(private readonly pages: number) {}

  /** Brings bars and counts to what `reading` says now; `lens` is whose it is. */
  refresh(lens: Lens, reading: Reading): void {
    whole(this.refreshing(lens, reading));
  }

  /** The same. */
  *refreshing(lens: Lens, reading: Reading): Work<void> {
    const { touched } = reading;
    if (!this.bars || this.lens !== lens) {
      this.bars = new Uint8Array(touched.length * BAR);
      this.tallies = new Uint16Array(touched.length * CLASSES);
      this.totals.fill(0);
      this.lens = lens;
      touched.fill(1);
    }
    for (let r = 0; r < touched.length; r++) {
      if (!touched[r]) continue;
      touched[r] = 0;
      this.region(r, reading);
      if (r % REGIONS === 0) yield r / touched.length;
    }
  }

  /** Pages of the whole guest by class, as of the last refresh. */
  counts(): Uint32Array {
    return this.totals.slice();
  }

  /** count × sub bytes; what lies past the end of the guest is class 0. */
  cells(reading: Reading, first: number, count: number, sub: 512 | 16): Uint8Array {
    const out = new Uint8Array(count * sub);
    if (sub === PMD_PAGES) {
      const from = first << PMD_ORDER;
      reading.read(out, from, Math.max(0, Math.min(this.pages - from, count << PMD_ORDER)));
      return out;
    }
    const bars = this.bars ?? out;
    out.set(bars.subarray(first * BAR, Math.min(bars.length, (first + count) * BAR)));
    return out;
  }

  /** Classes by their share of 512 pages, in class order; a loud class gets a strip however few its pages are. */
  private region(region: number, reading: Reading): void {
    const { totals } = this;
    const tally = this.tallies.subarray(region * CLASSES, (region + 1) * CLASSES);
    for (let c = 0; c < CLASSES; c++) totals[c] = totals[c]! - tally[c]!;
    tally.fill(0);
    const from = region << PMD_ORDER;
    const n = Math.min(PMD_PAGES, this.pages - from);
    reading.count(tally, from, n);
    for (let c = 0; c < CLASSES; c++) totals[c] = totals[c]! + tally[c]!;
    this.bar(region, tally);
  }

  private bar(region: number, tally: Uint16Array): void {
    const bars = this.bars!;
    const at = region * BAR;
    let strip = 0;
    let seen = 0;
    for (let c = 0; c < CLASSES; c++) {
      if (isPart[c]) continue;
      const of = part[c] ? tally[part[c]!]! : 0;
      const n = tally[c]! + of;
      if (n === 0) continue;
      seen += n;
      const end = Math.min(BAR, Math.max(strip + (n >= 8 ? 1 : 0), Math.round((seen * BAR) / PMD_PAGES)));
      const own = of === 0 ? end : end - Math.round(((end - strip) * of) / n);
      while (strip < end) {
        bars[at + strip] = strip < own ? c : part[c]!;
        strip++;
      }
    }
    bars.fill(0, at + strip, at + BAR);
    for (const c of LOUD) if (tally[c]! > 0) bars[at + BAR - 1] = c;
  }
}
