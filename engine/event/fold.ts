/** How each event changes the state: which bits it sets and clears, and nothing else. One function a kind. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import {
  ACCESSED_WRITE,
  FILE_WRITE,
  filledPages,
  K,
  type KindKey,
  MMAP_APART,
  MORE_COMING,
  mappedPages,
  OLD_COPY,
} from './event.ts';
import { NO_FRAME } from './folios.ts';
import {
  DIRTY,
  EPT,
  EPT_4K,
  EPT_BITS,
  EPT_WRITE,
  GUARD_MARKER,
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
  POISON_MARKER,
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
import type { MemoryState, Side } from './state.ts';
import {
  changedPages,
  changeOf,
  VM_ANON_RW,
  VM_DONTCOPY,
  VM_HUGEPAGE,
  VM_LOCKED,
  VM_NOHUGEPAGE,
  VM_READ,
  VM_SHARED,
  VM_UFFD,
  VM_UFFD_MISSING,
  VM_UFFD_WP,
  VM_WIPEONFORK,
  VM_WRITE,
  type Vma,
  VmaList,
} from './vmalist.ts';

type Fold = (s: MemoryState, host: Host, page: number, arg: number) => void;

const nothing: Fold = () => {};
const MAPPED = PRESENT | WRITE | DIRTY | YOUNG;

/** The last piece but one leaves a split folio, or it comes back whole: keeps `pieces` and `deferred` true. */
function dropPiece(side: Side, region: number): void {
  const left = (side.pieces[region] as number) - 1;
  side.pieces[region] = left;
  if (left === 0) side.deferred--;
}

function addPiece(side: Side, region: number): void {
  const had = side.pieces[region] as number;
  if (had === 0) side.deferred++;
  side.pieces[region] = had + 1;
}

/** The frame of `page` loses this mapping. */
function dropFrame(s: MemoryState, side: Side, page: number): void {
  const { frames } = side;
  if (!s.folios || !frames) return;
  const frame = frames[page] as number;
  if (frame === NO_FRAME) return;
  // A file's page remembers that it was written to; anonymous ones do not need to (zap_present_folio_ptes).
  const folio = s.folios.folioAt(frame);
  if (s.folios.file[folio] && (side.words[page] as number) & DIRTY) s.folios.dirty[folio] = 1;
  s.folios.unmap(frame, side.host);
  frames[page] = NO_FRAME;
}

/** `page` gets a new frame of its own. */
function newFrame(s: MemoryState, side: Side, page: number): void {
  if (!s.folios || !side.frames) return;
  const frame = s.folios.allocate(0);
  side.frames[page] = frame;
  s.folios.map(frame, side.host, true);
}

/** The 2^order pages from `first` get one new folio. */
function newFolio(s: MemoryState, side: Side, first: number, order: number): void {
  if (!s.folios || !side.frames) return;
  const frame = s.folios.allocate(order);
  for (let i = 0; i < 1 << order; i++) {
    side.frames[first + i] = frame + i;
    s.folios.map(frame + i, side.host, true);
  }
}

/** Takes one page out of the page table; its content, its EPT entry (MMU notifier, Z12) and whatever the migration knew of it
 *  go with it. */
function unmap(s: MemoryState, side: Side, page: number): void {
  const w = side.words[page] as number;
  if (w & PRESENT && !(w & ZERO)) {
    side.rss--;
    if (w & PIECE) dropPiece(side, page >>> PMD_ORDER);
    dropFrame(s, side, page);
  }
  if (side.host) {
    if (w & STALE) s.stale--;
    if (w & LOST) s.lost--;
    side.words[page] = w & ~(PTE_BITS | EPT_BITS | RECEIVED | STALE | LOST);
  } else side.words[page] = w & ~(PTE_BITS | EPT_BITS);
}

