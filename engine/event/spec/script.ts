/** What only scripts, forked and more general processes do; loaded with their folds. */
import { hex, PAGE_BYTES, sayBytes } from '../../base/units.ts';
import { errnoName } from '../errno.ts';
import { addKinds, filledPages, mappedPages, SIGBUS, UFFD_EVENTS } from '../event.ts';
import { changedPages, changeOf } from '../vmalist.ts';
import { at, bytes, host, madvise, pages, region } from '../words.ts';

addKinds({
  /** A line of a script begins. page: its number among the operations */
  OP: {
    name: 'script.op',
    fn: '',
    rule: 'E1',
    words: (e) => `operation ${e.page + 1} of the script begins`,
  },
  /** page: operation; arg: errno, 0 for success */
  OP_RETURN: {
    name: 'script.return',
    fn: '',
    rule: 'E1',
    words: (e) => `operation ${e.page + 1} ${e.arg ? `fails with ${errnoName(e.arg)}` : 'returns'}`,
  },
  /** A thread wrote pages full. arg: the byte in bits 0-7, pages - 1 above */
  FILL: {
    name: 'access.fill',
    fn: '',
    rule: 'E4',
    words: (e) =>
      `${host(e)}: a thread fills ${pages(filledPages(e.arg))} at ${hex(e.page)} with ${e.arg & 255}`,
  },
  /** arg: `vmaChange` */
  VMA_FLAGS: {
    name: 'vma.flags',
    fn: 'vma_modify_flags',
    rule: 'V6',
    words: (e) => `${host(e)}: ${changeOf(e.arg).name} on ${pages(changedPages(e.arg))} at ${hex(e.page)}`,
  },
  /** arg: pages */
  MUNMAP: {
    name: 'mm.munmap',
    fn: 'do_vmi_munmap',
    rule: 'V9',
    call: (e) => `munmap(${at(e.page)}, ${bytes(e.arg)}) = 0`,
    words: (e) => `${host(e)}: ${pages(e.arg)} at ${hex(e.page)} are no longer mapped`,
  },
  /** The VMA at `page` becomes a copy of the one at arg. */
  VMA_COPY: {
    name: 'mm.vmaCopy',
    fn: 'copy_vma',
    rule: 'V1',
    words: (e) =>
      `mremap: the new VMA at ${hex(e.page)} takes flags and anon_vma of the one at ${hex(e.arg)}`,
  },
  ANON_UNLINK: {
    name: 'vma.anonUnlink',
    fn: 'unlink_anon_vmas',
    rule: 'V8',
    words: (e) => `the VMA at ${hex(e.page)} was moved away whole and gives up its anon_vma`,
  },
  /** arg: pages */
  WRPROTECT: {
    name: 'pte.wrprotect',
    fn: 'change_protection',
    rule: 'V9',
    words: (e) => `${host(e)}: ${pages(e.arg)} at ${hex(e.page)} become read-only`,
  },
  /** arg: pages */
  MKWRITE: {
    name: 'pte.mkwrite',
    fn: 'can_change_pte_writable',
    rule: 'V9',
    words: (e) => `${host(e)}: ${pages(e.arg)} at ${hex(e.page)} are writable again without a fault`,
  },
  /** arg: pages */
  FREE: {
    name: 'madvise.free',
    fn: 'madvise_free_single_vma',
    rule: 'Z9',
    call: madvise('MADV_FREE'),
    words: (e) =>
      `${host(e)}: ${pages(e.arg)} may be dropped under memory pressure; until then they keep their content`,
  },
  /** arg: pages */
  LAZYFREE: {
    name: 'pte.lazyfree',
    fn: 'folio_mark_lazyfree',
    rule: 'Z9',
    words: (e) => `${pages(e.arg)} at ${hex(e.page)} are clean, old and lazily free`,
  },
  /** arg: pages */
  COLD: {
    name: 'madvise.cold',
    fn: 'madvise_cold_or_pageout_pte_range',
    rule: 'Z8',
    words: (e) => `${pages(e.arg)} at ${hex(e.page)} are no longer young`,
  },
  FOLIO_SPLIT: {
    name: 'folio.split',
    fn: '__folio_split',
    rule: 'Z8',
    words: (e) =>
      `the large folio at ${hex(e.page)} is split into single pages; pieces nobody maps are freed`,
  },
  /** arg: pages */
  ZERO_REMAP: {
    name: 'folio.zeroRemap',
    fn: 'try_to_map_unused_to_zeropage',
    rule: 'Z8',
    words: (e) => `${pages(e.arg)} at ${hex(e.page)} held only zeroes: the split maps the zero page instead`,
  },
  /** arg: pages */
  UFFD_WP_ON: {
    name: 'uffd.wp',
    fn: 'uffd_wp_range',
    rule: 'U12',
    words: (e) => `${pages(e.arg)} at ${hex(e.page)} are write-protected for userfaultfd`,
  },
  /** arg: pages */
  WP_MARK: {
    name: 'uffd.wpMarker',
    fn: 'make_pte_marker',
    rule: 'U12',
    words: (e) =>
      `${pages(e.arg)} at ${hex(e.page)} are holes: markers remember that they are write-protected`,
  },
  POISON: {
    name: 'uffd.poison',
    fn: 'mfill_atomic_pte_poison',
    rule: 'U13',
    call: (e) => `ioctl(15, UFFDIO_POISON, {${at(e.page)}, ${PAGE_BYTES}}) = 0`,
    words: (e) => `page ${hex(e.page)} is poisoned: a touch is SIGBUS`,
  },
  /** arg: pages */
  GUARD: {
    name: 'madvise.guard',
    fn: 'guard_install_set_pte',
    rule: 'Z14',
    words: (e) => `${pages(e.arg)} at ${hex(e.page)} become guard pages: a touch is SIGSEGV`,
  },
  /** arg: old page in bits 0-23, pages - 1 above */
  PTE_MOVE: {
    name: 'pte.move',
    fn: 'move_ptes',
    rule: 'U14',
    words: (e) =>
      `${pages((e.arg >>> 24) + 1)} move from ${hex(e.arg & 0xffffff)} to ${hex(e.page)}, frames and all`,
  },
  /** arg: first page of the old region */
  PMD_MOVE: {
    name: 'pmd.move',
    fn: 'move_huge_pmd',
    rule: 'U14',
    words: (e) =>
      `region ${region(e.arg)} moves to region ${region(e.page)} by its PMD: nothing is copied or split`,
  },
  /** arg: 1 when userfaultfd goes along. The host is the parent's. */
  FORK: {
    name: 'mm.fork',
    fn: 'dup_mmap',
    rule: 'U15',
    call: () => 'fork() = 2',
    words: () => 'the process forks: anonymous pages are shared and read-only in both until one writes',
  },
  EXIT: {
    name: 'mm.exit',
    fn: 'exit_mmap',
    rule: 'K1',
    words: (e) => `${host(e)}: the address space goes away`,
  },
  /** arg: SIGSEGV or SIGBUS */
  SIGNAL: {
    name: 'access.signal',
    fn: 'force_sig_fault',
    rule: 'F13',
    words: (e) =>
      `${host(e)}: the access to ${hex(e.page)} ends in ${e.arg === SIGBUS ? 'SIGBUS' : 'SIGSEGV'}`,
  },
  /** page: first; arg: index into UFFD_EVENTS */
  UFFD_EVENT: {
    name: 'uffd.event',
    fn: 'userfaultfd_event_wait_completion',
    rule: 'U15',
    words: (e) => `userfaultfd tells its owner: ${UFFD_EVENTS[e.arg] ?? '?'} at ${hex(e.page)}`,
  },
  UFFD_CLOSE: {
    name: 'uffd.close',
    fn: 'userfaultfd_release',
    rule: 'U7',
    call: () => 'close(15) = 0',
    words: () => 'the userfaultfd is closed: everything is unregistered and every waiter wakes',
  },
  /** arg: 0 off, 1 on, 2 except advised */
  THP_DISABLE: {
    name: 'prctl.thpDisable',
    fn: 'prctl_set_thp_disable',
    rule: 'V12',
    call: (e) => `prctl(PR_SET_THP_DISABLE, ${e.arg ? 1 : 0}, ${e.arg === 2 ? 2 : 0}, 0, 0) = 0`,
    words: (e) =>
      e.arg === 0
        ? 'huge pages are allowed to the process again'
        : `no huge page is made for the process any more${e.arg === 2 ? ', except where it was asked for' : ''}; vm_flags stay as they are`,
  },
  /** arg: pages, ACCESSED_WRITE */
  ACCESSED: {
    name: 'folio.accessed',
    fn: 'folio_mark_accessed',
    rule: 'K4.10',
    words: (e) =>
      `${pages(mappedPages(e.arg))} at ${hex(e.page)} were asked for: their folios count as referenced`,
  },
  /** arg: pages */
  PAGEOUT: {
    name: 'madvise.pageout',
    fn: 'madvise_pageout',
    rule: 'Z8',
    call: madvise('MADV_PAGEOUT'),
    words: (e) =>
      `${host(e)}: ${pages(e.arg)} at ${hex(e.page)} are reclaimed as far as that goes without swap`,
  },
  /** arg: pages */
  SWAPBACKED: {
    name: 'folio.swapbacked',
    fn: 'folio_set_swapbacked',
    rule: 'Z9',
    words: (e) =>
      `${pages(e.arg)} at ${hex(e.page)} were written to after MADV_FREE: no longer lazily free, they stay`,
  },
  /** arg: pages */
  MMAP_SHARED: {
    name: 'mm.mmapShared',
    fn: 'shmem_zero_setup',
    rule: 'V1',
    call: (e) =>
      `mmap(NULL, ${bytes(e.arg)}, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = ${at(e.page)}`,
    words: (e) =>
      `shared memory of ${sayBytes(bytes(e.arg))} is mapped: its pages belong to a file of its own`,
  },
  /** page: where the file was mapped first */
  SHMEM_ADD: {
    name: 'shmem.add',
    fn: 'shmem_add_to_page_cache',
    rule: 'F7',
    words: (e) => `the file gets a new page for ${hex(e.page)}: it is shared by whoever maps it`,
  },
  /** arg: pages, FILE_WRITE when a write asked for them */
  FILE_MAP: {
    name: 'fault.file',
    fn: 'set_pte_range',
    rule: 'F7',
    words: (e) => `${host(e)}: ${pages(mappedPages(e.arg))} of the file are mapped at ${hex(e.page)}`,
  },
  /** arg: FILE_WRITE when a write asked for it */
  FILE_MAP_PMD: {
    name: 'fault.filePmd',
    fn: 'do_set_pmd',
    rule: 'F7',
    words: (e) => `${host(e)}: the file's 2 MiB folio is mapped at region ${region(e.page)} by one entry`,
  },
  FILE_MKWRITE: {
    name: 'fault.fileWrite',
    fn: 'wp_page_shared',
    rule: 'F8',
    words: (e) =>
      `${host(e)}: page ${hex(e.page)} is the file's own: a write makes it writable, nothing is copied`,
  },
  /** page: where the file was mapped first. arg: pages */
  CACHE_DROP: {
    name: 'shmem.drop',
    fn: 'filemap_remove_folio',
    rule: 'Z10',
    words: (e) => `${pages(e.arg)} leave the file at ${hex(e.page)}: their content is gone for everybody`,
  },
  /** page: where the file was mapped first. arg: 0 into single pages, 1 only as far as the page needs */
  FILE_SPLIT: {
    name: 'shmem.split',
    fn: '__folio_split',
    rule: 'Z8',
    words: (e) =>
      e.arg
        ? `the file's large folio is halved around page ${hex(e.page)} until that stands alone`
        : `the file's large folio at ${hex(e.page)} is split into single pages`,
  },
  /** page: where the file was mapped first. arg: holes that became zeroes */
  FILE_COLLAPSE: {
    name: 'shmem.collapse',
    fn: 'collapse_file',
    rule: 'K11',
    words: (e) =>
      `512 pages of the file at ${hex(e.page)} are copied into one new 2 MiB folio; who maps them faults again`,
  },
});
