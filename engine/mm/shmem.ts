/** Shared memory: MAP_SHARED|MAP_ANONYMOUS and memfd, which are the same file underneath (mm/shmem.c, mm/filemap.c, and what
 *  mm/memory.c and mm/khugepaged.c do for files). Pages belong to the page cache; page tables only point to them, are dropped
 *  without loss, and are filled again by faults. A page of a file is named by the page where it was mapped first (`home`):
 *  vm_pgoff of every VMA counts in those. Left out: swap, sealing, shmem_enabled other than `never`, two mappings of one memfd. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { onHost } from '../event/actor.ts';
import { FILE_WRITE, K } from '../event/event.ts';
import { NO_FRAME } from '../event/folios.ts';
import {
  GUARD_MARKER,
  HUGE,
  isMarker,
  isNone,
  PMD_HUGE,
  PMD_NONE,
  PMD_TABLE,
  PRESENT,
  UFFD_WP,
} from '../event/pageword.ts';
import {
  SCAN_EXCEED_NONE_PTE,
  SCAN_FAIL,
  SCAN_PMD_MAPPED,
  SCAN_PTE_MAPPED_HUGEPAGE,
  SCAN_PTE_UFFD_WP,
  SCAN_SUCCEED,
  SCAN_TRUNCATED,
  SCAN_VMA_CHECK,
} from '../event/scan.ts';
import type { Side } from '../event/state.ts';
import { VM_SHARED, VM_UFFD, VM_UFFD_MISSING, VM_UFFD_WP, type Vma } from '../event/vmalist.ts';
import type { FileOps, Mm } from './mm.ts';
import { fits, maySetPmd } from './thp.ts';
import { eachRun } from './walk.ts';

/** fault_around_bytes / PAGE_SIZE. */
const AROUND = 16;

const homeOf = (vma: Vma, page: number): number => vma.pgoff + page - vma.start;
const firstOf = (page: number): number => (page >>> PMD_ORDER) << PMD_ORDER;

function cachedFrame(mm: Mm, home: number): number {
  return mm.folios?.cache[home] ?? NO_FRAME;
}

/** The folio that caches `home`: its first page and its order. */
function cachedFolio(mm: Mm, home: number): { first: number; order: number } | null {
  const { folios } = mm;
  const frame = cachedFrame(mm, home);
  if (!folios || frame === NO_FRAME) return null;
  const folio = folios.folioAt(frame);
  return {
    first: home - (frame - folios.first[folio]!),
    order: folios.order[folio]!,
  };
}

/** Contents of [page, page + n) as the file has them. */
function load(mm: Mm, vma: Vma, page: number, n: number): void {
  for (let p = page; p < page + n; p++) mm.version[p] = mm.sys.shmem?.get(homeOf(vma, p)) ?? 0;
}

/** A thread wrote the page full: all who map it see that. */
export function storeShared(mm: Mm, page: number, value: number): void {
  const home = homeOf(mm.side.vmas.find(page)!, page);
  mm.sys.shmem?.set(home, value);
  for (const one of mm.peer ? [mm, mm.peer] : [mm])
    for (const v of one.side.vmas.list) {
      const p = v.start + home - v.pgoff;
      if (v.flags & VM_SHARED && p >= v.start && p < v.end) one.version[p] = value;
    }
}

/** do_read_fault and do_shared_fault of an empty PTE. False: the file has no such page and its owner has to be asked. */
function shmemFault(mm: Mm, vma: Vma, page: number, write: boolean, by: number, cause: number): boolean {
  // uffd_disable_fault_around: protection has to be told page by page.
  if (!write && !(vma.flags & VM_UFFD_WP) && faultAround(mm, vma, page, by, cause)) {
    mm.spent += mm.sys.costs.faultZero;
    return true;
  }
  const home = homeOf(vma, page);
  if (cachedFrame(mm, home) === NO_FRAME) {
    if (vma.flags & VM_UFFD_MISSING) return false;
    mm.sys.shmem?.set(home, 0);
    mm.out.emit(K.SHMEM_ADD, by, home, 0, cause);
  }
  mm.spent += mm.sys.costs.faultSmall;
  finishFault(mm, vma, page, write, by, cause);
  return true;
}

