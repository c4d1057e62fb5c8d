/** How the events of scripts and of forked, moved or protected memory change the state; added to the table of fold by whoever
 *  emits them. */
import './spec/script.ts';
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import {
  addPiece,
  allocTable,
  type Changes,
  dropFrame,
  dropPiece,
  setBits,
  setPresent,
  touchRange,
  unmap,
} from './entries.ts';
import { ACCESSED_WRITE, FILE_WRITE, filledPages, mappedPages } from './event.ts';
import { addFolds } from './fold.ts';
import { NO_FRAME } from './folios.ts';
import {
  DIRTY,
  EPT_BITS,
  EPT_WRITE,
  GUARD_MARKER,
  HUGE,
  PIECE,
  PMD_HUGE,
  PMD_NONE,
  POISON_MARKER,
  PRESENT,
  PTE_BITS,
  UFFD_WP,
  WRITE,
  YOUNG,
  ZERO,
} from './pageword.ts';
import type { MemoryState, Side } from './state.ts';
import {
  changedPages,
  changeOf,
  VM_DONTCOPY,
  VM_LOCKED,
  VM_READ,
  VM_SHARED,
  VM_UFFD,
  VM_UFFD_WP,
  VM_WIPEONFORK,
  VM_WRITE,
  VmaList,
} from './vmalist.ts';

