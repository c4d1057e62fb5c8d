/** When the memory of each host had which VMA flags, and when dirty logging was on: spans of steps, from the log alone. */

import type { Work } from '../base/work.ts';
import { hostOf } from '../event/actor.ts';
import { MMAP_APART, mappedPages } from '../event/arg.ts';
import { K } from '../event/event.ts';
import type { Host } from '../event/pageword.ts';
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
  VM_WRITE,
  VmaList,
} from '../event/vmalist.ts';
import { type Columns, PIECE } from '../log/columns.ts';
import { FLAGS, type FlagSpans } from './flags.ts';

const BITS = [VM_HUGEPAGE, VM_NOHUGEPAGE, VM_UFFD_MISSING, VM_UFFD_WP] as const;
const LOG = FLAGS.indexOf('log');

/** Kinds that change VMAs or dirty logging; all others leave them as they are. */
const CHANGES: readonly number[] = [
  K.MMAP,
  K.MMAP_SHARED,
  K.MUNMAP,
  K.HUGEPAGE,
  K.NOHUGEPAGE,
  K.VMA_FLAGS,
  K.VMA_COPY,
  K.REGISTER,
  K.UNREGISTER,
  K.FORK,
  K.EXIT,
  K.INCOMING_EXIT,
  K.LOG_START,
  K.LOG_STOP,
];
const changes = new Uint8Array(256);
for (const kind of CHANGES) changes[kind] = 1;

/** Reads the whole log once; time grows with its length, memory with the number of spans. */
export function* flagSpans(columns: Columns): Work<FlagSpans> {
  const spans = new Spans();
  const sides = [new Coverage(0, spans), new Coverage(1, spans)] as const;
  for (const { chunk, base, first, last } of columns.spans(0, columns.length, PIECE)) {
    const { kind, who, page, arg } = chunk;
    for (let i = first; i < last; i++) {
      const k = kind[i]!;
      if (!changes[k]) continue;
      apply(sides, k, hostOf(who[i]!), page[i]!, arg[i]!);
      for (const side of sides) side.settle(base + i + 1);
    }
    yield (base + last) / columns.length;
  }
  for (const side of sides) side.end(columns.length + 1);
  return spans.columns();
}

function apply(
  sides: readonly [Coverage, Coverage],
  kind: number,
  host: Host,
  page: number,
  arg: number,
): void {
  const side = sides[host];
  switch (kind) {
    case K.MMAP: {
      const end = page + mappedPages(arg);
      const apart = (arg & MMAP_APART) !== 0;
      side.change(page, end, (vmas) => vmas[apart ? 'addApart' : 'add'](page, end, VM_ANON_RW));
      break;
    }
    case K.MMAP_SHARED:
      side.change(page, page + arg, (vmas) => vmas.add(page, page + arg, VM_READ | VM_WRITE | VM_SHARED));
      break;
    case K.MUNMAP:
      side.change(page, page + arg, (vmas) => vmas.remove(page, page + arg));
      break;
    case K.HUGEPAGE:
      side.set(page, arg, VM_HUGEPAGE, VM_NOHUGEPAGE);
      break;
    case K.NOHUGEPAGE:
      side.set(page, arg, VM_NOHUGEPAGE, VM_HUGEPAGE);
      break;
    case K.REGISTER:
      side.set(page, arg, VM_UFFD_MISSING, VM_UFFD_WP);
      break;
    case K.UNREGISTER:
      side.set(page, arg, 0, VM_UFFD);
      break;
    case K.VMA_FLAGS: {
      const { set, clear } = changeOf(arg);
      side.set(page, changedPages(arg), set, clear);
      break;
    }
    case K.VMA_COPY: {
      const vma = side.vmas.find(page);
      if (vma) side.change(vma.start, vma.end, (vmas) => vmas.inherit(page, arg));
      break;
    }
    case K.FORK:
      sides[host ? 0 : 1].fork(side.vmas, arg !== 0);
      break;
    case K.EXIT:
      side.clear();
      break;
    case K.INCOMING_EXIT:
      sides[1].clear();
      break;
    case K.LOG_START:
    case K.LOG_STOP:
      sides[0].log(kind === K.LOG_START);
      break;
  }
}

