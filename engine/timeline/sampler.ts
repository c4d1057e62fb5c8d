/** Cells of one field for a frame: one class byte a page for tiles in view, or a share bar of 16 for tiles far out.
 *  Share bars are kept a region and made again only where events touched it, so a frame is bound by pixels. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import type { Host } from '../event/pageword.ts';
import type { MemoryState } from '../event/state.ts';
import { CELL_CLASSES, type Lens, LOUD, lensTable } from './lens.ts';

const BAR = 16;

export class Sampler {
  private bars: Uint8Array | null = null;
  private lens: Lens | null = null;
  private readonly tally = new Uint32Array(CELL_CLASSES.length);

  constructor(
    private readonly state: MemoryState,
    private readonly host: Host,
  ) {}

  /** count × sub bytes; regions past the end of the guest are class 0. */
  cells(lens: Lens, first: number, count: number, sub: 512 | 16): Uint8Array {
    const table = lensTable(lens, this.host);
    const { words } = this.state.side(this.host);
    const out = new Uint8Array(count * sub);
    if (sub === PMD_PAGES) {
      const from = first << PMD_ORDER;
      const n = Math.max(0, Math.min(words.length - from, count << PMD_ORDER));
      for (let i = 0; i < n; i++) out[i] = table[words[from + i] as number] as number;
      return out;
    }
    this.refreshBars(lens, table, words);
    const bars = this.bars as Uint8Array;
    out.set(bars.subarray(first * BAR, Math.min(bars.length, (first + count) * BAR)));
    return out;
  }

  private refreshBars(lens: Lens, table: Uint8Array, words: Uint16Array): void {
    const { regions } = this.state;
    const touched = this.state.touched[this.host];
    if (!this.bars || this.lens !== lens) {
      this.bars = new Uint8Array(regions * BAR);
      this.lens = lens;
      touched.fill(1);
    }
    for (let r = 0; r < regions; r++) {
      if (!touched[r]) continue;
      touched[r] = 0;
      this.bar(r, table, words);
    }
  }

  /** Classes by their share of 512 pages, in class order; a loud class gets a strip however few its pages are. */
  private bar(region: number, table: Uint8Array, words: Uint16Array): void {
    const { tally } = this;
    tally.fill(0);
    const from = region << PMD_ORDER;
    for (let p = from; p < from + PMD_PAGES; p++) {
      const c = table[words[p] as number] as number;
      tally[c] = (tally[c] as number) + 1;
    }
    const bars = this.bars as Uint8Array;
    const at = region * BAR;
    let strip = 0;
    let seen = 0;
    for (let c = 0; c < tally.length; c++) {
      const n = tally[c] as number;
      if (n === 0) continue;
      seen += n;
      const end = Math.max(strip + (n >= 8 ? 1 : 0), Math.round((seen * BAR) / PMD_PAGES));
      while (strip < end && strip < BAR) bars[at + strip++] = c;
    }
    for (const c of LOUD) if ((tally[c] as number) > 0) bars[at + BAR - 1] = c;
  }
}
