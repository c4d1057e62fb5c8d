/** What a kernel's own tools would print of one address space at one step: /proc/PID/smaps, /proc/PID/pagemap,
 *  tools/mm/thpmaps with the per-size counters of sysfs, and the THP lines of /proc/vmstat (Linux 6.18, x86-64,
 *  CONFIG_PAGE_MAPCOUNT); QEMU's query-migrate beside them is in querymigrate. Addresses are offsets in guest memory. Left out is what the state does not tell: Referenced and
 *  Swap of smaps, soft-dirty of pagemap, where a marker's swap entry points. */
import { worded } from '../base/language.ts';
import { hex, PAGE_BYTES, PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import type { Folios } from '../event/folios.ts';
import {
  DIRTY,
  GUARD_MARKER,
  type Host,
  HUGE,
  isMarker,
  isNone,
  PIECE,
  PMD_HUGE_ZERO,
  PMD_NONE,
  PMD_TABLE,
  PRESENT,
  UFFD_WP,
  ZERO,
} from '../event/pageword.ts';
import type { MemoryState, Side } from '../event/state.ts';
import { smapsFlags, VM_READ, VM_SHARED, VM_WRITE, type Vma } from '../event/vmalist.ts';
import type { Mm } from '../mm/mm.ts';
import { thpEligible } from '../mm/thp.ts';

export const PROC_FILES = ['smaps', 'pagemap', 'thpmaps', 'vmstat', 'query-migrate'] as const;
export type ProcFile = (typeof PROC_FILES)[number];

/** A line of text; lines of two steps that say the same thing of the same thing have the same key. */
export interface Line {
  readonly key: string;
  readonly text: string;
}

/** A line beside the same line one step before. */
export interface MarkedLine extends Line {
  readonly mark: 'same' | 'changed' | 'new' | 'gone';
  /** What a changed line said before. */
  readonly was?: string;
}

/** What THPeligible depends on besides the VMA. */
export type Thp = Pick<Mm, 'sys' | 'thpDisable'>;

/** Pages [from, to). */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** VMAs shown on either side of the page: a flood of flag changes leaves thousands. */
const VMAS = 8;
/** The same for pagemap: pages, then runs of them. */
const AROUND = PMD_PAGES;
const RUNS = 24;

const KB = PAGE_BYTES / 1024;
const address = (page: number) => (page * PAGE_BYTES).toString(16).padStart(8, '0');
const isPage = (w: number): boolean => (w & PRESENT) !== 0 && (w & ZERO) === 0;

// ---- smaps

/** What smaps counts of one VMA, in pages; Pss in halves of a page. */
interface Account {
  rss: number;
  halves: number;
  privateDirty: number;
  sharedDirty: number;
  shared: number;
  anon: number;
  lazy: number;
  /** Mapped by a huge PMD: anonymous memory, and page cache. */
  huge: number;
  hugeFile: number;
}

/** smaps_account of every page of the VMA. */
function account(state: MemoryState, side: Side, vma: Vma): Account {
  const a: Account = {
    rss: 0,
    halves: 0,
    privateDirty: 0,
    sharedDirty: 0,
    shared: 0,
    anon: 0,
    lazy: 0,
    huge: 0,
    hugeFile: 0,
  };
  const { folios } = state;
  eachMapped(side, vma, (p, w) => {
    a.rss++;
    const frame = folios ? side.frames![p]! : 0;
    const folio = folios ? folios.folioAt(frame) : 0;
    const isFile = folios !== null && folios.file[folio] === 1;
    if (!isFile) a.anon++;
    if (w & HUGE) a[isFile ? 'hugeFile' : 'huge']++;
    const isShared = folios !== null && folios.mapcount[frame]! > 1;
    const isDirty = (w & DIRTY) !== 0 || (folios !== null && folios.dirty[folio] === 1);
    if (isShared) {
      a.shared++;
      a.halves++;
      if (isDirty) a.sharedDirty++;
    } else {
      a.halves += 2;
      if (isDirty) a.privateDirty++;
    }
    if (folios?.lazy[folio] && !isDirty) a.lazy++;
  });
  return a;
}

/** Visits the pages of the VMA that are mapped to frames; regions without a page table are passed over whole. */
function eachMapped(side: Side, vma: Vma, visit: (page: number, word: number) => void): void {
  const { words, pmd } = side;
  for (let p = vma.start; p < vma.end; ) {
    const region = p >>> PMD_ORDER;
    const end = Math.min(vma.end, (region + 1) << PMD_ORDER);
    if (pmd[region] !== PMD_NONE && pmd[region] !== PMD_HUGE_ZERO)
      for (; p < end; p++) {
        const w = words[p]!;
        if (isPage(w)) visit(p, w);
      }
    p = end;
  }
}

function permissions(flags: number): string {
  const bit = (flag: number, letter: string) => (flags & flag ? letter : '-');
  return `${bit(VM_READ, 'r')}${bit(VM_WRITE, 'w')}-${flags & VM_SHARED ? 's' : 'p'}`;
}

const head = (vma: Vma): string =>
  `${address(vma.start)}-${address(vma.end)} ${permissions(vma.flags)} 00000000 00:00 0`;

/** The pages whose VMAs are told when there are many: those around the VMA of `page`. */
export function vmaWindow(state: MemoryState, host: Host, page: number): Window {
  const { list } = state.side(host).vmas;
  const at = list.findIndex((v) => v.end > page);
  const middle = at < 0 ? list.length - 1 : at;
  const first = list[middle - VMAS];
  const last = list[middle + VMAS];
  return { from: first ? first.start : 0, to: last ? last.end : state.pages };
}

/** VMAs in the window, between lines that say how many there are before and after it. */
function tellVmas(side: Side, window: Window, tell: (vma: Vma, lines: Line[]) => void): Line[] {
  const lines: Line[] = [];
  const { list } = side.vmas;
  const before = list.filter((v) => v.end <= window.from).length;
  const after = list.filter((v) => v.start >= window.to).length;
  if (before) lines.push({ key: 'before', text: worded`(${before} more before)` });
  for (const vma of side.vmas.within(window.from, window.to)) tell(vma, lines);
  if (after) lines.push({ key: 'after', text: worded`(${after} more after)` });
  return lines;
}

/** /proc/PID/smaps. Without `thp` nobody knows what is eligible, and the line is left out. */
export function smaps(state: MemoryState, host: Host, thp: Thp | null, window: Window): Line[] {
  const side = state.side(host);
  return tellVmas(side, window, (vma, lines) => {
    const a = account(state, side, vma);
    const kept = a.rss - a.shared;
    lines.push({ key: `${vma.start}`, text: head(vma) });
    const field = (name: string, text: string) =>
      lines.push({ key: `${vma.start} ${name}`, text: `${`${name}:`.padEnd(15)}${text}` });
    const size = (name: string, pages: number) =>
      field(name, `${String(Math.floor(pages * KB)).padStart(9)} kB`);
    size('Size', vma.end - vma.start);
    size('Rss', a.rss);
    size('Pss', a.halves / 2);
    size('Shared_Clean', a.shared - a.sharedDirty);
    size('Shared_Dirty', a.sharedDirty);
    size('Private_Clean', kept - a.privateDirty);
    size('Private_Dirty', a.privateDirty);
    size('Anonymous', a.anon);
    size('LazyFree', a.lazy);
    size('AnonHugePages', a.huge);
    if (vma.flags & VM_SHARED) size('ShmemPmdMapped', a.hugeFile);
    if (thp) field('THPeligible', (thpEligible(thp as Mm, vma) ? '1' : '0').padStart(9));
    lines.push({ key: `${vma.start} VmFlags`, text: `VmFlags: ${smapsFlags(vma.flags).join(' ')}` });
  });
}

// ---- pagemap

const PM_PRESENT = '63 present';
const PM_SWAP = '62 swap';
const PM_FILE = '61 file';
const PM_GUARD_REGION = '58 guard';
const PM_UFFD_WP = '57 uffd-wp';
const PM_MMAP_EXCLUSIVE = '56 exclusive';

/** One entry: its bits, highest first, and its frame, 0 where it is none of ours (pte_to_pagemap_entry). */
function entry(state: MemoryState, side: Side, page: number): { bits: string; frame: number } {
  const w = side.words[page]!;
  if (isNone(w)) return { bits: '0', frame: 0 };
  const bits: string[] = [];
  const present = (w & PRESENT) !== 0;
  bits.push(present ? PM_PRESENT : PM_SWAP);
  const { folios } = state;
  const frame = folios && isPage(w) ? side.frames![page]! : 0;
  if (folios && frame && folios.file[folios.folioAt(frame)]) bits.push(PM_FILE);
  if (isMarker(w, GUARD_MARKER)) bits.push(PM_GUARD_REGION);
  if (w & UFFD_WP) bits.push(PM_UFFD_WP);
  if (isPage(w)) {
    // A huge mapping is asked once, for its first page.
    const asked = folios && w & HUGE ? side.frames![(page >>> PMD_ORDER) << PMD_ORDER]! : frame;
    if (!folios || folios.mapcount[asked] === 1) bits.push(PM_MMAP_EXCLUSIVE);
  }
  return { bits: bits.join(', '), frame };
}

interface Run {
  readonly page: number;
  n: number;
  readonly bits: string;
  readonly frame: number;
}

function runs(state: MemoryState, side: Side, { from, to }: Window): Run[] {
  const found: Run[] = [];
  let last: Run | undefined;
  for (let page = from; page < to; page++) {
    const { bits, frame } = entry(state, side, page);
    if (last && last.bits === bits && (frame ? last.frame + last.n : 0) === frame) last.n++;
    else {
      last = { page, n: 1, bits, frame };
      found.push(last);
    }
  }
  return found;
}

/** The pages around `page` whose runs are told. */
export function pagemapWindow(state: MemoryState, host: Host, page: number): Window {
  const from = Math.max(0, page - AROUND);
  const to = Math.min(state.pages, page + AROUND);
  const all = runs(state, state.side(host), { from, to });
  const at = all.findIndex((r) => r.page + r.n > page);
  const first = all[at - RUNS];
  const last = all[at + RUNS];
  return { from: first ? first.page : from, to: last ? last.page + last.n : to };
}

/** /proc/PID/pagemap as text: runs of alike entries. Frame numbers where frames are told apart. */
export function pagemap(state: MemoryState, host: Host, window: Window): Line[] {
  return runs(state, state.side(host), window).map(({ page, n, bits, frame }) => {
    const last = (first: number) => (n > 1 ? `-${hex(first + n - 1)}` : '');
    const pfn = frame ? `, pfn ${hex(frame)}${last(frame)}` : '';
    return { key: `${page}`, text: `${hex(page)}${last(page)}: ${bits}${pfn}` };
  });
}

// ---- thpmaps

/** Pages of large folios that a VMA maps, by thpmaps' names. */
function thpOf(state: MemoryState, side: Side, vma: Vma): { pages: number; stats: Map<string, number> } {
  const stats = new Map<string, number>();
  const add = (name: string, pages: number) => stats.set(name, (stats.get(name) ?? 0) + pages);
  const { folios } = state;
  let pages = 0;
  let next = vma.start;
  eachMapped(side, vma, (p, w) => {
    pages++;
    if (p < next) return;
    next = p + 1;
    if (!(w & (HUGE | PIECE))) return;
    const { order, whole } = folios ? trackedRun(side, folios, vma, p) : plainRun(side, p, w);
    const what = vma.flags & VM_SHARED ? 'file' : 'anon';
    if (!whole) add(`${what}-thp-pte-partial`, 1);
    else {
      const n = 1 << order;
      const how = w & HUGE ? 'pmd-aligned' : p % n === 0 ? 'pte-aligned' : 'pte-unaligned';
      add(`${what}-thp-${how}-${n * KB}kB`, n);
      next = p + n;
    }
  });
  return { pages, stats };
}

/** The folio under `page`, and whether all of it is mapped from here on. */
function trackedRun(side: Side, folios: Folios, vma: Vma, page: number): { order: number; whole: boolean } {
  const frames = side.frames!;
  const frame = frames[page]!;
  const order = folios.orderAt(frame);
  const n = 1 << order;
  let whole = frame === folios.first[folios.folioAt(frame)] && page + n <= vma.end;
  for (let i = 1; whole && i < n; i++) whole = frames[page + i] === frame + i;
  return { order, whole };
}

/** The same where frames are at home: a region's pieces are of one folio of 2 MiB. */
function plainRun(side: Side, page: number, w: number): { order: number; whole: boolean } {
  const whole = (w & HUGE) !== 0 || side.pieces[page >>> PMD_ORDER] === PMD_PAGES;
  return { order: PMD_ORDER, whole: whole && page % PMD_PAGES === 0 };
}

/** Large folios, and those of them that are mapped in part and queued for a deferred split, by order. */
function queued(state: MemoryState, side: Side): Map<number, { all: number; partial: number }> {
  const counts = new Map<number, { all: number; partial: number }>();
  const count = (order: number, partial: boolean) => {
    const c = counts.get(order) ?? { all: 0, partial: 0 };
    c.all++;
    if (partial) c.partial++;
    counts.set(order, c);
  };
  const { folios } = state;
  if (folios) {
    for (let f = 1; f < folios.folios; f++) {
      const order = folios.order[f]!;
      if (order > 0 && !folios.file[f] && folios.isMapped(f)) count(order, folios.deferred[f] === 1);
    }
  } else
    for (let r = 0; r < state.regions; r++) {
      const pieces = side.pieces[r]!;
      if (pieces > 0) count(PMD_ORDER, side.pmd[r] === PMD_TABLE && pieces < PMD_PAGES);
    }
  return counts;
}

/** tools/mm/thpmaps of every VMA, and below it the kernel's own count of large folios: of one kernel, so in a script of both
 *  processes. */
export function thpmaps(state: MemoryState, host: Host, window: Window): Line[] {
  const side = state.side(host);
  const lines = tellVmas(side, window, (vma, told) => {
    const { pages: all, stats } = thpOf(state, side, vma);
    told.push({ key: `${vma.start}`, text: head(vma) });
    for (const [name, pages] of [...stats].sort(([a], [b]) => (a < b ? -1 : 1)))
      told.push({
        key: `${vma.start} ${name}`,
        text: `${`${name}:`.padEnd(29)}${String(pages * KB).padStart(8)} kB (${String(Math.round((pages / all) * 100)).padStart(2)}%)`,
      });
  });
  const counts = queued(state, side);
  if (!counts.has(PMD_ORDER)) counts.set(PMD_ORDER, { all: 0, partial: 0 });
  for (const [order, { all, partial }] of [...counts].sort(([a], [b]) => a - b)) {
    const stat = (name: string, n: number) => {
      const path = `hugepages-${(1 << order) * KB}kB/stats/${name}`;
      lines.push({ key: path, text: `${path} ${n}` });
    };
    stat('nr_anon', all);
    stat('nr_anon_partially_mapped', partial);
  }
  return lines;
}

// ---- marks

/** `now` with what is new or different since `before`, and with lines that are gone where they stood. */
export function mark(before: readonly Line[] | null, now: readonly Line[]): MarkedLine[] {
  if (!before) return now.map((line) => ({ ...line, mark: 'same' }));
  const old = new Map(before.map((line) => [line.key, line.text]));
  const kept = new Set(now.map((line) => line.key));
  const marked: MarkedLine[] = [];
  let at = 0;
  const tellGone = () => {
    for (let line = before[at]; line && !kept.has(line.key); line = before[++at])
      marked.push({ ...line, mark: 'gone' });
  };
  for (const line of now) {
    const was = old.get(line.key);
    if (was === undefined) {
      marked.push({ ...line, mark: 'new' });
      continue;
    }
    tellGone();
    if (before[at]?.key === line.key) at++;
    marked.push(was === line.text ? { ...line, mark: 'same' } : { ...line, mark: 'changed', was });
    tellGone();
  }
  tellGone();
  return marked;
}
