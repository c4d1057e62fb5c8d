/** VMAs and address spaces. */
import { PMD_ORDER, PMD_PAGES, sayBytes } from '../../base/units.ts';
import { MMAP_APART, mappedPages, VMA_CHANGE } from '../arg.ts';
import { addPiece, touchRange, unmap } from '../entries.ts';
import { allPages, type KindRows, NOTHING, PAGE, range } from '../kind.ts';
import {
  DIRTY,
  EPT_WRITE,
  PIECE,
  PMD_HUGE,
  PMD_NONE,
  PRESENT,
  PTE_BITS,
  UFFD_WP,
  WRITE,
  YOUNG,
  ZERO,
} from '../pageword.ts';
import type { MemoryState, Side } from '../state.ts';
import {
  changedPages,
  changeOf,
  VM_ANON_RW,
  VM_DONTCOPY,
  VM_HUGEPAGE,
  VM_LOCKED,
  VM_NOHUGEPAGE,
  VM_SHARED,
  VM_UFFD,
  VM_UFFD_WP,
  VM_WIPEONFORK,
  VmaList,
} from '../vmalist.ts';
import { are, at, bytes, madvise, on, page, pages, span } from '../words.ts';

export const VMA = {
  MMAP: {
    number: 1,
    name: 'mm.mmap',
    fn: 'mmap_region',
    rule: 'V8',
    about: range(mappedPages),
    arg: 'pages',
    surveys: true,
    fold: (s, h, page, arg) => {
      const end = page + mappedPages(arg);
      if (arg & MMAP_APART) s.side(h).vmas.addApart(page, end, VM_ANON_RW);
      else s.side(h).vmas.add(page, end, VM_ANON_RW);
    },
    call: (e) =>
      `mmap(NULL, ${bytes(mappedPages(e.arg))}, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = ${at(e)}`,
    words: (e) => `${sayBytes(bytes(mappedPages(e.arg)))} of memory are mapped ${on(e)}; no page exists yet`,
  },
  HUGEPAGE: {
    number: 2,
    name: 'madvise.hugepage',
    fn: 'hugepage_madvise',
    rule: 'V2',
    about: range(),
    arg: 'pages',
    surveys: true,
    counter: 'madvise calls',
    cost: (c) => c.madviseFlags,
    fold: (s, h, page, n) => s.side(h).vmas.change(page, page + n, VM_HUGEPAGE, VM_NOHUGEPAGE),
    call: madvise('MADV_HUGEPAGE'),
    words: (e) =>
      `MADV_HUGEPAGE sets hg and clears nh on ${pages(e.arg)} ${on(e)}; no page table changes, and khugepaged adds the process to its list`,
  },
  NOHUGEPAGE: {
    number: 3,
    name: 'madvise.nohugepage',
    fn: 'hugepage_madvise',
    rule: 'V3',
    about: range(),
    arg: 'pages',
    surveys: true,
    counter: 'madvise calls',
    cost: (c) => c.madviseFlags,
    fold: (s, h, page, n) => s.side(h).vmas.change(page, page + n, VM_NOHUGEPAGE, VM_HUGEPAGE),
    call: madvise('MADV_NOHUGEPAGE'),
    words: (e) =>
      `MADV_NOHUGEPAGE sets nh on ${pages(e.arg)} ${on(e)}; huge pages stay mapped, and no new one is made`,
  },
  VMA_FLAGS: {
    number: 60,
    name: 'vma.flags',
    fn: 'vma_modify_flags',
    rule: 'V6',
    about: range(changedPages),
    arg: 'pages - 1 in bits 0-23, index into VMA_CHANGES above',
    argLimit: VMA_CHANGE,
    surveys: true,
    fold: (s, h, page, arg) => {
      const { name, set, clear } = changeOf(arg);
      // vm_flags_clear of a moved VMA asks nobody about merging.
      s.side(h).vmas.change(page, page + changedPages(arg), set, clear, name !== 'MREMAP_DONTUNMAP');
      touchRange(s, h, page, changedPages(arg));
    },
    words: (e) => `${changeOf(e.arg).name} on ${span(e.page, changedPages(e.arg))} ${on(e)}`,
  },
  MUNMAP: {
    number: 61,
    name: 'mm.munmap',
    fn: 'do_vmi_munmap',
    rule: 'V9',
    about: range(),
    arg: 'pages',
    reach: NOTHING,
    work: (arg) => Math.ceil(arg / PMD_PAGES),
    surveys: true,
    fold: (s, h, page, n) => {
      const side = s.side(h);
      side.vmas.remove(page, page + n);
      // free_pgtables: a PTE table goes when no VMA is left in its 2 MiB.
      for (let r = page >>> PMD_ORDER; r <= (page + n - 1) >>> PMD_ORDER; r++)
        if (side.vmas.within(r << PMD_ORDER, (r + 1) << PMD_ORDER).length === 0) side.pmd[r] = PMD_NONE;
      touchRange(s, h, page, n);
    },
    call: (e) => `munmap(${at(e)}, ${bytes(e.arg)}) = 0`,
    words: (e) => `${span(e.page, e.arg)} ${on(e)} ${are(e.arg)} no longer mapped`,
  },
  /** The VMA at `page` becomes a copy of the one at arg. */
  VMA_COPY: {
    number: 62,
    name: 'mm.vmaCopy',
    fn: 'copy_vma',
    rule: 'V1',
    about: NOTHING,
    reach: PAGE,
    fold: (s, h, page, old) => {
      const { vmas } = s.side(h);
      vmas.inherit(page, old);
      if (s.side(h).vmas.flagsAt(page) & VM_UFFD) touchRange(s, h, page, 1);
    },
    words: (e) =>
      `mremap: the new VMA at ${page(e.page)} takes the flags and the anon_vma of the VMA at ${page(e.arg)}`,
  },
  ANON_VMA: {
    number: 63,
    name: 'vma.anon',
    fn: '__anon_vma_prepare',
    rule: 'V8',
    about: NOTHING,
    reach: PAGE,
    fold: (s, h, page) => {
      s.side(h).vmas.prepareAnon(page);
    },
    words: (e) =>
      `the VMA at ${page(e.page)} gets its anon_vma: from now on it merges only with VMAs that share it`,
  },
  ANON_UNLINK: {
    number: 64,
    name: 'vma.anonUnlink',
    fn: 'unlink_anon_vmas',
    rule: 'V8',
    about: NOTHING,
    reach: PAGE,
    fold: (s, h, page) => {
      const v = s.side(h).vmas.find(page);
      if (v) v.anon = 0;
    },
    words: (e) => `all of the VMA at ${page(e.page)} was moved away: it gives up its anon_vma`,
  },
  FORK: {
    number: 84,
    name: 'mm.fork',
    fn: 'dup_mmap',
    rule: 'U15',
    about: NOTHING,
    arg: "1 when userfaultfd goes along. The host is the parent's.",
    work: allPages,
    needsFolios: true,
    fold: (s, h, _p, keepUffd) => dupMmap(s, s.side(h), s.side(h ? 0 : 1), keepUffd !== 0),
    call: () => 'fork() = 2',
    words: () =>
      'the process forks: parent and child share the anonymous pages read-only until one of them writes',
  },
  EXIT: {
    number: 85,
    name: 'mm.exit',
    fn: 'exit_mmap',
    rule: 'K1',
    about: NOTHING,
    work: allPages,
    fold: (s, h) => {
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
    words: (e) => `the address space ${on(e)} is torn down`,
  },
  THP_DISABLE: {
    number: 89,
    name: 'prctl.thpDisable',
    fn: 'prctl_set_thp_disable',
    rule: 'V12',
    about: NOTHING,
    arg: '0 off, 1 on, 2 except advised',
    call: (e) => `prctl(PR_SET_THP_DISABLE, ${e.arg ? 1 : 0}, ${e.arg === 2 ? 2 : 0}, 0, 0) = 0`,
    words: (e) =>
      e.arg === 0
        ? 'the process may get huge pages again; vm_flags stay as they are'
        : e.arg === 2
          ? 'the process gets new huge pages only where it advised them; vm_flags stay as they are'
          : 'the process gets no new huge page; vm_flags stay as they are',
  },
} as const satisfies KindRows;

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