/** How many pages of one address space have each flag. */
class Coverage {
  vmas = new VmaList();
  /** Pages by flag; the dirty log covers all or nothing. */
  private readonly pages = new Float64Array(FLAGS.length);
  private mapped = 0;
  private logs = false;
  /** The span that is open, by flag; -1 for none. */
  private readonly open = new Int32Array(FLAGS.length).fill(-1);

  constructor(
    private readonly host: Host,
    private readonly spans: Spans,
  ) {}

  /** Changes [start, end) of the list and counts only there. */
  change(start: number, end: number, by: (vmas: VmaList) => unknown): void {
    this.count(start, end, -1);
    by(this.vmas);
    this.count(start, end, 1);
  }

  set(page: number, n: number, set: number, clear: number): void {
    this.change(page, page + n, (vmas) => vmas.change(page, page + n, set, clear));
  }

  /** dup_mmap: without memory that stays with the parent, and without userfaultfd where it does not go along. */
  fork(parent: VmaList, keepsUffd: boolean): void {
    for (const { start, end, flags } of parent.list) {
      if (flags & VM_DONTCOPY) continue;
      const kept = flags & ~VM_LOCKED & ~(keepsUffd ? 0 : VM_UFFD);
      this.change(start, end, (vmas) => vmas.addApart(start, end, kept));
    }
  }

  clear(): void {
    this.vmas = new VmaList();
    this.pages.fill(0);
    this.mapped = 0;
  }

  log(on: boolean): void {
    this.logs = on;
  }

  private count(start: number, end: number, sign: 1 | -1): void {
    for (const v of this.vmas.within(start, end)) {
      const n = sign * (Math.min(end, v.end) - Math.max(start, v.start));
      this.mapped += n;
      for (let f = 0; f < BITS.length; f++) if (v.flags & BITS[f]!) this.pages[f] = this.pages[f]! + n;
    }
  }

  /** Ends and begins spans at `step` where coverage is no longer what it was. */
  settle(step: number): void {
    this.pages[LOG] = this.logs ? this.mapped : 0;
    for (let f = 0; f < FLAGS.length; f++) {
      const [n, of] = [this.pages[f]!, this.mapped];
      const at = this.open[f]!;
      if (at >= 0 && this.spans.is(at, n, of)) continue;
      if (at >= 0) this.spans.end(at, step);
      this.open[f] = n > 0 ? this.spans.begin(this.host, f, step, n, of) : -1;
    }
  }

  end(step: number): void {
    for (const at of this.open) if (at >= 0) this.spans.end(at, step);
  }
}

/** Six numbers a span, in one array that grows. */
class Spans {
  private all = new Float64Array(6 * 64);
  private length = 0;

  begin(host: Host, flag: number, step: number, pages: number, of: number): number {
    const at = 6 * this.length++;
    if (at === this.all.length) {
      const bigger = new Float64Array(2 * at);
      bigger.set(this.all);
      this.all = bigger;
    }
    this.all.set([host, flag, step, step, pages, of], at);
    return at;
  }

  is(at: number, pages: number, of: number): boolean {
    return this.all[at + 4] === pages && this.all[at + 5] === of;
  }

  end(at: number, step: number): void {
    this.all[at + 3] = step;
  }

  columns(): FlagSpans {
    const column = (c: number) => Float64Array.from({ length: this.length }, (_, i) => this.all[6 * i + c]!);
    return {
      host: Uint8Array.from(column(0)),
      flag: Uint8Array.from(column(1)),
      from: column(2),
      to: column(3),
      pages: column(4),
      of: column(5),
    };
  }
}