/** PTE bits of new anonymous memory in `vma`: read-only memory is not writable, a uffd-wp marker stays armed. */
function mappedBits(vma: Vma | undefined, old: number): number {
  if (!(old & PRESENT) && old & UFFD_WP) return (MAPPED & ~WRITE) | UFFD_WP;
  return vma && !(vma.flags & VM_WRITE) ? MAPPED & ~WRITE : MAPPED;
}

/** Maps one page that is none, a marker or zero as an order-0 frame. */
function mapSmall(s: MemoryState, host: Host, page: number): void {
  const side = host ? s.dst : s.src;
  const region = page >>> PMD_ORDER;
  const w = side.words[page] as number;
  side.words[page] = (w & ~(PTE_BITS | EPT_BITS)) | mappedBits(side.vmas.prepareAnon(page), w);
  side.rss++;
  if (side.pmd[region] === PMD_NONE) side.pmd[region] = PMD_TABLE;
  newFrame(s, side, page);
  s.touched[host][region] = 1;
}

/** Maps a whole region by one huge PMD. */
function mapHuge(s: MemoryState, host: Host, page: number): void {
  const side = host ? s.dst : s.src;
  const region = page >>> PMD_ORDER;
  const first = region << PMD_ORDER;
  const { words } = side;
  const bits = mappedBits(side.vmas.prepareAnon(page), 0) | HUGE;
  for (let p = first, end = first + PMD_PAGES; p < end; p++) {
    const w = words[p] as number;
    if (!(w & PRESENT) || w & ZERO) side.rss++;
    else dropFrame(s, side, p);
    words[p] = (w & ~(PTE_BITS | EPT_BITS)) | bits;
  }
  if (side.pieces[region]) side.deferred--;
  side.pieces[region] = PMD_PAGES;
  side.pmd[region] = PMD_HUGE;
  side.huge++;
  newFolio(s, side, first, PMD_ORDER);
  s.touched[host][region] = 1;
}

/** The destination's page now carries the content of `arg`. */
function receive(s: MemoryState, page: number, arg: number): void {
  const { words } = s.dst;
  const w = words[page] as number;
  const old = arg & OLD_COPY ? STALE : 0;
  if (old && !(w & STALE)) s.stale++;
  else if (!old && w & STALE) s.stale--;
  words[page] = (w & ~(STALE | IN_FLIGHT)) | RECEIVED | old | DIRTY | YOUNG;
  if (!(arg & MORE_COMING)) s.src.words[page] = (s.src.words[page] as number) & ~IN_FLIGHT;
  const region = page >>> PMD_ORDER;
  s.touched[0][region] = 1;
  s.touched[1][region] = 1;
}

function touchRange(s: MemoryState, host: Host, page: number, n: number): void {
  s.touched[host].fill(1, page >>> PMD_ORDER, ((page + Math.max(1, n) - 1) >>> PMD_ORDER) + 1);
}

