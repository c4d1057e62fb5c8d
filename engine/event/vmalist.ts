/** The VMAs of one address space, in pages: sorted, never overlapping, split and merged as mm/vma.c does
 *  (vma_modify, vma_merge_existing_range, is_mergeable_vma, anon_vma_prepare; FACTS V1, V6, V8).
 *  Left out: files other than memfd, policies, protection keys. */

/** VM_HUGEPAGE: `hg` in smaps. */
export const VM_HUGEPAGE = 1 << 0;
/** VM_NOHUGEPAGE: `nh`. */
export const VM_NOHUGEPAGE = 1 << 1;
/** VM_UFFD_MISSING: `um`. */
export const VM_UFFD_MISSING = 1 << 2;
/** VM_UFFD_WP: `uw`. On the source's memory only a tracker of writes sets it (PAGEMAP_SCAN, U12): the memory itself does not have
 *  it, so no comparison of the hosts' flags looks at it. */
export const VM_UFFD_WP = 1 << 3;
export const VM_READ = 1 << 4;
export const VM_WRITE = 1 << 5;
/** Counted against the commit limit: `ac`. */
export const VM_ACCOUNT = 1 << 6;
export const VM_NORESERVE = 1 << 7;
export const VM_SHARED = 1 << 8;
export const VM_LOCKED = 1 << 9;
export const VM_DONTCOPY = 1 << 10;
export const VM_DONTDUMP = 1 << 11;
export const VM_MERGEABLE = 1 << 12;
export const VM_RAND_READ = 1 << 13;
export const VM_SEQ_READ = 1 << 14;
/** Guard regions were installed here once: `gu`. Sticky: does not keep VMAs apart. */
export const VM_MAYBE_GUARD = 1 << 15;
export const VM_WIPEONFORK = 1 << 16;

/** What anonymous private read-write memory has. */
export const VM_ANON_RW = VM_READ | VM_WRITE | VM_ACCOUNT;
/** Any userfaultfd mode: `userfaultfd_armed`. */
export const VM_UFFD = VM_UFFD_MISSING | VM_UFFD_WP;
const VM_ACCESS = VM_READ | VM_WRITE;

/** The ways in which calls change flags of a range; the index stands in events (`vmaChange`). Append only. */
export const VMA_CHANGES = [
  { name: 'MADV_NORMAL', set: 0, clear: VM_RAND_READ | VM_SEQ_READ },
  { name: 'MADV_RANDOM', set: VM_RAND_READ, clear: VM_SEQ_READ },
  { name: 'MADV_SEQUENTIAL', set: VM_SEQ_READ, clear: VM_RAND_READ },
  { name: 'MADV_DONTFORK', set: VM_DONTCOPY, clear: 0 },
  { name: 'MADV_DOFORK', set: 0, clear: VM_DONTCOPY },
  { name: 'MADV_DONTDUMP', set: VM_DONTDUMP, clear: 0 },
  { name: 'MADV_DODUMP', set: 0, clear: VM_DONTDUMP },
  { name: 'MADV_MERGEABLE', set: VM_MERGEABLE, clear: 0 },
  { name: 'MADV_UNMERGEABLE', set: 0, clear: VM_MERGEABLE },
  { name: 'MADV_WIPEONFORK', set: VM_WIPEONFORK, clear: 0 },
  { name: 'MADV_KEEPONFORK', set: 0, clear: VM_WIPEONFORK },
  { name: 'MADV_GUARD_INSTALL', set: VM_MAYBE_GUARD, clear: 0 },
  { name: 'mlock', set: VM_LOCKED, clear: 0 },
  { name: 'munlock', set: 0, clear: VM_LOCKED },
  { name: 'mprotect rw', set: VM_READ | VM_WRITE | VM_ACCOUNT, clear: 0 },
  { name: 'mprotect r', set: VM_READ, clear: VM_WRITE },
  { name: 'mprotect none', set: 0, clear: VM_ACCESS },
  /** Of memory that never had a page: its commit charge goes back. */
  { name: 'mprotect r, uncharged', set: VM_READ, clear: VM_WRITE | VM_ACCOUNT },
  { name: 'mprotect none, uncharged', set: 0, clear: VM_ACCESS | VM_ACCOUNT },
  { name: 'mprotect rw, not accounted', set: VM_READ | VM_WRITE, clear: 0 },
  { name: 'register missing', set: VM_UFFD_MISSING, clear: VM_UFFD_WP },
  { name: 'register wp', set: VM_UFFD_WP, clear: VM_UFFD_MISSING },
  { name: 'register missing+wp', set: VM_UFFD_MISSING | VM_UFFD_WP, clear: 0 },
  { name: 'unregister', set: 0, clear: VM_UFFD },
  { name: 'PROT_READ', set: 0, clear: VM_WRITE | VM_ACCOUNT },
  { name: 'PROT_NONE', set: 0, clear: VM_ACCESS | VM_ACCOUNT },
  { name: 'MAP_NORESERVE', set: VM_NORESERVE, clear: VM_ACCOUNT },
  { name: 'MAP_SHARED', set: VM_SHARED, clear: VM_ACCOUNT },
  { name: 'MREMAP_DONTUNMAP', set: 0, clear: VM_LOCKED },
  { name: 'MADV_CLR_HUGEPAGE', set: 0, clear: VM_HUGEPAGE | VM_NOHUGEPAGE },
] as const;
export type VmaChange = (typeof VMA_CHANGES)[number]['name'];
const CHANGE_INDEX = new Map<string, number>(VMA_CHANGES.map((c, i) => [c.name, i]));

