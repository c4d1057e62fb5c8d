/** MADV_PAGEOUT where there is no swap: mm/madvise.c madvise_cold_or_pageout_pte_range, mm/vmscan.c shrink_folio_list
 *  (FACTS Z8, Z9). Nothing can be written out, so only clean lazily free pages go; on the way large folios are split, because
 *  a swap slot for 4 KB might have been found. */
import { PMD_PAGES } from '../base/units.ts';
import { K } from '../event/event.ts';
import { DIRTY, HUGE, PMD_HUGE, PMD_TABLE } from '../event/pageword.ts';
import { splitFolio } from './deferred.ts';
import { eachFolio, mapcount } from './free.ts';
import type { Mm } from './mm.ts';
import { reclaimShared } from './shmem.ts';
import { eachRegion } from './walk.ts';

export function madvisePageout(mm: Mm, from: number, to: number, by: number, cause: number): void {
  const call = mm.out.emit(K.PAGEOUT, by, from, to - from, cause);
  eachRegion(from, to, (region, a, b) => {
    if (mm.side.pmd[region] === PMD_HUGE) {
      // Others' mappings are not interfered with.
      if (mm.isShared(a)) return;
      if (b - a === PMD_PAGES) {
        shrinkFolio(mm, a, PMD_PAGES, by, call);
        return;
      }
      splitFolio(mm, a, by, call);
    }
    if (mm.side.pmd[region] === PMD_TABLE)
      eachFolio(mm, a, b, by, call, (p, n) => {
        if (mapcount(mm, p) === n) shrinkFolio(mm, p, n, by, call);
      });
  });
}

/** shrink_folio_list of one folio that `n` pages from `page` map, all of it. */
function shrinkFolio(mm: Mm, page: number, n: number, by: number, call: number): void {
  const { folios } = mm;
  if (mm.isFile(page)) {
    reclaimShared(mm, page, n, isDirty(mm, page, n), by, call);
    return;
  }
  if (!folios?.lazy[folios.folioAt(mm.frame(page))]) {
    // folio_alloc_swap fails; what a large folio is split into has no better luck.
    if (n > 1) splitFolio(mm, page, by, call);
    return;
  }
  // TTU_SPLIT_HUGE_PMD; a dirty PMD makes the folio dirty.
  if (mm.side.words[page]! & HUGE) mm.out.emit(K.PMD_SPLIT, by, page, 0, call);
  if (isDirty(mm, page, n)) mm.out.emit(K.SWAPBACKED, by, page, n, call);
  else {
    mm.version.fill(0, page, page + n);
    mm.out.emit(K.ZAP, by, page, n, call);
  }
}

/** Written to since MADV_FREE: by the folio's flag, or by any entry that maps it (all are unmapped as one batch). */
function isDirty(mm: Mm, page: number, n: number): boolean {
  const { folios } = mm;
  if (folios?.dirty[folios.folioAt(mm.frame(page))]) return true;
  for (let p = page; p < page + n; p++) if (mm.side.words[p]! & DIRTY) return true;
  return false;
}
