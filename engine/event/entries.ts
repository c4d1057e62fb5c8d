/** Page table entries and frames: what folds of many kinds do alike. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { MORE_COMING, OLD_COPY } from './arg.ts';
import { NO_FRAME } from './folios.ts';
import {
  DIRTY,
  EPT_BITS,
  type Host,
  HUGE,
  IN_FLIGHT,
  LOGGED,
  LOST,
  PIECE,
  PMD_HUGE,
  PMD_HUGE_ZERO,
  PMD_NONE,
  PMD_TABLE,
  PRESENT,
  PTE_BITS,
  RECEIVED,
  STALE,
  TO_SEND,
  UFFD_WP,
  WRITE,
  YOUNG,
  ZERO,
} from './pageword.ts';
import type { MemoryState, Side } from './state.ts';
import { VM_WRITE, type Vma } from './vmalist.ts';

export const MAPPED = PRESENT | WRITE | DIRTY | YOUNG;

/** A piece of a split folio goes or comes: keeps `pieces`, `deferred` and `held` true. The last one frees the whole folio. */
export function dropPiece(side: Side, region: number): void {
  const left = side.pieces[region]! - 1;
  side.pieces[region] = left;
  side.held++;
  if (left > 0) return;
  side.deferred--;
  side.held -= PMD_PAGES;
}

export function addPiece(side: Side, region: number): void {
  const had = side.pieces[region]!;
  side.pieces[region] = had + 1;
  side.held--;
  if (had > 0) return;
  side.deferred++;
  side.held += PMD_PAGES;
}

/** The source's copy of `page` is under way. */
export function takeOff(s: MemoryState, page: number): void {
  const w = s.src.words[page]!;
  if (w & IN_FLIGHT) return;
  s.inFlight++;
  s.src.words[page] = w | IN_FLIGHT;
}

/** It is no longer: it arrived, could not be placed, or is gone. */
export function land(s: MemoryState, page: number): void {
  const w = s.src.words[page]!;
  if (!(w & IN_FLIGHT)) return;
  s.inFlight--;
  s.src.words[page] = w & ~IN_FLIGHT;
}

/** The frame of `page` loses this mapping. */
export function dropFrame(s: MemoryState, side: Side, page: number): void {
  const { frames } = side;
  if (!s.folios || !frames) return;
  const frame = frames[page]!;
  if (frame === NO_FRAME) return;
  // A file's page remembers that it was written to; anonymous ones do not need to (zap_present_folio_ptes).
  const folio = s.folios.folioAt(frame);
  if (s.folios.file[folio] && side.words[page]! & DIRTY) s.folios.dirty[folio] = 1;
  s.folios.unmap(frame, side.host);
  frames[page] = NO_FRAME;
}

/** `page` gets a new frame of its own. */
export function newFrame(s: MemoryState, side: Side, page: number): void {
  if (!s.folios || !side.frames) return;
  const frame = s.folios.allocate(0);
  side.frames[page] = frame;
  s.folios.map(frame, side.host, true);
}

/** The 2^order pages from `first` get one new folio. */
export function newFolio(s: MemoryState, side: Side, first: number, order: number): void {
  if (!s.folios || !side.frames) return;
  const frame = s.folios.allocate(order);
  for (let i = 0; i < 1 << order; i++) {
    side.frames[first + i] = frame + i;
    s.folios.map(frame + i, side.host, true);
  }
}

/** Takes one page out of the page table; its content, its EPT entry (MMU notifier, Z12) and whatever the migration knew of it
 *  go with it. */
export function unmap(s: MemoryState, side: Side, page: number): void {
  const w = side.words[page]!;
  if (w & PRESENT && !(w & ZERO)) {
    side.rss--;
    if (w & PIECE) dropPiece(side, page >>> PMD_ORDER);
    dropFrame(s, side, page);
  }
  if (side.host) {
    if (w & STALE) s.stale--;
    if (w & LOST) s.lost--;
    if (w & RECEIVED) s.received--;
    side.words[page] = w & ~(PTE_BITS | EPT_BITS | RECEIVED | STALE | LOST);
  } else side.words[page] = w & ~(PTE_BITS | EPT_BITS);
}

/** PTE bits of new anonymous memory in `vma`: read-only memory is not writable, a uffd-wp marker stays armed. */
export function mappedBits(vma: Vma | undefined, old: number): number {
  if (!(old & PRESENT) && old & UFFD_WP) return (MAPPED & ~WRITE) | UFFD_WP;
  return vma && !(vma.flags & VM_WRITE) ? MAPPED & ~WRITE : MAPPED;
}

/** Maps one page that is none, a marker or zero as an order-0 frame. */
export function mapSmall(s: MemoryState, host: Host, page: number): void {
  const side = host ? s.dst : s.src;
  const region = page >>> PMD_ORDER;
  const w = side.words[page]!;
  side.words[page] = (w & ~(PTE_BITS | EPT_BITS)) | mappedBits(side.vmas.prepareAnon(page), w);
  side.rss++;
  if (side.pmd[region] === PMD_NONE) side.pmd[region] = PMD_TABLE;
  newFrame(s, side, page);
  s.touched[host][region] = 1;
}

