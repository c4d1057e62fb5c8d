/** MADV_FREE and MADV_COLD: pages that reclaim may take (mm/madvise.c madvise_free_pte_range, madvise_free_huge_pmd;
 *  FACTS Z8, Z9). A large folio covered in part is physically split, at once. */
import { PMD_PAGES } from '../base/units.ts';
import { K } from '../event/event.ts';
import { isMarker, PMD_HUGE, PMD_TABLE, POISON_MARKER, PRESENT, ZERO } from '../event/pageword.ts';
import { splitFolio } from './deferred.ts';
import type { Mm } from './mm.ts';
import { eachRegion } from './walk.ts';

export function madviseFree(mm: Mm, from: number, to: number, by: number, cause: number): void {
  const call = mm.out.emit(K.FREE, by, from, to - from, cause);
  eachRegion(from, to, (region, a, b) => {
    const pmd = mm.side.pmd[region];
    if (pmd === PMD_HUGE) {
      // Others would have to free it too.
      if (mm.isShared(a)) return;
      if (b - a === PMD_PAGES) {
        mm.out.emit(K.LAZYFREE, by, a, PMD_PAGES, call);
        return;
      }
      splitFolio(mm, a, by, call);
    }
    if (mm.side.pmd[region] === PMD_TABLE) freePteRange(mm, a, b, by, call);
  });
}

function freePteRange(mm: Mm, from: number, to: number, by: number, call: number): void {
  const { words } = mm.side;
  for (let p = from; p < to; p++)
    if (isMarker(words[p]!, POISON_MARKER)) mm.out.emit(K.MARKER_CLEAR, by, p, 1, call);
  eachFolio(mm, from, to, by, call, (p, n) => {
    const { folios } = mm;
    // A dirty folio that others map too keeps its flag, and its place.
    if (folios?.dirty[folios.folioAt(mm.frame(p))] && mapcount(mm, p) !== n) return;
    mm.out.emit(K.LAZYFREE, by, p, n, call);
  });
}

/** Folios that [from, to) of one page table maps, zero pages left out; one that is covered in part is physically split first,
 *  unless others map it too: then it is passed over. */
export function eachFolio(
  mm: Mm,
  from: number,
  to: number,
  by: number,
  call: number,
  visit: (page: number, n: number) => void,
): void {
  for (let p = from; p < to; ) {
    const w = mm.side.words[p]!;
    if (!(w & PRESENT) || w & ZERO) {
      p++;
      continue;
    }
    const n = batch(mm, p, to);
    const { folios } = mm;
    if (folios && n < 1 << folios.orderAt(mm.frame(p))) {
      if (mm.isShared(p)) p += n;
      else splitFolio(mm, p, by, call);
      continue;
    }
    visit(p, n);
    p += n;
  }
}

/** Mappings of all frames of the page's folio. */
export function mapcount(mm: Mm, page: number): number {
  const { folios } = mm;
  if (!folios) return 1;
  const at = folios.folioAt(mm.frame(page)) * 2;
  return folios.mappings[at]! + folios.mappings[at + 1]!;
}

/** Consecutive PTEs from `page` that map consecutive frames of one folio (folio_pte_batch). */
function batch(mm: Mm, page: number, to: number): number {
  const { folios } = mm;
  if (!folios) return 1;
  const { words } = mm.side;
  const frame = mm.frame(page);
  const folio = folios.folioAt(frame);
  let n = 1;
  while (page + n < to && words[page + n]! & PRESENT && mm.frame(page + n) === frame + n) {
    if (!folios.inFolio(frame + n, folio)) break;
    n++;
  }
  return n;
}

/** madvise_cold: not young any more; a large folio covered in part is split, one that others map too is left alone. */
export function madviseCold(mm: Mm, from: number, to: number, by: number, cause: number): void {
  eachRegion(from, to, (region, a, b) => {
    if (mm.side.pmd[region] === PMD_HUGE) {
      if (mm.isShared(a)) return;
      if (b - a === PMD_PAGES) {
        mm.out.emit(K.COLD, by, a, PMD_PAGES, cause);
        return;
      }
      splitFolio(mm, a, by, cause);
    }
    if (mm.side.pmd[region] === PMD_TABLE)
      eachFolio(mm, a, b, by, cause, (p, n) => {
        if (mapcount(mm, p) === n) mm.out.emit(K.COLD, by, p, n, cause);
      });
  });
}