/** do_fault_around, filemap_map_pages: maps what the file has of the 16 pages around, or its huge page. True when that included
 *  the page itself. */
function faultAround(mm: Mm, vma: Vma, page: number, by: number, cause: number): boolean {
  const { words, pmd } = mm.side;
  const from = Math.max(page & ~(AROUND - 1), vma.start);
  const to = Math.min(from + AROUND, firstOf(page) + PMD_PAGES, vma.end);
  let found = from;
  while (found < to && cachedFrame(mm, homeOf(vma, found)) === NO_FRAME) found++;
  if (found === to) return false;
  // filemap_map_pmd asks of the first folio found.
  if (pmd[page >>> PMD_ORDER] === PMD_NONE && setPmd(mm, vma, page, found, false, by, cause)) return true;
  const ready = (p: number): boolean => isNone(words[p]!) && cachedFrame(mm, homeOf(vma, p)) !== NO_FRAME;
  for (let p = found; p < to; ) {
    // filemap_map_folio_range: of a large folio all that is in the VMA and the page table, if that is all of it.
    const folio = wholeFolio(mm, vma, p);
    const end = folio ? folio.end : p + 1;
    for (let q = folio ? folio.first : p; q < end; ) {
      const first = q++;
      if (!ready(first)) continue;
      while (q < end && ready(q)) q++;
      mapFile(mm, vma, first, q - first, false, by, cause);
    }
    p = end;
  }
  return (words[page]! & PRESENT) !== 0;
}

/** Where the large folio of a page would be mapped; null for none, and when its place leaves the VMA or the page table. */
function wholeFolio(mm: Mm, vma: Vma, page: number): { first: number; end: number } | null {
  const home = homeOf(vma, page);
  const folio = cachedFolio(mm, home);
  if (!folio || folio.order === 0) return null;
  const first = page - (home - folio.first);
  const end = first + (1 << folio.order);
  return first >= vma.start && end <= vma.end && firstOf(first) === firstOf(end - 1) ? { first, end } : null;
}

/** do_set_pmd with the folio that caches `probe`. */
function setPmd(
  mm: Mm,
  vma: Vma,
  page: number,
  probe: number,
  write: boolean,
  by: number,
  cause: number,
): boolean {
  if (cachedFolio(mm, homeOf(vma, probe))?.order !== PMD_ORDER || !maySetPmd(mm, vma, page)) return false;
  mm.out.emit(K.FILE_MAP_PMD, by, firstOf(page), write ? FILE_WRITE : 0, cause);
  load(mm, vma, firstOf(page), PMD_PAGES);
  return true;
}

function mapFile(mm: Mm, vma: Vma, page: number, n: number, write: boolean, by: number, cause: number): void {
  mm.out.emit(K.FILE_MAP, by, page, write ? (n | FILE_WRITE) >>> 0 : n, cause);
  load(mm, vma, page, n);
}

/** finish_fault: by PMD if the folio is that large and no table is in the way; else the whole folio, if its place is free. */
function finishFault(mm: Mm, vma: Vma, page: number, write: boolean, by: number, cause: number): void {
  const { words, pmd } = mm.side;
  if (pmd[page >>> PMD_ORDER] === PMD_NONE && setPmd(mm, vma, page, page, write, by, cause)) return;
  const folio = vma.flags & VM_UFFD ? null : wholeFolio(mm, vma, page);
  if (folio) {
    let p = folio.first;
    while (p < folio.end && isNone(words[p]!)) p++;
    if (p === folio.end) {
      mapFile(mm, vma, folio.first, folio.end - folio.first, write, by, cause);
      return;
    }
  }
  mapFile(mm, vma, page, 1, write, by, cause);
}

