/** khugepaged's verdicts in a recording say of which process, not of which region. It walks in address order, so the
 *  region is the next one from its cursor on of which the engine would give the same verdict with the same count. */
import { PMD_PAGES } from '../base/units.ts';
import { PMD_TABLE, PRESENT, ZERO } from '../event/pageword.ts';
import { SCAN_EXCEED_NONE_PTE, SCAN_LACK_REFERENCED_PAGE, SCAN_SUCCEED } from '../event/scan.ts';
import { scanPmd } from '../mm/khugepaged.ts';
import type { Mm } from '../mm/mm.ts';

/** Regions that may be passed and PTE tables that may be read for one recording: bounds what a hostile file can ask for. */
const MOST_STEPS = 1 << 28;
const MOST_LOOKS = 1 << 20;

export class ScanCursor {
  private next = 0;
  private steps = 0;
  private looks = 0;

  constructor(
    private readonly mm: Mm,
    private readonly maxPtesNone: number,
  ) {}

  /** The region that a verdict is about, and the cursor moves behind it; -1 when it is about other memory of the process.
   *  `none` is the recorded count of holes and zero pages, -1 when it was not recorded. */
  take(code: number, none: number): number {
    const { regions } = this.mm.out.state;
    for (let i = 0; i < regions && this.steps < MOST_STEPS && this.looks < MOST_LOOKS; i++) {
      this.steps++;
      const region = (this.next + i) % regions;
      if (!this.fits(region, code, none)) continue;
      this.next = (region + 1) % regions;
      return region;
    }
    return -1;
  }

  private fits(region: number, code: number, none: number): boolean {
    const { mm } = this;
    if (mm.side.pmd[region] !== PMD_TABLE) return false;
    this.looks++;
    const verdict = scanPmd(mm, region, this.maxPtesNone);
    // Whether a page was referenced lately is not known of a recorded guest.
    const mine = verdict.code === SCAN_LACK_REFERENCED_PAGE ? SCAN_SUCCEED : verdict.code;
    if (mine !== code) return false;
    if (none < 0) return code !== SCAN_SUCCEED || holdsPages(mm, region);
    return verdict.none === none && (code === SCAN_EXCEED_NONE_PTE || holdsPages(mm, region));
  }
}

/** The region has a page that is no zero page. */
export function holdsPages(mm: Mm, region: number): boolean {
  const { words } = mm.side;
  for (let p = region * PMD_PAGES, end = p + PMD_PAGES; p < end; p++) {
    const w = words[p]!;
    if (w & PRESENT && !(w & ZERO)) return true;
  }
  return false;
}
