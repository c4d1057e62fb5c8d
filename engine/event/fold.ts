/** How each event changes the state: which bits it sets and clears, and nothing else. One function a kind. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { K, type KindKey, MORE_COMING, OLD_COPY } from './event.ts';
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
  WAITING,
  WRITE,
  YOUNG,
  ZERO,
} from './pageword.ts';
import type { MemoryState, Side } from './state.ts';
import { VM_HUGEPAGE, VM_NOHUGEPAGE, VM_UFFD_MISSING } from './vmalist.ts';

type Fold = (s: MemoryState, host: Host, page: number, arg: number) => void;

const nothing: Fold = () => {};
const MAPPED = PRESENT | WRITE | DIRTY | YOUNG;

/** The last piece but one leaves a split folio, or it comes back whole: keeps `pieces` and `deferred` true. */
function dropPiece(side: Side, region: number): void {
  const left = (side.pieces[region] as number) - 1;
  side.pieces[region] = left;
  if (left === 0) side.deferred--;
}

/** Takes one page out of the page table; its content and whatever the migration knew of it go with it. */
function unmap(s: MemoryState, side: Side, page: number): void {
  const w = side.words[page] as number;
  if (w & PRESENT && !(w & ZERO)) {
    side.rss--;
    if (w & PIECE) dropPiece(side, page >>> PMD_ORDER);
  }
  if (side.host) {
    if (w & STALE) s.stale--;
    if (w & LOST) s.lost--;
    side.words[page] = w & ~(PTE_BITS | EPT_BITS | RECEIVED | STALE | LOST);
  } else side.words[page] = w & ~(PTE_BITS | EPT_BITS);
}

/** Maps one page that is none or zero as an order-0 frame. */
function mapSmall(s: MemoryState, host: Host, page: number, extra: number): void {
  const side = host ? s.dst : s.src;
  const region = page >>> PMD_ORDER;
  side.words[page] = ((side.words[page] as number) & ~(PTE_BITS | EPT_BITS)) | MAPPED | extra;
  side.rss++;
  if (side.pmd[region] === PMD_NONE) side.pmd[region] = PMD_TABLE;
  side.vmas.prepareAnon(page);
  s.touched[host][region] = 1;
}

/** Maps a whole region by one huge PMD. */
function mapHuge(s: MemoryState, host: Host, page: number): void {
  const side = host ? s.dst : s.src;
  const region = page >>> PMD_ORDER;
  const first = region << PMD_ORDER;
  const { words } = side;
  for (let p = first, end = first + PMD_PAGES; p < end; p++) {
    const w = words[p] as number;
    if (!(w & PRESENT) || w & ZERO) side.rss++;
    words[p] = (w & ~(PTE_BITS | EPT_BITS)) | MAPPED | HUGE;
  }
  if (side.pieces[region]) side.deferred--;
  side.pieces[region] = PMD_PAGES;
  side.pmd[region] = PMD_HUGE;
  side.huge++;
  side.vmas.prepareAnon(page);
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
  MMAP: (s, h, page, n) => s.side(h).vmas.add(page, page + n, 0),
  HUGEPAGE: (s, h, page, n) => s.side(h).vmas.change(page, page + n, VM_HUGEPAGE, VM_NOHUGEPAGE),
  NOHUGEPAGE: (s, h, page, n) => s.side(h).vmas.change(page, page + n, VM_NOHUGEPAGE, VM_HUGEPAGE),
  REGISTER: (s, h, page, n) => s.side(h).vmas.change(page, page + n, VM_UFFD_MISSING, 0),
  UNREGISTER: (s, h, page, n) => s.side(h).vmas.change(page, page + n, 0, VM_UFFD_MISSING),

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
    const { words } = h ? s.dst : s.src;
    words[page] = (words[page] as number) | YOUNG;
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
  FAULT_SMALL: (s, h, page) => mapSmall(s, h, page, 0),
  COW_SMALL: (s, h, page) => mapSmall(s, h, page, 0),
  FAULT_ZERO: (s, h, page) => {
    const side = s.side(h);
    const region = page >>> PMD_ORDER;
    side.words[page] = ((side.words[page] as number) & ~PTE_BITS) | PRESENT | ZERO | YOUNG;
    if (side.pmd[region] === PMD_NONE) side.pmd[region] = PMD_TABLE;
    s.touched[h][region] = 1;
  },
  PMD_SPLIT: (s, h, page) => {
    const side = s.side(h);
    const region = page >>> PMD_ORDER;
    const first = region << PMD_ORDER;
    const zero = side.pmd[region] === PMD_HUGE_ZERO;
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
  COPY: (s, _h, page, arg) => {
    mapSmall(s, 1, page, 0);
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

const table: readonly Fold[] = (Object.keys(K) as KindKey[]).map((key) => changes[key] ?? nothing);

/** Applies one event. `page` and `arg` as the kind's line in event.ts says. */
export function fold(s: MemoryState, kind: number, host: Host, page: number, arg: number): void {
  s.counts[kind] = (s.counts[kind] as number) + 1;
  (table[kind] as Fold)(s, host, page, arg);
}