const changes: Changes = {
  FILL: (s, h, page, arg) => {
    const side = s.side(h);
    for (let p = page; p < page + filledPages(arg); p++) {
      const w = side.words[p]!;
      if ((w & (DIRTY | YOUNG)) === (DIRTY | YOUNG)) continue;
      setBits(s, side, p, w & HUGE ? PMD_PAGES : 1, DIRTY | YOUNG, 0);
    }
    touchRange(s, h, page, filledPages(arg));
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
  ANON_UNLINK: (s, h, page) => {
    const v = s.side(h).vmas.find(page);
    if (v) v.anon = 0;
  },
  WRPROTECT: (s, h, page, n) => setPresent(s, s.side(h), page, n, 0, WRITE),
  MKWRITE: (s, h, page, n) => setPresent(s, s.side(h), page, n, WRITE, 0),
  LAZYFREE: (s, h, page, n) => {
    const side = s.side(h);
    setPresent(s, side, page, n, 0, DIRTY | YOUNG);
    if (!s.folios || !side.frames) return;
    for (let p = page; p < page + n; p++) {
      const frame = side.frames[p]!;
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
    const folio = s.folios.folioAt(frames[page]!);
    s.folios.lazy[folio] = 0;
    s.folios.dirty[folio] = 1;
    touchRange(s, h, page, 1);
  },
  COLD: (s, h, page, n) => {
    const side = s.side(h);
    setPresent(s, side, page, n, 0, YOUNG);
    if (!s.folios || !side.frames) return;
    for (let p = page; p < page + n; p++) {
      const frame = side.frames[p]!;
      if (frame !== NO_FRAME) s.folios.referenced[s.folios.folioAt(frame)] = 0;
    }
  },
  ACCESSED: (s, h, page, arg) => {
    const { frames, words } = s.side(h);
    if (!s.folios || !frames) return;
    for (let p = page; p < page + mappedPages(arg); p++) {
      const frame = frames[p]!;
      if (frame === NO_FRAME) continue;
      const w = words[p]!;
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
      const w = side.words[p]!;
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
  POISON: (s, h, page) => {
    allocTable(s, h, page);
    setBits(s, s.side(h), page, 1, POISON_MARKER, UFFD_WP);
  },
  GUARD: (s, h, page, n) => {
    allocTable(s, h, page);
    setBits(s, s.side(h), page, n, GUARD_MARKER, UFFD_WP);
  },
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
    side.pieces[to] = side.pieces[from] ? (side.pieces[from] as number) : side.pieces[to]!;
    side.pieces[from] = 0;
    side.pmd[to] = side.pmd[from]!;
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
    folios.dirty[folios.folioAt(folios.cache[home]!)] = 1;
  },
  EXIT: (s, h) => {
    const side = s.side(h);
    for (const v of side.vmas.list) for (let p = v.start; p < v.end; p++) unmap(s, side, p);
    side.pmd.fill(PMD_NONE);
    side.pieces.fill(0);
    side.huge = 0;
    side.deferred = 0;
    side.held = 0;
    side.vmas = new VmaList();
    s.touched[h].fill(1);
  },
};

/** Maps `n` cached pages of the file of the VMA at `page`. vm_page_prot of a VMA with uffd-wp has no write permission, so that
 *  only a write gets it (vma_wants_writenotify); a uffd-wp marker stays armed. */
function mapFile(s: MemoryState, side: Side, page: number, n: number, bits: number): void {
  const folios = s.trackFolios();
  const frames = side.frames!;
  const vma = side.vmas.find(page)!;
  const writable = vma.flags & VM_WRITE && (bits & DIRTY || !(vma.flags & VM_UFFD_WP)) ? WRITE : 0;
  for (let p = page; p < page + n; p++) {
    const w = side.words[p]!;
    const frame = folios.cache[vma.pgoff + p - vma.start]!;
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

/** Moves one page table entry, with its frame, within an address space; what the migration knows of a page stays with it. */
function movePte(side: Side, from: number, to: number): void {
  const w = side.words[from]!;
  side.words[to] = (side.words[to]! & ~PTE_BITS) | (w & PTE_BITS);
  side.words[from] = w & ~(PTE_BITS | EPT_BITS);
  if (w & PRESENT && w & PIECE) {
    dropPiece(side, from >>> PMD_ORDER);
    addPiece(side, to >>> PMD_ORDER);
  }
  const frames = side.frames!;
  frames[to] = frames[from]!;
  frames[from] = NO_FRAME;
}

/** Every mapping of the folio under `page` becomes one of an order-0 folio. PMDs were split before. */
function splitFolio(s: MemoryState, side: Side, page: number): void {
  const { folios } = s;
  const folio = folios && side.frames ? folios.folioAt(side.frames[page]!) : 0;
  let dirty = 0;
  if (folios) folios.split(folio);
  for (const one of folios ? [s.src, s.dst] : [side]) {
    const region = page >>> PMD_ORDER;
    // Without frames all pieces of a region are of its own folio.
    const from = folios ? 0 : region << PMD_ORDER;
    const to = folios ? s.pages : from + PMD_PAGES;
    for (let p = from; p < to; p++) {
      const w = one.words[p]!;
      if (!(w & PIECE) || !(w & PRESENT)) continue;
      if (folios) {
        const frame = one.frames![p]!;
        const first = folios.first[folio]!;
        if (frame < first || frame >= first + (1 << folios.order[folio]!)) continue;
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
  const first = folios.first[folio]!;
  for (let frame = first; frame < first + (1 << folios.order[folio]!); frame++)
    folios.dirty[folios.folioAt(frame)] = 1;
}

/** dup_mmap and copy_page_range: VMAs and page tables of `parent` into the empty `child`; anonymous pages become shared and
 *  read-only in both. userfaultfd goes along only where its owner asked for fork events (U15). */
function dupMmap(s: MemoryState, parent: Side, child: Side, keepUffd: boolean): void {
  const folios = s.trackFolios();
  const from = parent.frames!;
  const to = child.frames!;
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
      const pmd = parent.pmd[r]!;
      // copy_huge_pmd: a file's is left to faults.
      if (pmd === PMD_NONE || (shared && pmd === PMD_HUGE)) continue;
      child.pmd[r] = pmd;
      if (pmd === PMD_HUGE) child.huge++;
      const end = Math.min(v.end, (r + 1) << PMD_ORDER);
      for (let p = Math.max(v.start, r << PMD_ORDER); p < end; p++) {
        const w = parent.words[p]!;
        if (!(w & PRESENT)) {
          child.words[p] = w & PTE_BITS & ~(UFFD_WP & ~wp);
          continue;
        }
        // pte_mkold: what the child did not touch itself is not young.
        const lost = shared ? DIRTY : WRITE;
        child.words[p] = w & PTE_BITS & ~(lost | YOUNG | (UFFD_WP & ~wp));
        if (w & ZERO) continue;
        if (!shared) parent.words[p] = w & ~(WRITE | EPT_WRITE);
        const frame = from[p]!;
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

addFolds(changes);
