/** PAGEMAP_SCAN: ranges of pages by category, write-protecting what it reports (fs/proc/task_mmu.c; FACTS C5). The categories
 *  asked for are those of a dirty tracker: pages written since they were last protected. */
import { PAGE_BYTES, PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { EINVAL, EPERM } from '../event/errno.ts';
import { K } from '../event/event.ts';
import {
  GUARD_MARKER,
  HUGE,
  isMarker,
  isNone,
  PMD_NONE,
  POISON_MARKER,
  PRESENT,
  UFFD_WP,
  ZERO,
} from '../event/pageword.ts';
import { VM_UFFD_WP, type Vma } from '../event/vmalist.ts';
import type { Mm } from './mm.ts';
import { uffdWpRange } from './userfaultfd.ts';
import { eachRun } from './walk.ts';

/** [first page, pages, categories]: W written, F of a file, P present, Z zero page, H huge, A write-protection allowed, S swap or marker. */
export type ScannedRange = readonly [page: number, n: number, categories: string];

export interface PagemapScanHow {
  /** PM_SCAN_WP_MATCHING. */
  readonly wp: boolean;
  /** PM_SCAN_CHECK_WPASYNC. */
  readonly checkasync: boolean;
}

/** Scans [start, start + len) bytes for written pages. A negative errno, or the ranges found. */
export function pagemapScan(
  mm: Mm,
  start: number,
  len: number,
  how: PagemapScanHow,
  by: number,
  cause: number,
): number | readonly ScannedRange[] {
  if (!mm.sys.rules.has('pagemap-scan') || start % PAGE_BYTES !== 0) return -EINVAL;
  const from = start / PAGE_BYTES;
  const to = from + Math.ceil(len / PAGE_BYTES);
  const found: [number, number, string][] = [];
  for (const vma of mm.side.vmas.within(from, to)) {
    const allowed = (mm.uffd?.wpAsync ?? false) && (vma.flags & VM_UFFD_WP) !== 0;
    if (!allowed && how.checkasync) return -EPERM;
    if (!allowed && how.wp) continue;
    const first = Math.max(from, vma.start);
    const end = Math.min(to, vma.end);
    if (how.wp) splitInPart(mm, first, end, by, cause);
    const written = findWritten(mm, first, end, allowed, found);
    if (how.wp) for (const [page, n] of written) protect(mm, vma, page, page + n, by, cause);
  }
  return found;
}

/** A huge page is protected whole or as small pages, and reported as what it then is: written ones that reach out of [from, to) are
 *  split. */
function splitInPart(mm: Mm, from: number, to: number, by: number, cause: number): void {
  for (const page of [from, to - 1])
    if (mm.isHuge(page) && category(mm, page, true) && !coversRegion(page, from, to))
      mm.out.emit(K.PMD_SPLIT, by, (page >>> PMD_ORDER) << PMD_ORDER, 0, cause);
}

/** Adds the written pages of [from, to) to `found`, by category; returns their runs whatever the category. */
function findWritten(
  mm: Mm,
  from: number,
  to: number,
  allowed: boolean,
  found: [number, number, string][],
): [number, number][] {
  const written: [number, number][] = [];
  for (let p = from; p < to; p++) {
    const categories = category(mm, p, allowed);
    if (!categories) continue;
    const last = found[found.length - 1];
    if (last && last[2] === categories && last[0] + last[1] === p) last[1]++;
    else found.push([p, 1, categories]);
    const run = written[written.length - 1];
    if (run && run[0] + run[1] === p) run[1]++;
    else written.push([p, 1]);
  }
  return written;
}

/** Protects written pages. Other markers are swap entries to it, and take the bit beside what they are (make_uffd_wp_pte). */
function protect(mm: Mm, vma: Vma, from: number, to: number, by: number, cause: number): void {
  uffdWpRange(mm, vma, from, to, true, by, cause);
  eachRun(
    mm.side.words,
    from,
    to,
    (w) => (isOther(w) ? K.WP_MARK : 0),
    (kind, p, run) => mm.out.emit(kind, by, p, run, cause),
  );
}

const isOther = (w: number): boolean =>
  (w & (PRESENT | UFFD_WP)) === 0 && (isMarker(w, POISON_MARKER) || isMarker(w, GUARD_MARKER));

/** The region of `page` lies wholly in [from, to). */
function coversRegion(page: number, from: number, to: number): boolean {
  const first = (page >>> PMD_ORDER) << PMD_ORDER;
  return first >= from && first + PMD_PAGES <= to;
}

/** Letters of a written page; empty for a page that is protected. Where there is no table, a hole counts as written only in
 *  memory that is registered for protection. */
function category(mm: Mm, page: number, allowed: boolean): string {
  if (mm.side.pmd[page >>> PMD_ORDER] === PMD_NONE)
    return mm.side.vmas.flagsAt(page) & VM_UFFD_WP ? `W${allowed ? 'A' : ''}` : '';
  const w = mm.side.words[page]!;
  if (w & UFFD_WP) return '';
  const a = allowed ? 'A' : '';
  if (isNone(w)) return `W${a}`;
  if (!(w & PRESENT)) return `WS${w & GUARD_MARKER ? 'G' : ''}${a}`;
  return `W${mm.isFile(page) ? 'F' : ''}P${w & ZERO ? 'Z' : ''}${w & HUGE ? 'H' : ''}${a}`;
}