/** Packs a change of `n` pages into an event's `arg`: pages - 1 in bits 0-23, which change above. */
export const vmaChange = (change: VmaChange, n: number): number =>
  ((CHANGE_INDEX.get(change)! << 24) | (n - 1)) >>> 0;
export const changeOf = (arg: number): (typeof VMA_CHANGES)[number] => VMA_CHANGES[arg >>> 24]!;
export const changedPages = (arg: number): number => (arg & 0xffffff) + 1;

export interface Vma {
  /** First page. */
  start: number;
  /** One past the last page. */
  end: number;
  flags: number;
  /** Where its first page was when it was mapped (vm_pgoff): moved memory with pages keeps it. */
  pgoff: number;
  /** Identity of its anon_vma, 0 before the first anonymous page. */
  anon: number;
}

/** smaps' two letters in smaps' order; the first five say what a reader of this app looks for. */
const SMAPS: readonly (readonly [flag: number, letters: string])[] = [
  [VM_READ, 'rd'],
  [VM_WRITE, 'wr'],
  [VM_SHARED, 'sh'],
  [0, 'mr'],
  [0, 'mw'],
  [0, 'me'],
  [VM_SHARED, 'ms'],
  [VM_UFFD_MISSING, 'um'],
  [VM_MAYBE_GUARD, 'gu'],
  [VM_UFFD_WP, 'uw'],
  [VM_LOCKED, 'lo'],
  [VM_SEQ_READ, 'sr'],
  [VM_RAND_READ, 'rr'],
  [VM_DONTCOPY, 'dc'],
  [VM_ACCOUNT, 'ac'],
  [VM_NORESERVE, 'nr'],
  [VM_WIPEONFORK, 'wf'],
  [VM_DONTDUMP, 'dd'],
  [VM_HUGEPAGE, 'hg'],
  [VM_NOHUGEPAGE, 'nh'],
  [VM_MERGEABLE, 'mg'],
];

/** The VmFlags line of smaps. */
export function smapsFlags(flags: number): string[] {
  return SMAPS.filter(([bit]) => bit === 0 || flags & bit).map(([, letters]) => letters);
}

/** The letters that tell one guest VMA from another: what every VMA of guest memory has is left out. */
export function sayFlags(flags: number): string {
  return SMAPS.filter(([bit]) => bit & ~(VM_ANON_RW | VM_MAYBE_GUARD) && flags & bit)
    .map(([, letters]) => letters)
    .join(' ');
}

export class VmaList {
  list: Vma[] = [];
  private anonCount = 0;