/** shmem_mfill_atomic_pte: UFFDIO_COPY or ZEROPAGE adds a page to the file and maps it. False on EEXIST: also when the file has
 *  the page and only this page table does not. */
export function mfillShared(mm: Mm, page: number, version: number, by: number, cause: number): boolean {
  mm.spent += mm.sys.costs.uffdCopy;
  const vma = mm.side.vmas.find(page)!;
  const home = homeOf(vma, page);
  const w = mm.side.words[page]!;
  if (w & PRESENT || mm.isHuge(page) || cachedFrame(mm, home) !== NO_FRAME) {
    mm.out.emit(K.EEXIST, by, page, version, cause);
    return false;
  }
  // pte_none_mostly: markers are overwritten.
  if (!isNone(w)) mm.out.emit(K.MARKER_CLEAR, by, page, 1, cause);
  mm.sys.shmem?.set(home, version);
  mm.out.emit(K.SHMEM_ADD, by, home, 0, cause);
  mapFile(mm, vma, page, 1, true, by, cause);
  return true;
}

/** zap_page_range of a shared mapping: uffd-wp protection is kept as markers, unless markers go too. Returns the cost, ns. */
function zapShared(
  mm: Mm,
  from: number,
  to: number,
  details: { readonly dropMarkers: boolean; readonly reclaimTables: boolean },
  by: number,
  call: number,
): number {
  const { costs, rules } = mm.sys;
  const { pmd, words } = mm.side;
  const armed = !details.dropMarkers && (mm.side.vmas.flagsAt(from) & VM_UFFD_WP) !== 0;
  const stays = (p: number): boolean => {
    const w = words[p]!;
    if (details.dropMarkers) return false;
    return isMarker(w, GUARD_MARKER) || (w & UFFD_WP && (armed || !(w & PRESENT))) !== 0;
  };
  const becomes = (w: number) => (isNone(w) || (!details.dropMarkers && isKept(w)) ? STAY : leaves(w, armed));
  let cost = 0;
  for (let p = from; p < to; ) {
    const region = p >>> PMD_ORDER;
    const end = Math.min(to, (region + 1) << PMD_ORDER);
    cost += costs.dontneedSmall + (end - p - 1) * costs.dontneedNext;
    let kept = false;
    for (let q = p; q < end && !kept; q++) kept = stays(q);
    const reclaims = details.reclaimTables && rules.has('reclaim-page-tables') && !kept;
    if (pmd[region] === PMD_HUGE && end - p < PMD_PAGES)
      mm.out.emit(K.PMD_SPLIT, by, region << PMD_ORDER, 0, call);
    else if (pmd[region] === PMD_HUGE || (pmd[region] === PMD_TABLE && end - p === PMD_PAGES && reclaims))
      mm.out.emit(K.ZAP_PMD, by, p, PMD_PAGES, call);
    else if (pmd[region] === PMD_TABLE) zapRuns(mm, mm.side, p, end, becomes, by, call);
    p = end;
  }
  return cost;
}

/** Markers that an ordinary zap leaves alone in a file's mapping. */
const isKept = (w: number): boolean => isMarker(w, GUARD_MARKER) || isMarker(w, UFFD_WP);

/** Zaps the entries of [from, to) that `choose` says ZAP or MARK of; those of MARK leave a uffd-wp marker. */
function zapRuns(
  mm: Mm,
  side: Side,
  from: number,
  to: number,
  choose: (word: number) => typeof STAY | typeof ZAP | typeof MARK,
  by: number,
  call: number,
): void {
  eachRun(side.words, from, to, choose, (what, p, n) => {
    mm.out.emit(K.ZAP, by, p, n, call);
    if (what === MARK) mm.out.emit(K.WP_MARK, by, p, n, call);
  });
}
const STAY = 0;
const ZAP = 1;
const MARK = 2;

