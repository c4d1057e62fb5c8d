/** khugepaged: scans regions of enlisted processes, refuses with a reason or collapses into a new huge page
 *  (mm/khugepaged.c; FACTS K1, K3-K6, K9, K11-K13). Left out: swapped pages, pins, NUMA, memcg, files. */
import { MS, PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { K } from '../event/event.ts';
import {
  isNone,
  PIECE,
  PMD_HUGE,
  PMD_HUGE_ZERO,
  PMD_NONE,
  PRESENT,
  UFFD_WP,
  YOUNG,
  ZERO,
} from '../event/pageword.ts';
import {
  SCAN_ALLOC_HUGE_PAGE_FAIL,
  SCAN_EXCEED_NONE_PTE,
  SCAN_EXCEED_SHARED_PTE,
  SCAN_EXCEED_SWAP_PTE,
  SCAN_FAIL,
  SCAN_LACK_REFERENCED_PAGE,
  SCAN_PAGE_COMPOUND,
  SCAN_PAGE_COUNT,
  SCAN_PMD_MAPPED,
  SCAN_PMD_NONE,
  SCAN_PTE_UFFD_WP,
  SCAN_SUCCEED,
  SCAN_VMA_CHECK,
} from '../event/scan.ts';
import { VM_UFFD } from '../event/vmalist.ts';
import type { Mm } from './mm.ts';
import { allowsPmd, fits, pmdEnabled, TVA_FORCED_COLLAPSE, TVA_KHUGEPAGED } from './thp.ts';

export interface Verdict {
  /** SCAN_… */
  readonly code: number;
  /** None and zero PTEs met until the verdict stood. */
  readonly none: number;
  /** Entries that are neither empty nor a page: markers. They pass the scan and fail the collapse. */
  readonly unmapped?: number;
}

const verdict = (code: number, none = 0): Verdict => ({ code, none });

/** hpage_collapse_scan_pmd: may this region be collapsed, and if not, why? Changes nothing (K4). `forced` is MADV_COLLAPSE, which
 *  no tunable stops (K11). */
export function scanPmd(mm: Mm, region: number, maxPtesNone: number, forced = false): Verdict {
  const first = region << PMD_ORDER;
  const vma = mm.side.vmas.find(first);
  const tva = forced ? TVA_FORCED_COLLAPSE : TVA_KHUGEPAGED;
  if (!vma || !fits(vma, first, PMD_ORDER) || !allowsPmd(mm, vma, tva)) return verdict(SCAN_VMA_CHECK);
  const pmd = mm.side.pmd[region];
  if (pmd === PMD_NONE) return verdict(SCAN_PMD_NONE);
  if (pmd === PMD_HUGE || pmd === PMD_HUGE_ZERO) return verdict(SCAN_PMD_MAPPED);
  // An armed VMA refuses at its first hole or zero page, whatever max_ptes_none says (K4.3, truth e03).
  const most = vma.flags & VM_UFFD ? 0 : forced ? PMD_PAGES : maxPtesNone;
  const { words } = mm.side;
  const { max_ptes_shared, max_ptes_swap } = mm.sys.khugepaged;
  const countsShared = mm.folios !== null;
  // 2017 (K9).
  const refusesPieces = !mm.sys.rules.has('collapse-pte-mapped-thp');
  const refusesShared = !mm.sys.rules.has('max-ptes-shared');
  let none = 0;
  let shared = 0;
  let unmapped = 0;
  let referenced = 0;
  for (let p = first; p < first + PMD_PAGES; p++) {
    const w = words[p]!;
    if (!(w & PRESENT) && !isNone(w)) {
      if (!forced && unmapped >= max_ptes_swap) return verdict(SCAN_EXCEED_SWAP_PTE, none);
      if (w & UFFD_WP) return verdict(SCAN_PTE_UFFD_WP, none);
      unmapped++;
    } else if (!(w & PRESENT) || w & ZERO) {
      if (++none > most) return verdict(SCAN_EXCEED_NONE_PTE, none);
    } else if (w & UFFD_WP) return verdict(SCAN_PTE_UFFD_WP, none);
    else {
      if (refusesPieces && w & PIECE) return verdict(SCAN_PAGE_COMPOUND, none);
      if (countsShared && mm.isShared(p) && ++shared > (refusesShared ? 0 : max_ptes_shared) && !forced)
        return verdict(refusesShared ? SCAN_PAGE_COUNT : SCAN_EXCEED_SHARED_PTE, none);
      if (w & YOUNG || mm.folios?.referenced[mm.folios.folioAt(mm.frame(p))]) referenced++;
    }
  }
  if (!forced && (referenced === 0 || (unmapped > 0 && referenced < PMD_PAGES / 2)))
    return verdict(SCAN_LACK_REFERENCED_PAGE, none);
  return { code: SCAN_SUCCEED, none, unmapped };
}

/** Scans a region, tells the verdict, and collapses if it may. `code` is the final verdict; `collapse` what became of the
 *  collapse, null when none was tried. */
export function scanAndCollapse(
  mm: Mm,
  region: number,
  forced: boolean,
  by: number,
  cause: number,
): { code: number; none: number; collapse: number | null } {
  const found = scanPmd(mm, region, mm.sys.khugepaged.max_ptes_none, forced);
  mm.spent += mm.sys.costs.khugepagedScan;
  let { code } = found;
  let tried: number | null = null;
  if (code === SCAN_SUCCEED) {
    if (!mm.sys.allocateLarge()) code = SCAN_ALLOC_HUGE_PAGE_FAIL;
    else if (found.unmapped) code = SCAN_FAIL;
    tried = code;
  }
  const scan = mm.out.emit(K.KH_SCAN, by, region << PMD_ORDER, code | (found.none << 8), cause);
  if (code === SCAN_SUCCEED) collapse(mm, region, found.none, by, scan);
  return { code, none: found.none, collapse: tried };
}

/** collapse_huge_page: copies what is there into a new huge page; holes become zeroes (K5, K6). Emits thp collapse and tells
 *  `mm.onZeroFill` of every hole that it filled. */
export function collapse(mm: Mm, region: number, none: number, by: number, cause: number): void {
  const first = region << PMD_ORDER;
  const { words } = mm.side;
  const holes: number[] = [];
  if (mm.onZeroFill)
    for (let p = first; p < first + PMD_PAGES; p++) if (!(words[p]! & PRESENT)) holes.push(p);
  const done = mm.out.emit(K.COLLAPSE, by, first, none, cause);
  mm.spent += mm.sys.costs.collapse;
  for (const p of holes) mm.onZeroFill?.(p, done);
}

/** The kernel thread's own state: where its cursor stands and what is left of its pass (K3). */
export interface Khugepaged {
  /** Next region to look at. */
  cursor: number;
  /** Pages left to scan in this pass; 0 between passes. With the kernel's defaults 8 regions every 10 s, 1.6 MiB/s (K3a). */
  budget: number;
  passes: number;
  /** Counters as sysfs has them: full_scans, pages_collapsed (K12). */
  fullScans: number;
  collapsed: number;
  /** Event that began this pass. */
  pass: number;
  /** It has slept for want of a huge page in this pass. */
  slept: boolean;
}

export function makeKhugepaged(): Khugepaged {
  return { cursor: 0, budget: 0, passes: 0, fullScans: 0, collapsed: 0, pass: 0, slept: false };
}

/** Looks at the region under the cursor and collapses it if it may; moves on. Returns true while the pass goes on. Without a free
 *  huge page it sleeps, once in a pass, and at the second time ends it (K10). */
export function scanNext(k: Khugepaged, mm: Mm, by: number): boolean {
  const first = k.cursor << PMD_ORDER;
  const vma = mm.side.vmas.find(first);
  if (!vma || !fits(vma, first, PMD_ORDER) || !allowsPmd(mm, vma, TVA_KHUGEPAGED)) {
    mm.spent += mm.sys.costs.khugepagedScan;
    // A VMA that may not be huge is skipped whole at the price of one page (K3).
    k.cursor = vma ? Math.ceil(vma.end / PMD_PAGES) : k.cursor + 1;
    k.budget -= 1;
  } else {
    const { code } = scanAndCollapse(mm, k.cursor, false, by, k.pass);
    k.cursor++;
    k.budget -= PMD_PAGES;
    if (code === SCAN_SUCCEED) k.collapsed++;
    else if (code === SCAN_ALLOC_HUGE_PAGE_FAIL) {
      if (k.slept) k.budget = 0;
      else mm.spent += mm.sys.khugepaged.alloc_sleep_millisecs * MS;
      k.slept = true;
    }
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

/** Scans one region as khugepaged would, if its VMA may have huge pages. */
export function scanRegion(mm: Mm, region: number, by: number, cause: number): void {
  const first = region << PMD_ORDER;
  const vma = mm.side.vmas.find(first);
  if (vma && fits(vma, first, PMD_ORDER) && allowsPmd(mm, vma, TVA_KHUGEPAGED))
    scanAndCollapse(mm, region, false, by, cause);
}

/** One scan of everything that khugepaged has enlisted, as `khugepaged-run` of a script has it; tells every verdict. */
export function scanEverything(
  mms: readonly Mm[],
  by: (mm: Mm) => number,
  cause: number,
  tell: (mm: Mm, result: { code: number; none: number; collapse: number | null }) => void,
): void {
  for (const mm of mms) {
    if (!pmdEnabled(mm.sys)) return;
    for (const vma of mm.side.vmas.list.map((v) => ({ ...v }))) {
      const end = Math.floor(vma.end / PMD_PAGES);
      for (let region = Math.ceil(vma.start / PMD_PAGES); region < end; region++) {
        if (!allowsPmd(mm, vma, TVA_KHUGEPAGED)) break;
        tell(mm, scanAndCollapse(mm, region, false, by(mm), cause));
      }
    }
  }
}
