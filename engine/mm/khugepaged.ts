/** khugepaged: scans regions of an enlisted process, refuses with a reason or collapses into a new huge page
 *  (mm/khugepaged.c; FACTS K3-K7). Left out: swap, shared pages, pins, NUMA, memcg, allocation failure. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { K } from '../event/event.ts';
import { PMD_HUGE, PMD_HUGE_ZERO, PMD_NONE, PRESENT, UFFD_WP, YOUNG, ZERO } from '../event/pageword.ts';
import {
  SCAN_EXCEED_NONE_PTE,
  SCAN_LACK_REFERENCED_PAGE,
  SCAN_PMD_MAPPED,
  SCAN_PMD_NONE,
  SCAN_PTE_UFFD_WP,
  SCAN_SUCCEED,
  SCAN_VMA_CHECK,
} from '../event/scan.ts';
import { VM_UFFD_MISSING } from '../event/vmalist.ts';
import { COSTS } from './costs.ts';
import type { Mm } from './mm.ts';
import { mayBeHuge } from './thp.ts';

export interface Verdict {
  /** SCAN_… */
  readonly code: number;
  /** None and zero PTEs met until the verdict stood. */
  readonly none: number;
}

/** hpage_collapse_scan_pmd: may this region be collapsed, and if not, why? Changes nothing. */
export function scanPmd(mm: Mm, region: number, maxPtesNone: number): Verdict {
  const first = region << PMD_ORDER;
  if (!mayBeHuge(mm, first)) return { code: SCAN_VMA_CHECK, none: 0 };
  const pmd = mm.side.pmd[region];
  if (pmd === PMD_NONE) return { code: SCAN_PMD_NONE, none: 0 };
  if (pmd === PMD_HUGE || pmd === PMD_HUGE_ZERO) return { code: SCAN_PMD_MAPPED, none: 0 };
  // An armed VMA refuses at its first hole or zero page, whatever max_ptes_none says (K4.3, truth e03).
  const limit = mm.side.vmas.flagsAt(first) & VM_UFFD_MISSING ? 0 : maxPtesNone;
  const { words } = mm.side;
  let none = 0;
  let young = false;
  for (let p = first; p < first + PMD_PAGES; p++) {
    const w = words[p] as number;
    if (!(w & PRESENT) || w & ZERO) {
      if (++none > limit) return { code: SCAN_EXCEED_NONE_PTE, none };
    } else if (w & UFFD_WP) return { code: SCAN_PTE_UFFD_WP, none };
    else if (w & YOUNG) young = true;
  }
  return young ? { code: SCAN_SUCCEED, none } : { code: SCAN_LACK_REFERENCED_PAGE, none };
}

/** collapse_huge_page: copies what is there into a new huge page; holes become zeroes (K5, K6). Emits thp collapse and tells
 *  `mm.onZeroFill` of every hole that it filled. */
export function collapse(mm: Mm, region: number, none: number, by: number, cause: number): void {
  const first = region << PMD_ORDER;
  const { words } = mm.side;
  const holes: number[] = [];
  if (mm.onZeroFill)
    for (let p = first; p < first + PMD_PAGES; p++) if (!((words[p] as number) & PRESENT)) holes.push(p);
  const done = mm.out.emit(K.COLLAPSE, by, first, none, cause);
  mm.spent += COSTS.collapse;
  for (const p of holes) mm.onZeroFill?.(p, done);
}

/** The kernel thread's own state: where its cursor stands and what is left of its pass (K3). */
export interface Khugepaged {
  /** Next region to look at. */
  cursor: number;
  /** Pages left to scan in this pass; 0 between passes. */
  budget: number;
  passes: number;
  fullScans: number;
  collapsed: number;
  /** Event that began this pass. */
  pass: number;
}

export function makeKhugepaged(): Khugepaged {
  return { cursor: 0, budget: 0, passes: 0, fullScans: 0, collapsed: 0, pass: 0 };
}

/** Looks at the region under the cursor and collapses it if it may; moves on. Returns true while the pass goes on. */
export function scanNext(k: Khugepaged, mm: Mm, maxPtesNone: number, by: number): boolean {
  const verdict = scanPmd(mm, k.cursor, maxPtesNone);
  mm.spent += COSTS.khugepagedScan;
  if (verdict.code === SCAN_VMA_CHECK) {
    // A VMA that may not be huge is skipped whole at the price of one page (K3).
    const vma = mm.side.vmas.find(k.cursor << PMD_ORDER);
    k.cursor = vma ? Math.ceil(vma.end / PMD_PAGES) : k.cursor + 1;
    k.budget -= 1;
  } else {
    const scan = mm.out.emit(
      K.KH_SCAN,
      by,
      k.cursor << PMD_ORDER,
      verdict.code | (verdict.none << 8),
      k.pass,
    );
    if (verdict.code === SCAN_SUCCEED) {
      collapse(mm, k.cursor, verdict.none, by, scan);
      k.collapsed++;
    }
    k.cursor++;
    k.budget -= PMD_PAGES;
  }
  if (k.cursor >= mm.out.state.regions) {
    k.cursor = 0;
    k.fullScans++;
    // One enlisted process only: going on would visit it twice in a pass.
    k.budget = 0;
  }
  if (k.budget < 0) k.budget = 0;
  return k.budget > 0;
}