/** What becomes of an entry that goes from memory that is `armed` for write protection, or not. */
const leaves = (word: number, armed: boolean): typeof ZAP | typeof MARK =>
  armed && (word & (PRESENT | UFFD_WP)) === (PRESENT | UFFD_WP) ? MARK : ZAP;

/** Every VMA of both address spaces that maps a page of [home, home + n), with the part of it. */
function eachMapping(
  mm: Mm,
  home: number,
  n: number,
  visit: (side: Side, vma: Vma, from: number, to: number) => void,
): void {
  for (const side of [mm.out.state.src, mm.out.state.dst])
    for (const v of [...side.vmas.list]) {
      if (!(v.flags & VM_SHARED)) continue;
      const from = Math.max(v.start, v.start + home - v.pgoff);
      const to = Math.min(v.end, v.start + home + n - v.pgoff);
      if (from < to) visit(side, v, from, to);
    }
}

/** unmap_mapping_range and try_to_unmap: nobody maps [home, home + n) any more; markers stay. */
function unmapMapping(mm: Mm, home: number, n: number, by: number, cause: number): void {
  eachMapping(mm, home, n, (side, vma, from, to) => {
    const who = onHost(by, side.host);
    const armed = (vma.flags & VM_UFFD_WP) !== 0;
    const becomes = (w: number) => (w & PRESENT ? leaves(w, armed) : STAY);
    for (let p = from; p < to; ) {
      const region = p >>> PMD_ORDER;
      const end = Math.min(to, (region + 1) << PMD_ORDER);
      if (side.pmd[region] === PMD_HUGE) mm.out.emit(K.PMD_SPLIT, who, region << PMD_ORDER, 0, cause);
      else if (side.pmd[region] === PMD_TABLE) zapRuns(mm, side, p, end, becomes, who, cause);
      p = end;
    }
  });
}

/** Splits the file's folio under `page` into single pages. Files' folios are unmapped for it and not mapped again
 *  (unmap_folio, remap_page). */
export function splitFileFolio(mm: Mm, page: number, by: number, cause: number): void {
  const folio = cachedFolio(mm, homeOf(mm.side.vmas.find(page)!, page));
  if (!folio) return;
  unmapMapping(mm, folio.first, 1 << folio.order, by, cause);
  mm.out.emit(K.FILE_SPLIT, by, folio.first, 0, cause);
}

/** MADV_REMOVE: shmem_fallocate with FALLOC_FL_PUNCH_HOLE. */
export function punchHole(mm: Mm, vma: Vma, from: number, to: number, by: number, cause: number): void {
  const start = homeOf(vma, from);
  const end = start + to - from;
  unmapMapping(mm, start, end - start, by, cause);
  const sameFolio = truncatePartialFolio(mm, start, start, end, by, cause);
  if (!sameFolio) truncatePartialFolio(mm, end - 1, start, end, by, cause);
  for (let home = start; home < end; home++) mm.sys.shmem?.delete(home);
  mm.out.emit(K.CACHE_DROP, by, start, end - start, cause);
}

/** truncate_inode_partial_folio: a large folio at `home` that the hole covers in part is split where the hole begins and ends, not
 *  further than needed. True when the hole ends in it. */
function truncatePartialFolio(
  mm: Mm,
  home: number,
  start: number,
  end: number,
  by: number,
  cause: number,
): boolean {
  const folio = cachedFolio(mm, home);
  if (!folio) return end - start === 1;
  const last = folio.first + (1 << folio.order);
  if (folio.order > 0 && (folio.first < start || last > end)) {
    unmapMapping(mm, folio.first, 1 << folio.order, by, cause);
    mm.out.emit(K.FILE_SPLIT, by, Math.max(folio.first, start), 1, cause);
    if (end < last && (cachedFolio(mm, end)?.order ?? 0) > 0) mm.out.emit(K.FILE_SPLIT, by, end, 1, cause);
  }
  return end <= last;
}

