/** One address space. Page tables, VMAs and folios live in the folded state (`side`), contents are version numbers.
 *  Mechanisms are functions over it, one a file: fault, zap, madvise, free, guard, mprotect, mremap, fork, userfaultfd,
 *  mfill, move, pagemap, khugepaged, collapse, deferred, pageout, shmem. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import type { Emitter } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import type { Folios } from '../event/folios.ts';
import { type Host, PMD_HUGE, PMD_HUGE_ZERO } from '../event/pageword.ts';
import type { Side } from '../event/state.ts';
import { VM_SHARED, type Vma } from '../event/vmalist.ts';
import { System, type ThpEnabled } from './system.ts';

export type { ThpEnabled };

export interface ZapDetails {
  /** zap_drop_markers: guard markers go too, as munmap does; DONTNEED leaves them. */
  readonly dropMarkers: boolean;
  /** DONTNEED frees the page table of a region that one call covers (CONFIG_PT_RECLAIM). */
  readonly reclaimTables: boolean;
}

/** What file memory does in place of anonymous memory (vm_operations_struct); set with the first such mapping. */
export interface FileOps {
  /** False when the toucher must sleep in a userfault. */
  fault(mm: Mm, vma: Vma, page: number, write: boolean, by: number, cause: number): boolean;
  /** Returns the cost, ns. */
  zap(mm: Mm, from: number, to: number, details: ZapDetails, by: number, call: number): number;
}

/** What the owner of the context reads from it, besides page faults. */
export type UffdMessage =
  | { readonly event: 'fork' }
  | { readonly event: 'remove' | 'unmap'; readonly page: number; readonly n: number }
  | { readonly event: 'remap'; readonly page: number; readonly to: number; readonly n: number };

/** An open userfaultfd: the features that its owner asked for, the messages it reads, the waiters it wakes
 *  (struct userfaultfd_ctx; U2, U11, U16). */
export class Uffd {
  /** Messages since the owner last looked. */
  messages: UffdMessage[] = [];
  /** Ranges of pages whose waiters wake, in order; whoever runs the waiters takes them. */
  wakes: [from: number, to: number][] = [];
  private readonly features: ReadonlySet<string>;

  constructor(features: Iterable<string>) {
    this.features = new Set(features);
  }

  /** The child's context after a fork: the same features, nothing read yet (dup_userfaultfd). */
  dup(): Uffd {
    return new Uffd(this.features);
  }

  has(feature: string): boolean {
    return this.features.has(feature);
  }

  get wpAsync(): boolean {
    return this.has('wp_async');
  }

  /** WP_ASYNC turns WP_UNPOPULATED on: holes are protected by markers. */
  get usesMarkers(): boolean {
    return this.has('wp_unpopulated') || this.wpAsync;
  }

  /** A fault is answered with SIGBUS instead of a message (F13, U1). */
  refuses(user: boolean): boolean {
    return this.has('sigbus') || (!user && this.has('user_mode_only'));
  }

  wake(from: number, to: number): void {
    this.wakes.push([from, to]);
  }
}

export class Mm {
  readonly side: Side;
  readonly pages: number;
  readonly sys: System;
  /** Content of each page: the version of its last write, 0 for zeroes and for holes. */
  readonly version: Uint32Array;
  /** khugepaged knows this process (K1). */
  enlisted = false;
  /** PR_SET_THP_DISABLE (V12, V13). */
  thpDisable: 'off' | 'completely' | 'except-advised' = 'off';
  /** Page faults that ended without a major read (ru_minflt). */
  minflt = 0;
  /** The userfaultfd whose owner serves this address space; null when none is open. */
  uffd: Uffd | null = null;
  fileOps: FileOps | null = null;
  /** Where the call that returned -ERESTARTSYS sleeps. */
  blocked: { page: number; write: boolean; wp: boolean } = { page: 0, write: false, wp: false };
  /** The other address space that may map the same folios: parent or child of a fork. */
  peer: Mm | null = null;
  /** Time the current operation took so far, ns; the actor takes it with `takeSpent`. */
  spent = 0;
  /** Hears of every verdict of MADV_COLLAPSE. */
  onVerdict:
    | ((verdict: { code: number; none: number; collapse: number | null; file?: boolean }) => void)
    | null = null;
  /** Hears of every hole that starts to read as zeroes, with the event that did it; set while that could lose content. */
  onZeroFill: ((page: number, cause: number) => void) | null = null;

  constructor(
    readonly out: Emitter,
    readonly host: Host,
    system: System | ThpEnabled,
  ) {
    this.sys = system instanceof System ? system : new System(system);
    this.side = out.state.side(host);
    this.pages = out.state.pages;
    this.version = new Uint32Array(this.pages);
  }

  takeSpent(): number {
    const { spent } = this;
    this.spent = 0;
    return spent;
  }

  get folios(): Folios | null {
    return this.out.state.folios;
  }

  /** Frame of a mapped page, 0 where frames are not told apart. */
  frame(page: number): number {
    return this.side.frames?.[page] ?? 0;
  }

  /** PageAnonExclusive: nobody else can hold the frame. */
  isExclusive(page: number): boolean {
    const { folios } = this;
    return !folios || folios.exclusive[this.frame(page)] === 1;
  }

  /** More than one address space maps a piece of the page's folio. */
  isShared(page: number): boolean {
    const { folios } = this;
    return folios?.isShared(folios.folioAt(this.frame(page))) ?? false;
  }

  /** The page belongs to a shared mapping: what it maps is a file's. */
  isFile(page: number): boolean {
    return this.sys.shmem !== null && (this.side.vmas.flagsAt(page) & VM_SHARED) !== 0;
  }

  /** The whole region is mapped by one entry, of real memory or of the huge zero page. */
  isHuge(page: number): boolean {
    const pmd = this.side.pmd[page >>> PMD_ORDER];
    return pmd === PMD_HUGE || pmd === PMD_HUGE_ZERO;
  }

  /** A VMA boundary comes to stand at `page`: a huge mapping across it is split (split_huge_pmd_if_needed, V9). */
  splitAtBoundary(page: number, by: number, cause: number): void {
    if (page % PMD_PAGES === 0 || page >= this.pages || !this.isHuge(page)) return;
    this.out.emit(K.PMD_SPLIT, by, (page >>> PMD_ORDER) << PMD_ORDER, 0, cause);
  }

  /** The VMA at `page` is about to get anonymous memory other than by an event that says so (anon_vma_prepare). */
  prepareAnon(page: number, by: number, cause: number): void {
    if (this.side.vmas.find(page)?.anon === 0) this.out.emit(K.ANON_VMA, by, page, 0, cause);
  }
}