  /** Index of the first VMA that ends after `page`. */
  private indexAt(page: number): number {
    const { list } = this;
    let lo = 0;
    let hi = list.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (list[mid]!.end <= page) lo = mid + 1;
      else hi = mid;
    }
    return lo;
  }

  /** The VMA that holds `page`, or undefined. */
  find(page: number): Vma | undefined {
    const v = this.list[this.indexAt(page)];
    return v && v.start <= page ? v : undefined;
  }

  /** VMAs that overlap [start, end), in order. */
  within(start: number, end: number): Vma[] {
    const found: Vma[] = [];
    for (let i = this.indexAt(start); i < this.list.length; i++) {
      const v = this.list[i]!;
      if (v.start >= end) break;
      found.push(v);
    }
    return found;
  }

  /** Flags at `page`, 0 where nothing is mapped. */
  flagsAt(page: number): number {
    return this.find(page)?.flags ?? 0;
  }

  /** mmap of [start, end): a new VMA, merged with equal neighbours. The range must be free. */
  add(start: number, end: number, flags: number): void {
    this.addApart(start, end, flags);
    this.merge(start, end);
  }

  /** The same without a merge, as fork and mremap copy VMAs. */
  addApart(start: number, end: number, flags: number): Vma {
    const vma = { start, end, flags, pgoff: start, anon: 0 };
    this.list.splice(this.indexAt(start), 0, vma);
    return vma;
  }

  /** munmap of [start, end). */
  remove(start: number, end: number): void {
    this.splitAt(start);
    this.splitAt(end);
    this.list = this.list.filter((v) => v.end <= start || v.start >= end);
  }

  /** Sets and clears flags on [start, end): splits at its ends where flags change, then tries to merge there (V6). */
  change(start: number, end: number, set: number, clear: number, merges = true): void {
    for (const v of this.within(start, end)) {
      const flags = (v.flags & ~clear) | set;
      if (flags === v.flags) continue;
      const from = Math.max(start, v.start);
      const to = Math.min(end, v.end);
      this.splitAt(from);
      this.splitAt(to);
      this.find(from)!.flags = flags;
      if (merges) this.merge(from, to);
    }
  }

  /** mremap: the VMA at `page` is a copy of the one at `old`: same flags, same anon_vma (copy_vma). */
  inherit(page: number, old: number): void {
    const to = this.find(page);
    const from = this.find(old);
    if (!to || !from) return;
    to.flags = from.flags;
    to.anon = from.anon;
    to.pgoff = from.anon || from.flags & VM_SHARED ? from.pgoff + old - from.start : to.start;
  }

  /** First anonymous page in the VMA at `page`: anon_vma_prepare, which shares a compatible neighbour's (next, then previous).
   *  Returns the VMA. */
  prepareAnon(page: number): Vma | undefined {
    const i = this.indexAt(page);
    const v = this.list[i];
    if (!v || v.start > page) return undefined;
    if (v.anon === 0) {
      const next = this.list[i + 1];
      const prev = this.list[i - 1];
      if (next && next.start === v.end && next.anon && sharesAnon(v, next)) v.anon = next.anon;
      else if (prev && prev.end === v.start && prev.anon && sharesAnon(v, prev)) v.anon = prev.anon;
      else v.anon = ++this.anonCount;
    }
    return v;
  }

  private splitAt(page: number): void {
    const i = this.indexAt(page);
    const v = this.list[i];
    if (!v || v.start >= page) return;
    this.list.splice(i, 0, { ...v, end: page });
    v.pgoff += page - v.start;
    v.start = page;
  }

  /** Merges [start, end) with the neighbours on either side, left first (V8). */
  private merge(start: number, end: number): void {
    let i = this.indexAt(start);
    const before = this.list[i - 1];
    const v = this.list[i]!;
    if (before && before.end === start && mergeable(before, v)) {
      before.end = v.end;
      before.flags |= v.flags;
      before.anon ||= v.anon;
      this.list.splice(i, 1);
      i--;
    }
    const left = this.list[i]!;
    const after = this.list[i + 1];
    if (after && after.start === end && left.end === end && mergeable(left, after)) {
      left.end = after.end;
      left.flags |= after.flags;
      left.anon ||= after.anon;
      this.list.splice(i + 1, 1);
    }
  }

  copy(): VmaList {
    const c = new VmaList();
    c.list = this.list.map((v) => ({ ...v }));
    c.anonCount = this.anonCount;
    return c;
  }
}

/** is_mergeable_vma and is_mergeable_anon_vma for neighbours. */
function mergeable(a: Vma, b: Vma): boolean {
  return (
    ((a.flags ^ b.flags) & ~VM_MAYBE_GUARD) === 0 &&
    follows(a, b) &&
    (a.anon === b.anon || a.anon === 0 || b.anon === 0)
  );
}

/** anon_vma_compatible: flags may differ in their access bits only. */
const sharesAnon = (a: Vma, b: Vma): boolean =>
  ((a.flags ^ b.flags) & ~VM_ACCESS) === 0 && (a.start < b.start ? follows(a, b) : follows(b, a));

/** `b` goes on where `a` ends, in offsets too. */
const follows = (a: Vma, b: Vma): boolean => a.pgoff + a.end - a.start === b.pgoff;