/** The kinds that change state; all others change nothing but their count. */
const changes: { readonly [P in KindKey]?: Fold } = {
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
    for (let p = page; p < page + n; p++) words[p] = (words[p] as number) | DIRTY | YOUNG;
    touchRange(s, h, page, n);
  },
  WRITE: (s, h, page) => {
    const region = page >>> PMD_ORDER;
    const { words } = h ? s.dst : s.src;
    words[page] = (words[page] as number) | DIRTY | YOUNG;
    s.touched[h][region] = 1;
    if (h === 0) {
      const d = s.dst.words[page] as number;
      if (d & RECEIVED && !(d & STALE)) {
        s.dst.words[page] = d | STALE;
        s.stale++;
        s.touched[1][region] = 1;
      }
    }
  },
  READ: (s, h, page) => {
    const side = h ? s.dst : s.src;
    const w = side.words[page] as number;
    if (w & YOUNG) return;
    setBits(s, side, page, w & HUGE ? PMD_PAGES : 1, YOUNG, 0);
  },
  FILL: (s, h, page, arg) => {
    const side = s.side(h);
    for (let p = page; p < page + filledPages(arg); p++) {
      const w = side.words[p] as number;
      if ((w & (DIRTY | YOUNG)) === (DIRTY | YOUNG)) continue;
      setBits(s, side, p, w & HUGE ? PMD_PAGES : 1, DIRTY | YOUNG, 0);
    }
    touchRange(s, h, page, filledPages(arg));
  },

  EPT_MAP: (s, h, page, how) => {
    const { words } = s.side(h);
    if (how === 2) {
      const first = page & ~(PMD_PAGES - 1);
      for (let p = first; p < first + PMD_PAGES; p++)
        words[p] = ((words[p] as number) & ~EPT_4K) | EPT | EPT_WRITE;
    } else words[page] = ((words[page] as number) & ~EPT_WRITE) | EPT | EPT_4K | (how ? EPT_WRITE : 0);
    s.touched[h][page >>> PMD_ORDER] = 1;
  },
  EPT_SPLIT: (s, h, page) => {
    const { words } = s.side(h);
    for (let p = page; p < page + PMD_PAGES; p++) words[p] = ((words[p] as number) & ~EPT_WRITE) | EPT_4K;
    s.touched[h][page >>> PMD_ORDER] = 1;
  },
  EPT_ZAP: (s, h, page, n) => {
    const { words } = s.side(h);
    for (let p = page; p < page + n; p++) words[p] = (words[p] as number) & ~EPT_BITS;
    touchRange(s, h, page, n);
  },
  LOG_START: (s, _h, page, n) => {
    const { words } = s.src;
    for (let p = page; p < page + n; p++) words[p] = (words[p] as number) | TO_SEND;
    s.toSend += n;
    s.dirtyLog = 1;
    touchRange(s, 0, page, n);
  },
  LOG_DIRTY: (s, _h, page) => {
    s.src.words[page] = (s.src.words[page] as number) | LOGGED | EPT_WRITE;
    s.touched[0][page >>> PMD_ORDER] = 1;
  },
  LOG_HARVEST: (s, _h, page, n) => {
    const { words } = s.src;
    for (let p = page; p < page + n; p++) {
      const w = words[p] as number;
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
      side.words[p] = ((side.words[p] as number) & ~(PTE_BITS | EPT_BITS)) | PRESENT | HUGE | ZERO | YOUNG;
    side.pmd[region] = PMD_HUGE_ZERO;
    s.touched[h][region] = 1;
  },
  FAULT_SMALL: (s, h, page) => mapSmall(s, h, page),
  COW_SMALL: (s, h, page) => mapSmall(s, h, page),
  FAULT_ZERO: (s, h, page) => {
    const side = s.side(h);
    const region = page >>> PMD_ORDER;
    const w = side.words[page] as number;
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
    if (s.folios && side.frames && !zero && s.folios.file[s.folios.folioAt(side.frames[first] as number)]) {
      (changes.ZAP_PMD as Fold)(s, h, page, 0);
      return;
    }
    // A split hands the PMD's dirty bit to the folio, which MADV_FREE then has to clear.
    if (s.folios && side.frames && !zero && (side.words[first] as number) & DIRTY)
      s.folios.dirty[s.folios.folioAt(side.frames[first] as number)] = 1;
    for (let p = first; p < first + PMD_PAGES; p++) {
      side.words[p] = ((side.words[p] as number) & ~(HUGE | EPT_BITS)) | (zero ? 0 : PIECE);
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

  VMA_FLAGS: (s, h, page, arg) => {
    const { name, set, clear } = changeOf(arg);
    // vm_flags_clear of a moved VMA asks nobody about merging.
    s.side(h).vmas.change(page, page + changedPages(arg), set, clear, name !== 'MREMAP_DONTUNMAP');
    touchRange(s, h, page, changedPages(arg));
  },
  MUNMAP: (s, h, page, n) => {
    const side = s.side(h);
    side.vmas.remove(page, page + n);
    // free_pgtables: a PTE table goes when no VMA is left in its 2 MiB.
    for (let r = page >>> PMD_ORDER; r <= (page + n - 1) >>> PMD_ORDER; r++)
      if (side.vmas.within(r << PMD_ORDER, (r + 1) << PMD_ORDER).length === 0) side.pmd[r] = PMD_NONE;
    touchRange(s, h, page, n);
  },
  VMA_COPY: (s, h, page, old) => {
    const { vmas } = s.side(h);
    vmas.inherit(page, old);
    if (s.side(h).vmas.flagsAt(page) & VM_UFFD) touchRange(s, h, page, 1);
  },
  ANON_VMA: (s, h, page) => {
    s.side(h).vmas.prepareAnon(page);
  },
  ANON_UNLINK: (s, h, page) => {
    const v = s.side(h).vmas.find(page);
    if (v) v.anon = 0;
  },
  PTE_ALLOC: (s, h, page) => allocTable(s, h, page),
  FAULT_MTHP: (s, h, page, order) => {
    const side = s.side(h);
    const n = 1 << order;
    const bits = mappedBits(side.vmas.prepareAnon(page), 0) | PIECE;
    allocTable(s, h, page);
    for (let p = page; p < page + n; p++) {
      side.words[p] = ((side.words[p] as number) & ~(PTE_BITS | EPT_BITS)) | bits;
      addPiece(side, p >>> PMD_ORDER);
    }
    side.rss += n;
    newFolio(s, side, page, order);
    touchRange(s, h, page, n);
  },
  COW_COPY: (s, h, page) => {
    const side = s.side(h);
    const w = side.words[page] as number;
    dropFrame(s, side, page);
    if (w & PIECE) dropPiece(side, page >>> PMD_ORDER);
    side.words[page] = (w & ~(PTE_BITS | EPT_BITS)) | MAPPED;
    newFrame(s, side, page);
    touchRange(s, h, page, 1);
  },
  COW_REUSE: (s, h, page) => {
    const side = s.side(h);
    const huge = ((side.words[page] as number) & HUGE) !== 0;
    const first = huge ? page & ~(PMD_PAGES - 1) : page;
    const n = huge ? PMD_PAGES : 1;
    setBits(s, side, first, n, WRITE | DIRTY | YOUNG, UFFD_WP);
    if (s.folios && side.frames)
      for (let p = first; p < first + n; p++) s.folios.exclusive[side.frames[p] as number] = 1;
  },
  WRPROTECT: (s, h, page, n) => setPresent(s, s.side(h), page, n, 0, WRITE),
  MKWRITE: (s, h, page, n) => setPresent(s, s.side(h), page, n, WRITE, 0),
  LAZYFREE: (s, h, page, n) => {
    const side = s.side(h);
    setPresent(s, side, page, n, 0, DIRTY | YOUNG);
    if (!s.folios || !side.frames) return;
    for (let p = page; p < page + n; p++) {
      const frame = side.frames[p] as number;
      if (frame === NO_FRAME) continue;
      const folio = s.folios.folioAt(frame);
      s.folios.lazy[folio] = 1;
      s.folios.dirty[folio] = 0;
      s.folios.referenced[folio] = 0;
    }
  },
  SWAPBACKED: (s, h, page) => {
    const { frames } = s.side(h);
    if (!s.folios || !frames) return;
    const folio = s.folios.folioAt(frames[page] as number);
    s.folios.lazy[folio] = 0;
    s.folios.dirty[folio] = 1;
    touchRange(s, h, page, 1);
  },
  COLD: (s, h, page, n) => {
    const side = s.side(h);
    setPresent(s, side, page, n, 0, YOUNG);
    if (!s.folios || !side.frames) return;
    for (let p = page; p < page + n; p++) {
      const frame = side.frames[p] as number;
      if (frame !== NO_FRAME) s.folios.referenced[s.folios.folioAt(frame)] = 0;
    }
  },
  ACCESSED: (s, h, page, arg) => {
    const { frames, words } = s.side(h);
    if (!s.folios || !frames) return;
    for (let p = page; p < page + mappedPages(arg); p++) {
      const frame = frames[p] as number;
      if (frame === NO_FRAME) continue;
      const w = words[p] as number;
      // A huge mapping keeps it to itself (touch_pmd).
      if (w & HUGE) {
        words[p] = w | YOUNG;
        continue;
      }
      const folio = s.folios.folioAt(frame);
      s.folios.referenced[folio] = 1;
      if (arg & ACCESSED_WRITE && !(w & DIRTY)) s.folios.dirty[folio] = 1;
    }
  },
  FOLIO_SPLIT: (s, h, page) => splitFolio(s, s.side(h), page),
  ZERO_REMAP: (s, h, page, n) => {
    const side = s.side(h);
    for (let p = page; p < page + n; p++) {
      const w = side.words[p] as number;
      dropFrame(s, side, p);
      side.rss--;
      side.words[p] = (w & ~(PTE_BITS | EPT_BITS)) | PRESENT | ZERO | YOUNG | (w & UFFD_WP);
    }
    touchRange(s, h, page, n);
  },
  UFFD_WP_ON: (s, h, page, n) => setPresent(s, s.side(h), page, n, UFFD_WP, WRITE),
  WP_MARK: (s, h, page, n) => {
    allocTable(s, h, page);
    setBits(s, s.side(h), page, n, UFFD_WP, 0);
  },
  UFFD_WP_OFF: (s, h, page, n) => setBits(s, s.side(h), page, n, 0, UFFD_WP),
  POISON: (s, h, page) => {
    allocTable(s, h, page);
    setBits(s, s.side(h), page, 1, POISON_MARKER, UFFD_WP);
  },
  GUARD: (s, h, page, n) => {
    allocTable(s, h, page);
    setBits(s, s.side(h), page, n, GUARD_MARKER, UFFD_WP);
  },
  MARKER_CLEAR: (s, h, page, n) => setBits(s, s.side(h), page, n, 0, PTE_BITS),
  PTE_MOVE: (s, h, page, arg) => {
    s.trackFolios();
    allocTable(s, h, page);
    const old = arg & 0xffffff;
    const n = (arg >>> 24) + 1;
    for (let i = 0; i < n; i++) movePte(s.side(h), old + i, page + i);
    touchRange(s, h, old, n);
    touchRange(s, h, page, n);
  },
  PMD_MOVE: (s, h, page, old) => {
    s.trackFolios();
    const side = s.side(h);
    const from = old >>> PMD_ORDER;
    const to = page >>> PMD_ORDER;
    for (let i = 0; i < PMD_PAGES; i++) movePte(side, old + i, page + i);
    // A huge PMD takes its pieces along as a whole.
    side.pieces[to] = side.pieces[from] ? (side.pieces[from] as number) : (side.pieces[to] as number);
    side.pieces[from] = 0;
    side.pmd[to] = side.pmd[from] as number;
    side.pmd[from] = PMD_NONE;
    touchRange(s, h, old, PMD_PAGES);
    touchRange(s, h, page, PMD_PAGES);
  },
  FORK: (s, h, _p, keepUffd) => dupMmap(s, s.side(h), s.side(h ? 0 : 1), keepUffd !== 0),
  MMAP_SHARED: (s, h, page, n) => {
    s.trackFolios().openFile(page, n, s.pages);
    s.side(h).vmas.add(page, page + n, VM_READ | VM_WRITE | VM_SHARED);
  },
  SHMEM_ADD: (s, _h, home) => s.trackFolios().addToCache(home, 0),
  FILE_MAP: (s, h, page, arg) => {
    allocTable(s, h, page);
    mapFile(s, s.side(h), page, mappedPages(arg), arg & FILE_WRITE ? DIRTY : 0);
  },
  FILE_MAP_PMD: (s, h, page, arg) => {
    const side = s.side(h);
    const region = page >>> PMD_ORDER;
    mapFile(s, side, region << PMD_ORDER, PMD_PAGES, HUGE | (arg & FILE_WRITE ? DIRTY : 0));
    side.pieces[region] = PMD_PAGES;
    side.pmd[region] = PMD_HUGE;
    side.huge++;
  },
  FILE_MKWRITE: (s, h, page) => setBits(s, s.side(h), page, 1, WRITE | DIRTY | YOUNG, 0),
  CACHE_DROP: (s, _h, home, n) => {
    s.trackFolios().cache.fill(NO_FRAME, home, home + n);
  },
  FILE_SPLIT: (s, _h, home, around) => s.trackFolios().splitCached(home, around !== 0),
  FILE_COLLAPSE: (s, _h, home) => {
    const folios = s.trackFolios();
    folios.addToCache(home, PMD_ORDER);
    folios.dirty[folios.folioAt(folios.cache[home] as number)] = 1;
  },
  EXIT: (s, h) => {
    const side = s.side(h);
    for (const v of side.vmas.list) for (let p = v.start; p < v.end; p++) unmap(s, side, p);
    side.pmd.fill(PMD_NONE);
    side.pieces.fill(0);
    side.huge = 0;
    side.deferred = 0;
    side.vmas = new VmaList();
    s.touched[h].fill(1);
  },

  UFFD_FAULT: (s, h, page) => {
    const { words } = s.side(h);
    words[page] = (words[page] as number) | WAITING;
    s.waiting++;
    s.touched[h][page >>> PMD_ORDER] = 1;
  },
  WAKE: (s, h, page, n) => {
    const { words } = s.side(h);
    words[page] = (words[page] as number) & ~WAITING;
    s.waiting -= n;
    s.touched[h][page >>> PMD_ORDER] = 1;
  },
  REQUEST: (s, _h, page) => {
    s.dst.words[page] = (s.dst.words[page] as number) | IN_FLIGHT;
    s.touched[1][page >>> PMD_ORDER] = 1;
  },
  COPY: (s, h, page, arg) => {
    // A marker is overwritten, and its protection with it.
    const { words } = s.side(h);
    words[page] = (words[page] as number) & ~UFFD_WP;
    mapSmall(s, h, page);
    receive(s, page, arg);
  },
  ZEROPAGE: (s, h, page) => {
    const side = s.dst;
    const region = page >>> PMD_ORDER;
    side.words[page] = ((side.words[page] as number) & ~PTE_BITS) | PRESENT | ZERO;
    if (side.pmd[region] === PMD_NONE) side.pmd[region] = PMD_TABLE;
    receive(s, page, 0);
    side.words[page] = (side.words[page] as number) & ~(DIRTY | YOUNG);
    s.touched[h][region] = 1;
  },
  EEXIST: (s, _h, page) => {
    s.src.words[page] = (s.src.words[page] as number) & ~IN_FLIGHT;
    s.dst.words[page] = (s.dst.words[page] as number) & ~IN_FLIGHT;
    s.touched[0][page >>> PMD_ORDER] = 1;
    s.touched[1][page >>> PMD_ORDER] = 1;
  },
  COLLAPSE: (s, h, page, filled) => {
    mapHuge(s, h, page);
    s.filled += filled;
  },
  OBSERVED: (s, h, page, gained) => {
    if (gained) mapHuge(s, h, page);
    else (changes.PMD_SPLIT as Fold)(s, h, page, 0);
  },
  LOST: (s, _h, page) => {
    const w = s.dst.words[page] as number;
    if (!(w & LOST)) s.lost++;
    s.dst.words[page] = w | LOST;
    s.touched[1][page >>> PMD_ORDER] = 1;
  },
  SEND: (s, _h, page) => {
    s.src.words[page] = ((s.src.words[page] as number) & ~TO_SEND) | SENT | IN_FLIGHT;
    s.toSend--;
    s.touched[0][page >>> PMD_ORDER] = 1;
  },
  LOAD: (s, _h, page, arg) => receive(s, page, arg),
  DELIVER: (s, _h, _p, bytes) => {
    s.delivered += bytes;
  },
};

/** Maps `n` cached pages of the file of the VMA at `page`. vm_page_prot of a VMA with uffd-wp has no write permission, so that
 *  only a write gets it (vma_wants_writenotify); a uffd-wp marker stays armed. */
function mapFile(s: MemoryState, side: Side, page: number, n: number, bits: number): void {
  const folios = s.trackFolios();
  const frames = side.frames as Uint32Array;
  const vma = side.vmas.find(page) as Vma;
  const writable = vma.flags & VM_WRITE && (bits & DIRTY || !(vma.flags & VM_UFFD_WP)) ? WRITE : 0;
  for (let p = page; p < page + n; p++) {
    const w = side.words[p] as number;
    const frame = folios.cache[vma.pgoff + p - vma.start] as number;
    const armed = w & UFFD_WP ? UFFD_WP : writable;
    const piece = folios.orderAt(frame) > 0 && !(bits & HUGE) ? PIECE : 0;
    side.words[p] = (w & ~(PTE_BITS | EPT_BITS)) | PRESENT | YOUNG | bits | armed | piece;
    if (piece) addPiece(side, p >>> PMD_ORDER);
    frames[p] = frame;
    folios.map(frame, side.host, false);
  }
  side.rss += n;
  touchRange(s, side.host, page, n);
}

function allocTable(s: MemoryState, host: Host, page: number): void {
  const side = s.side(host);
  const region = page >>> PMD_ORDER;
  if (side.pmd[region] === PMD_NONE) side.pmd[region] = PMD_TABLE;
  s.touched[host][region] = 1;
}

/** Sets and clears bits of [page, page + n); of the whole region when asked for a huge page's first page and 512. */
function setBits(s: MemoryState, side: Side, page: number, n: number, set: number, clear: number): void {
  const first = n === PMD_PAGES ? page & ~(PMD_PAGES - 1) : page;
  for (let p = first; p < first + n; p++) side.words[p] = ((side.words[p] as number) & ~clear) | set;
  touchRange(s, side.host, first, n);
}

/** The same for present pages only; markers and holes stay as they are. */
function setPresent(s: MemoryState, side: Side, page: number, n: number, set: number, clear: number): void {
  for (let p = page; p < page + n; p++) {
    const w = side.words[p] as number;
    if (w & PRESENT) side.words[p] = (w & ~clear) | set;
  }
  touchRange(s, side.host, page, n);
}

/** Moves one page table entry, with its frame, within an address space; what the migration knows of a page stays with it. */
function movePte(side: Side, from: number, to: number): void {
  const w = side.words[from] as number;
  side.words[to] = ((side.words[to] as number) & ~PTE_BITS) | (w & PTE_BITS);
  side.words[from] = w & ~(PTE_BITS | EPT_BITS);
  if (w & PRESENT && w & PIECE) {
    dropPiece(side, from >>> PMD_ORDER);
    addPiece(side, to >>> PMD_ORDER);
  }
  const frames = side.frames as Uint32Array;
  frames[to] = frames[from] as number;
  frames[from] = NO_FRAME;
}

/** Every mapping of the folio under `page` becomes one of an order-0 folio. PMDs were split before. */
function splitFolio(s: MemoryState, side: Side, page: number): void {
  const { folios } = s;
  const folio = folios && side.frames ? folios.folioAt(side.frames[page] as number) : 0;
  let dirty = 0;
  if (folios) folios.split(folio);
  for (const one of folios ? [s.src, s.dst] : [side]) {
    const region = page >>> PMD_ORDER;
    // Without frames all pieces of a region are of its own folio.
    const from = folios ? 0 : region << PMD_ORDER;
    const to = folios ? s.pages : from + PMD_PAGES;
    for (let p = from; p < to; p++) {
      const w = one.words[p] as number;
      if (!(w & PIECE) || !(w & PRESENT)) continue;
      if (folios) {
        const frame = (one.frames as Uint32Array)[p] as number;
        const first = folios.first[folio] as number;
        if (frame < first || frame >= first + (1 << (folios.order[folio] as number))) continue;
        folios.countMapping(frame, one.host);
        dirty |= w & DIRTY;
      }
      one.words[p] = w & ~PIECE;
      dropPiece(one, p >>> PMD_ORDER);
      s.touched[one.host][p >>> PMD_ORDER] = 1;
    }
  }
  if (!folios || !dirty) return;
  // try_to_migrate hands dirty bits of entries to the folio, and the split that to all of its pages.
  const first = folios.first[folio] as number;
  for (let frame = first; frame < first + (1 << (folios.order[folio] as number)); frame++)
    folios.dirty[folios.folioAt(frame)] = 1;
}

/** dup_mmap and copy_page_range: VMAs and page tables of `parent` into the empty `child`; anonymous pages become shared and
 *  read-only in both. userfaultfd goes along only where its owner asked for fork events (U15). */
function dupMmap(s: MemoryState, parent: Side, child: Side, keepUffd: boolean): void {
  const folios = s.trackFolios();
  const from = parent.frames as Uint32Array;
  const to = child.frames as Uint32Array;
  for (const v of parent.vmas.list) {
    if (v.flags & VM_DONTCOPY) continue;
    const flags = v.flags & ~VM_LOCKED & ~(keepUffd ? 0 : VM_UFFD);
    const copy = child.vmas.addApart(v.start, v.end, flags);
    copy.pgoff = v.pgoff;
    const shared = (v.flags & VM_SHARED) !== 0;
    if (v.flags & VM_WIPEONFORK) continue;
    if (v.anon) copy.anon = v.anon;
    else if (!(flags & VM_UFFD_WP)) continue;
    const wp = flags & VM_UFFD_WP ? UFFD_WP : 0;
    for (let r = v.start >>> PMD_ORDER; r <= (v.end - 1) >>> PMD_ORDER; r++) {
      const pmd = parent.pmd[r] as number;
      // copy_huge_pmd: a file's is left to faults.
      if (pmd === PMD_NONE || (shared && pmd === PMD_HUGE)) continue;
      child.pmd[r] = pmd;
      if (pmd === PMD_HUGE) child.huge++;
      const end = Math.min(v.end, (r + 1) << PMD_ORDER);
      for (let p = Math.max(v.start, r << PMD_ORDER); p < end; p++) {
        const w = parent.words[p] as number;
        if (!(w & PRESENT)) {
          child.words[p] = w & PTE_BITS & ~(UFFD_WP & ~wp);
          continue;
        }
        // pte_mkold: what the child did not touch itself is not young.
        const lost = shared ? DIRTY : WRITE;
        child.words[p] = w & PTE_BITS & ~(lost | YOUNG | (UFFD_WP & ~wp));
        if (w & ZERO) continue;
        if (!shared) parent.words[p] = w & ~(WRITE | EPT_WRITE);
        const frame = from[p] as number;
        to[p] = frame;
        folios.map(frame, child.host, false);
        child.rss++;
        if (w & PIECE) addPiece(child, r);
      }
      if (pmd === PMD_HUGE) child.pieces[r] = PMD_PAGES;
    }
  }
  for (const touched of s.touched) touched.fill(1);
}

const table: readonly Fold[] = (Object.keys(K) as KindKey[]).map((key) => changes[key] ?? nothing);

/** Applies one event. `page` and `arg` as the kind's line in event.ts says. */
export function fold(s: MemoryState, kind: number, host: Host, page: number, arg: number): void {
  s.counts[kind] = (s.counts[kind] as number) + 1;
  (table[kind] as Fold)(s, host, page, arg);
}