/** pageout of a file's folio without swap: it is unmapped, and forgotten if nobody ever wrote to it. */
export function reclaimShared(
  mm: Mm,
  page: number,
  n: number,
  dirty: boolean,
  by: number,
  cause: number,
): void {
  const home = homeOf(mm.side.vmas.find(page)!, page);
  unmapMapping(mm, home, n, by, cause);
  if (!dirty) mm.out.emit(K.CACHE_DROP, by, home, n, cause);
}

/** MADV_COLLAPSE of one region: hpage_collapse_scan_file, collapse_file, then collapse_pte_mapped_thp for the caller's page
 *  table. Tells the verdicts; returns the last. */
export function collapseShared(mm: Mm, region: number, by: number, cause: number): number {
  const page = region << PMD_ORDER;
  const vma = mm.side.vmas.find(page);
  if (!vma || !fits(vma, page, PMD_ORDER)) return SCAN_VMA_CHECK;
  const home = homeOf(vma, page);
  const huge = cachedFolio(mm, home)?.order === PMD_ORDER;
  const code = huge ? SCAN_PTE_MAPPED_HUGEPAGE : collapseFile(mm, home, by, cause);
  mm.onVerdict?.({ code, none: 0, collapse: huge ? null : code, file: true });
  mm.out.emit(K.KH_SCAN, by, page, code, cause);
  return code === SCAN_PTE_MAPPED_HUGEPAGE ? collapsePteMapped(mm, vma, page, by, cause) : code;
}

/** collapse_file: what the file has of 512 pages is unmapped everywhere and copied into one folio. */
function collapseFile(mm: Mm, home: number, by: number, cause: number): number {
  let none = 0;
  for (let i = 0; i < PMD_PAGES; i++) if (cachedFrame(mm, home + i) === NO_FRAME) none++;
  if (none === PMD_PAGES) return SCAN_TRUNCATED;
  unmapMapping(mm, home, PMD_PAGES, by, cause);
  // Holes that somebody waits to be asked about stay holes.
  let missing = false;
  eachMapping(mm, home, PMD_PAGES, (_side, v) => {
    if (v.flags & VM_UFFD_MISSING) missing = true;
  });
  if (none > 0 && missing) return SCAN_EXCEED_NONE_PTE;
  mm.spent += mm.sys.costs.collapse;
  mm.out.emit(K.FILE_COLLAPSE, by, home, none, cause);
  // retract_page_tables.
  eachMapping(mm, home, PMD_PAGES, (side, v, from, to) => {
    if (v.anon || v.flags & VM_UFFD_WP || to - from < PMD_PAGES || from % PMD_PAGES) return;
    if (side.pmd[from >>> PMD_ORDER] === PMD_TABLE)
      mm.out.emit(K.ZAP_PMD, onHost(by, side.host), from, PMD_PAGES, cause);
  });
  return SCAN_PTE_MAPPED_HUGEPAGE;
}

/** collapse_pte_mapped_thp: the file's huge page takes the place of the page table. */
function collapsePteMapped(mm: Mm, vma: Vma, page: number, by: number, cause: number): number {
  const { pmd, words } = mm.side;
  const region = page >>> PMD_ORDER;
  if (words[page]! & HUGE) return SCAN_PMD_MAPPED;
  if (vma.flags & VM_UFFD_WP) return SCAN_PTE_UFFD_WP;
  if (pmd[region] === PMD_TABLE) {
    // SCAN_PTE_NON_PRESENT: a marker is in the way.
    for (let p = page; p < page + PMD_PAGES; p++)
      if (!isNone(words[p]!) && !(words[p]! & PRESENT)) return SCAN_PTE_UFFD_WP;
    mm.out.emit(K.ZAP_PMD, by, page, PMD_PAGES, cause);
  }
  return setPmd(mm, vma, page, page, false, by, cause) ? SCAN_SUCCEED : SCAN_FAIL;
}

export const SHMEM_OPS: FileOps = { fault: shmemFault, zap: zapShared };