/** Maps a whole region by one huge PMD. */
export function mapHuge(s: MemoryState, host: Host, page: number): void {
  const side = host ? s.dst : s.src;
  const region = page >>> PMD_ORDER;
  const first = region << PMD_ORDER;
  const { words } = side;
  const bits = mappedBits(side.vmas.prepareAnon(page), 0) | HUGE;
  for (let p = first, end = first + PMD_PAGES; p < end; p++) {
    const w = words[p]!;
    if (!(w & PRESENT) || w & ZERO) side.rss++;
    else dropFrame(s, side, p);
    words[p] = (w & ~(PTE_BITS | EPT_BITS)) | bits;
  }
  const pieces = side.pieces[region]!;
  if (pieces) {
    side.deferred--;
    side.held -= PMD_PAGES - pieces;
  }
  side.pieces[region] = PMD_PAGES;
  side.pmd[region] = PMD_HUGE;
  side.huge++;
  newFolio(s, side, first, PMD_ORDER);
  s.touched[host][region] = 1;
}

export function touchRange(s: MemoryState, host: Host, page: number, n: number): void {
  s.touched[host].fill(1, page >>> PMD_ORDER, ((page + Math.max(1, n) - 1) >>> PMD_ORDER) + 1);
}

export function allocTable(s: MemoryState, host: Host, page: number): void {
  const side = s.side(host);
  const region = page >>> PMD_ORDER;
  if (side.pmd[region] === PMD_NONE) side.pmd[region] = PMD_TABLE;
  s.touched[host][region] = 1;
}

/** Sets and clears bits of [page, page + n); of the whole region when asked for a huge page's first page and 512. */
export function setBits(
  s: MemoryState,
  side: Side,
  page: number,
  n: number,
  set: number,
  clear: number,
): void {
  const first = n === PMD_PAGES ? page & ~(PMD_PAGES - 1) : page;
  for (let p = first; p < first + n; p++) side.words[p] = (side.words[p]! & ~clear) | set;
  touchRange(s, side.host, first, n);
}

/** The same for present pages only; markers and holes stay as they are. */
export function setPresent(
  s: MemoryState,
  side: Side,
  page: number,
  n: number,
  set: number,
  clear: number,
): void {
  for (let p = page; p < page + n; p++) {
    const w = side.words[p]!;
    if (w & PRESENT) side.words[p] = (w & ~clear) | set;
  }
  touchRange(s, side.host, page, n);
}

/** Takes the huge mapping of a whole region away. */
export function zapPmd(s: MemoryState, h: Host, page: number): void {
  const side = s.side(h);
  const region = page >>> PMD_ORDER;
  const first = region << PMD_ORDER;
  if (side.pmd[region] === PMD_HUGE) {
    side.huge--;
    side.pieces[region] = 0;
  }
  for (let p = first; p < first + PMD_PAGES; p++) unmap(s, side, p);
  side.pmd[region] = PMD_NONE;
  s.touched[h][region] = 1;
}

/** Maps the same frames entry by entry (Z4). */
export function splitPmd(s: MemoryState, h: Host, page: number): void {
  const side = s.side(h);
  const region = page >>> PMD_ORDER;
  const first = region << PMD_ORDER;
  const zero = side.pmd[region] === PMD_HUGE_ZERO;
  // A file's huge mapping is not split but dropped: faults will fill it again.
  if (s.folios && side.frames && !zero && s.folios.file[s.folios.folioAt(side.frames[first]!)]) {
    zapPmd(s, h, page);
    return;
  }
  // A split hands the PMD's dirty bit to the folio, which MADV_FREE then has to clear.
  if (s.folios && side.frames && !zero && side.words[first]! & DIRTY)
    s.folios.dirty[s.folios.folioAt(side.frames[first]!)] = 1;
  for (let p = first; p < first + PMD_PAGES; p++) {
    side.words[p] = (side.words[p]! & ~(HUGE | EPT_BITS)) | (zero ? 0 : PIECE);
  }
  side.pmd[region] = PMD_TABLE;
  if (!zero) {
    side.huge--;
    side.deferred++;
  }
  s.touched[h][region] = 1;
}

/** The destination's page now carries the content of `arg`. */
export function receive(s: MemoryState, page: number, arg: number): void {
  const { words } = s.dst;
  const w = words[page]!;
  const old = arg & OLD_COPY ? STALE : 0;
  if (old && !(w & STALE)) s.stale++;
  else if (!old && w & STALE) s.stale--;
  if (!(w & RECEIVED)) s.received++;
  words[page] = (w & ~(STALE | IN_FLIGHT)) | RECEIVED | old | DIRTY | YOUNG;
  if (!(arg & MORE_COMING)) land(s, page);
  const region = page >>> PMD_ORDER;
  s.touched[0][region] = 1;
  s.touched[1][region] = 1;
}

/** Logged pages of a range go into the manager's bitmap; `clear` is what is taken from them. */
export function harvest(s: MemoryState, page: number, n: number, clear: number): void {
  const { words } = s.src;
  for (let p = page; p < page + n; p++) {
    const w = words[p]!;
    if (!(w & LOGGED)) continue;
    if (!(w & TO_SEND)) s.toSend++;
    words[p] = (w & ~clear) | TO_SEND;
  }
  touchRange(s, 0, page, n);
}

/** Sets and clears bits of all pages of a range on the source. */
export function changeSource(s: MemoryState, page: number, n: number, set: number, clear: number): void {
  const { words } = s.src;
  for (let p = page; p < page + n; p++) words[p] = (words[p]! & ~clear) | set;
  touchRange(s, 0, page, n);
}
