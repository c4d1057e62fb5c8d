/** How each event changes the state: which bits it sets and clears, and nothing else. One function a kind. What only scripts and
 *  forked processes do is in foldmm, which is loaded with them. */
import './spec/migration.ts';
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import {
  addPiece,
  allocTable,
  type Changes,
  dropFrame,
  dropPiece,
  type Fold,
  land,
  MAPPED,
  mapHuge,
  mappedBits,
  mapSmall,
  newFolio,
  newFrame,
  setBits,
  takeOff,
  touchRange,
  unmap,
} from './entries.ts';
import { K, type KindKey, MMAP_APART, MORE_COMING, mappedPages, OLD_COPY } from './event.ts';
import {
  DIRTY,
  EPT,
  EPT_4K,
  EPT_BITS,
  EPT_WRITE,
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
  SENT,
  STALE,
  TO_SEND,
  UFFD_WP,
  WAITING,
  WRITE,
  YOUNG,
  ZERO,
} from './pageword.ts';
import type { MemoryState } from './state.ts';
import { VM_ANON_RW, VM_HUGEPAGE, VM_NOHUGEPAGE, VM_UFFD, VM_UFFD_MISSING, VM_UFFD_WP } from './vmalist.ts';

const nothing: Fold = () => {};

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

/** The kinds that change state; all others change nothing but their count. */
const changes: Changes = {
  PHASE: (s, _h, _p, phase) => {
    s.phase = phase;
  },
  MMAP: (s, h, page, arg) => {
    const end = page + mappedPages(arg);
    if (arg & MMAP_APART) s.side(h).vmas.addApart(page, end, VM_ANON_RW);
    else s.side(h).vmas.add(page, end, VM_ANON_RW);
  },
  HUGEPAGE: (s, h, page, n) => s.side(h).vmas.change(page, page + n, VM_HUGEPAGE, VM_NOHUGEPAGE),
  NOHUGEPAGE: (s, h, page, n) => s.side(h).vmas.change(page, page + n, VM_NOHUGEPAGE, VM_HUGEPAGE),
  REGISTER: (s, h, page, n) => s.side(h).vmas.change(page, page + n, VM_UFFD_MISSING, VM_UFFD_WP),
  UNREGISTER: (s, h, page, n) => s.side(h).vmas.change(page, page + n, 0, VM_UFFD),
  POPULATE: (s, h, page, n) => {
    const { words } = s.side(h);
    for (let p = page; p < page + n; p++) words[p] = words[p]! | DIRTY | YOUNG;
    touchRange(s, h, page, n);
  },
  WRITE: (s, h, page) => {
    const region = page >>> PMD_ORDER;
    const { words } = h ? s.dst : s.src;
    words[page] = words[page]! | DIRTY | YOUNG;
    s.touched[h][region] = 1;
    if (h === 0) {
      const d = s.dst.words[page]!;
      if (d & RECEIVED && !(d & STALE)) {
        s.dst.words[page] = d | STALE;
        s.stale++;
        s.touched[1][region] = 1;
      }
    }
  },
  READ: (s, h, page) => {
    const side = h ? s.dst : s.src;
    const w = side.words[page]!;
    if (w & YOUNG) return;
    setBits(s, side, page, w & HUGE ? PMD_PAGES : 1, YOUNG, 0);
  },
  EPT_MAP: (s, h, page, how) => {
    const { words } = s.side(h);
    if (how >= 2) {
      const first = page & ~(PMD_PAGES - 1);
      const set = how === 2 ? EPT | EPT_WRITE : EPT;
      for (let p = first; p < first + PMD_PAGES; p++) words[p] = (words[p]! & ~EPT_BITS) | set;
    } else words[page] = (words[page]! & ~EPT_WRITE) | EPT | EPT_4K | (how ? EPT_WRITE : 0);
    s.touched[h][page >>> PMD_ORDER] = 1;
  },
  EPT_SPLIT: (s, h, page, writable) => {
    const { words } = s.side(h);
    const clear = writable ? 0 : EPT_WRITE;
    for (let p = page; p < page + PMD_PAGES; p++) words[p] = (words[p]! & ~clear) | EPT_4K;
    s.touched[h][page >>> PMD_ORDER] = 1;
  },
  EPT_ZAP: (s, h, page, n) => {
    const { words } = s.side(h);
    for (let p = page; p < page + n; p++) words[p] = words[p]! & ~EPT_BITS;
    touchRange(s, h, page, n);
  },
  LOG_START: (s, _h, page, n) => {
    const { words } = s.src;
    for (let p = page; p < page + n; p++) words[p] = words[p]! | TO_SEND;
    s.toSend += n;
    s.dirtyLog = 1;
    touchRange(s, 0, page, n);
  },
  LOG_DIRTY: (s, _h, page) => {
    s.src.words[page] = s.src.words[page]! | LOGGED | EPT_WRITE;
    s.touched[0][page >>> PMD_ORDER] = 1;
  },
  LOG_HARVEST: (s, _h, page, n) => {
    const { words } = s.src;
    for (let p = page; p < page + n; p++) {
      const w = words[p]!;
      if (!(w & LOGGED)) continue;
      if (!(w & TO_SEND)) s.toSend++;
      words[p] = (w & ~(LOGGED | EPT_WRITE)) | TO_SEND;
    }
    touchRange(s, 0, page, n);
  },
  FAULT_HUGE: (s, h, page) => mapHuge(s, h, page),
  COW_HUGE: (s, h, page) => mapHuge(s, h, page),
  FAULT_HUGE_ZERO: (s, h, page) => {
    const side = s.side(h);
    const region = page >>> PMD_ORDER;
    const first = region << PMD_ORDER;
    for (let p = first; p < first + PMD_PAGES; p++)
      side.words[p] = (side.words[p]! & ~(PTE_BITS | EPT_BITS)) | PRESENT | HUGE | ZERO | YOUNG;
    side.pmd[region] = PMD_HUGE_ZERO;
    s.touched[h][region] = 1;
  },
  FAULT_SMALL: (s, h, page) => mapSmall(s, h, page),
  COW_SMALL: (s, h, page) => mapSmall(s, h, page),
  FAULT_ZERO: (s, h, page) => {
    const side = s.side(h);
    const region = page >>> PMD_ORDER;
    const w = side.words[page]!;
    side.words[page] = (w & ~PTE_BITS) | PRESENT | ZERO | YOUNG | (w & UFFD_WP);
    if (side.pmd[region] === PMD_NONE) side.pmd[region] = PMD_TABLE;
    s.touched[h][region] = 1;
  },
  // The same frames, entry by entry (Z4).
  PMD_SPLIT: (s, h, page) => {
    const side = s.side(h);
    const region = page >>> PMD_ORDER;
    const first = region << PMD_ORDER;
    const zero = side.pmd[region] === PMD_HUGE_ZERO;
    // A file's huge mapping is not split but dropped: faults will fill it again.
    if (s.folios && side.frames && !zero && s.folios.file[s.folios.folioAt(side.frames[first]!)]) {
      changes.ZAP_PMD!(s, h, page, 0);
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
  },
  ZAP: (s, h, page, n) => {
    const side = s.side(h);
    for (let p = page; p < page + n; p++) unmap(s, side, p);
    touchRange(s, h, page, n);
  },
  ZAP_PMD: (s, h, page) => {
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
  },
  ANON_VMA: (s, h, page) => {
    s.side(h).vmas.prepareAnon(page);
  },
  PTE_ALLOC: (s, h, page) => allocTable(s, h, page),
  FAULT_MTHP: (s, h, page, order) => {
    const side = s.side(h);
    const n = 1 << order;
    const bits = mappedBits(side.vmas.prepareAnon(page), 0) | PIECE;
    allocTable(s, h, page);
    for (let p = page; p < page + n; p++) {
      side.words[p] = (side.words[p]! & ~(PTE_BITS | EPT_BITS)) | bits;
      addPiece(side, p >>> PMD_ORDER);
    }
    side.rss += n;
    newFolio(s, side, page, order);
    touchRange(s, h, page, n);
  },
  COW_COPY: (s, h, page) => {
    const side = s.side(h);
    const w = side.words[page]!;
    dropFrame(s, side, page);
    if (w & PIECE) dropPiece(side, page >>> PMD_ORDER);
    side.words[page] = (w & ~(PTE_BITS | EPT_BITS)) | MAPPED;
    newFrame(s, side, page);
    touchRange(s, h, page, 1);
  },
  COW_REUSE: (s, h, page) => {
    const side = s.side(h);
    const huge = (side.words[page]! & HUGE) !== 0;
    const first = huge ? page & ~(PMD_PAGES - 1) : page;
    const n = huge ? PMD_PAGES : 1;
    setBits(s, side, first, n, WRITE | DIRTY | YOUNG, UFFD_WP);
    if (s.folios && side.frames)
      for (let p = first; p < first + n; p++) s.folios.exclusive[side.frames[p]!] = 1;
  },
  UFFD_WP_OFF: (s, h, page, n) => setBits(s, s.side(h), page, n, 0, UFFD_WP),
  MARKER_CLEAR: (s, h, page, n) => setBits(s, s.side(h), page, n, 0, PTE_BITS),
  UFFD_FAULT: (s, h, page) => {
    const { words } = s.side(h);
    words[page] = words[page]! | WAITING;
    s.waiting++;
    s.touched[h][page >>> PMD_ORDER] = 1;
  },
  WAKE: (s, h, page, n) => {
    const { words } = s.side(h);
    words[page] = words[page]! & ~WAITING;
    s.waiting -= n;
    s.touched[h][page >>> PMD_ORDER] = 1;
  },
  REQUEST: (s, _h, page) => {
    s.dst.words[page] = s.dst.words[page]! | IN_FLIGHT;
    s.touched[1][page >>> PMD_ORDER] = 1;
  },
  COPY: (s, h, page, arg) => {
    // A marker is overwritten, and its protection with it.
    const { words } = s.side(h);
    words[page] = words[page]! & ~UFFD_WP;
    mapSmall(s, h, page);
    receive(s, page, arg);
  },
  ZEROPAGE: (s, h, page) => {
    const side = s.dst;
    const region = page >>> PMD_ORDER;
    side.words[page] = (side.words[page]! & ~PTE_BITS) | PRESENT | ZERO;
    if (side.pmd[region] === PMD_NONE) side.pmd[region] = PMD_TABLE;
    receive(s, page, 0);
    side.words[page] = (side.words[page] as number) & ~(DIRTY | YOUNG);
    s.touched[h][region] = 1;
  },
  EEXIST: (s, _h, page) => {
    land(s, page);
    s.dst.words[page] = s.dst.words[page]! & ~IN_FLIGHT;
    s.touched[0][page >>> PMD_ORDER] = 1;
    s.touched[1][page >>> PMD_ORDER] = 1;
  },
  COLLAPSE: (s, h, page, filled) => {
    mapHuge(s, h, page);
    s.filled += filled;
  },
  OBSERVED: (s, h, page, gained) => {
    if (gained) mapHuge(s, h, page);
    else changes.PMD_SPLIT!(s, h, page, 0);
  },
  LOST: (s, _h, page) => {
    const w = s.dst.words[page]!;
    if (!(w & LOST)) s.lost++;
    s.dst.words[page] = w | LOST;
    s.touched[1][page >>> PMD_ORDER] = 1;
  },
  SEND: (s, _h, page) => {
    takeOff(s, page);
    s.src.words[page] = (s.src.words[page]! & ~TO_SEND) | SENT;
    s.toSend--;
    s.touched[0][page >>> PMD_ORDER] = 1;
  },
  LOAD: (s, _h, page, arg) => receive(s, page, arg),
  DELIVER: (s, _h, _p, bytes) => {
    s.delivered += bytes;
  },
};

const table: Fold[] = (Object.keys(K) as KindKey[]).map((key) => changes[key] ?? nothing);

/** Adds the folds of kinds that are loaded later. */
export function addFolds(more: Changes): void {
  for (const key of Object.keys(more) as KindKey[]) table[K[key]] = more[key]!;
}

/** Applies one event. `page` and `arg` as the kind's line in event.ts says. */
export function fold(s: MemoryState, kind: number, host: Host, page: number, arg: number): void {
  s.counts[kind] = s.counts[kind]! + 1;
  table[kind]!(s, host, page, arg);
}
