/** Taking pages out of page tables: MADV_DONTNEED, munmap, guard regions (mm/memory.c zap_page_range; FACTS Z2-Z6). */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { K } from '../event/event.ts';
import {
  GUARD_MARKER,
  isMarker,
  isNone,
  PIECE,
  PMD_HUGE,
  PMD_HUGE_ZERO,
  PMD_NONE,
  PRESENT,
} from '../event/pageword.ts';
import type { Mm, ZapDetails } from './mm.ts';

export const ZAP_DONTNEED: ZapDetails = { dropMarkers: false, reclaimTables: true };
export const ZAP_UNMAP: ZapDetails = { dropMarkers: true, reclaimTables: false };

/** Zaps [from, to): whole huge pages at once, parts of one after a split of its PMD; the folio stays until its last piece goes
 *  (Z2, Z4, Z6). Returns the cost, ns. */
export function zapRange(
  mm: Mm,
  from: number,
  to: number,
  details: ZapDetails,
  by: number,
  call: number,
): number {
  if (mm.fileOps && mm.isFile(from)) return mm.fileOps.zap(mm, from, to, details, by, call);
  let cost = 0;
  for (let p = from; p < to; ) {
    const region = p >>> PMD_ORDER;
    const next = Math.min(to, (region + 1) << PMD_ORDER);
    cost += zapPmdRange(mm, region, p, next, details, by, call);
    p = next;
  }
  return cost;
}

function zapPmdRange(
  mm: Mm,
  region: number,
  from: number,
  to: number,
  details: ZapDetails,
  by: number,
  call: number,
): number {
  const { out, side } = mm;
  const pmd = side.pmd[region]!;
  if (pmd === PMD_NONE) return mm.sys.costs.dontneedHole;
  const huge = pmd === PMD_HUGE || pmd === PMD_HUGE_ZERO;
  const whole = to - from === PMD_PAGES;
  const reclaims = details.reclaimTables && mm.sys.rules.has('reclaim-page-tables');
  if (whole && (huge || (reclaims && !hasGuard(mm, from, to)))) {
    mm.version.fill(0, from, to);
    out.emit(K.ZAP_PMD, by, from, PMD_PAGES, call);
    return huge
      ? mm.sys.costs.dontneedHuge
      : mm.sys.costs.dontneedSmall + (PMD_PAGES - 1) * mm.sys.costs.dontneedNext;
  }
  let cost = 0;
  if (huge) {
    out.emit(K.PMD_SPLIT, by, region << PMD_ORDER, 0, call);
    cost += mm.sys.costs.dontneedSplit;
    // Of the huge zero page the rest stays: zero pages that are there, which no userfault will ask for (Z5).
    if (pmd === PMD_HUGE) out.emit(K.FOLIO_DEFERRED, by, region << PMD_ORDER, 0, call);
  } else {
    const w = side.words[from]!;
    cost +=
      w & PIECE
        ? mm.sys.costs.dontneedPiece
        : w & PRESENT
          ? mm.sys.costs.dontneedSmall
          : mm.sys.costs.dontneedHole;
  }
  zapPteRange(mm, region, from, to, details, by, call);
  return cost + (to - from - 1) * mm.sys.costs.dontneedNext;
}

/** zap_pte_range: what is there goes, run by run; guard markers stay unless `dropMarkers`. */
function zapPteRange(
  mm: Mm,
  region: number,
  from: number,
  to: number,
  details: ZapDetails,
  by: number,
  call: number,
): void {
  const { out, side } = mm;
  const had = side.pieces[region]!;
  for (let p = from; p < to; ) {
    if (stays(side.words[p]!, details)) {
      p++;
      continue;
    }
    const first = p;
    while (p < to && !stays(side.words[p]!, details)) p++;
    mm.version.fill(0, first, p);
    out.emit(K.ZAP, by, first, p - first, call);
  }
  if (had > 0 && side.pieces[region] === 0) out.emit(K.FOLIO_FREE, by, region << PMD_ORDER, 0, call);
}

const stays = (w: number, details: ZapDetails): boolean =>
  isNone(w) || (!details.dropMarkers && isMarker(w, GUARD_MARKER));

function hasGuard(mm: Mm, from: number, to: number): boolean {
  for (let p = from; p < to; p++) if (isMarker(mm.side.words[p]!, GUARD_MARKER)) return true;
  return false;
}
