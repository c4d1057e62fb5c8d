/** The vocabulary. A timeline is a log of these events, and state changes only by them (`fold`).
 *  Each kind is declared once: its name, the kernel or QEMU function it stands for, the rule of FACTS it follows,
 *  the call as strace would print it, and the sentence that explains it. Formats of `arg` stand beside each kind. */
import { hex, PAGE_BYTES, PMD_PAGES, sayBytes } from '../base/units.ts';
import { PHASE_LABELS, PHASES } from './actor.ts';
import { errnoName } from './errno.ts';
import { SCAN_NAMES } from './scan.ts';
import { changedPages, changeOf } from './vmalist.ts';

/** One event as a reader sees it; columns hold the same in typed arrays. */
export interface EventView {
  readonly kind: number;
  /** First page the event is about. */
  readonly page: number;
  readonly arg: number;
  readonly host: 0 | 1;
  readonly actor: number;
  readonly cpu: number;
  /** Names of the two address spaces, when they are not a migration's. */
  readonly hosts?: readonly [string, string];
}

const HOSTS = ['source', 'destination'] as const;

export interface KindSpec {
  /** `area.verb` */
  readonly name: string;
  /** Kernel, KVM or QEMU function. */
  readonly fn: string;
  /** Rule of FACTS.md. */
  readonly rule: string;
  /** The call as strace would print it, where the event is a call. */
  readonly call?: (e: EventView) => string;
  readonly words: (e: EventView) => string;
}

/** Content versions in `arg` use 30 bits; this bit says the copy is older than the source's content. */
export const OLD_COPY = 0x80000000;
/** And this one that a later copy of the page is already under way. */
export const MORE_COMING = 0x40000000;
/** In the `arg` of MMAP: the VMA is a copy of another's part and merges with no neighbour. */
export const MMAP_APART = 0x80000000;
/** Pages of a FILL. */
export const filledPages = (arg: number): number => (arg >>> 8) + 1;
/** In the `arg` of ACCESSED: for writing. */
export const ACCESSED_WRITE = 0x80000000;
/** In the `arg` of FILE_MAP and FILE_MAP_PMD: by a write. */
export const FILE_WRITE = 0x80000000;
export const mappedPages = (arg: number): number => arg & 0x7fffffff;
export const versionOf = (arg: number): number => arg & 0x3fffffff;

/** Messages of userfaultfd that are not page faults. */
export const UFFD_EVENTS = ['fork', 'remap', 'remove', 'unmap'] as const;
export const SIGBUS = 7;
export const SIGSEGV = 11;

const at = (page: number) => `guest+${hex(page * PAGE_BYTES)}`;
const region = (page: number) => Math.floor(page / PMD_PAGES);
const pages = (n: number) => (n === 1 ? '1 page' : `${n.toLocaleString('en')} pages`);
const bytes = (n: number) => n * PAGE_BYTES;
const host = (e: EventView) => (e.hosts ?? HOSTS)[e.host];
const madvise = (advice: string) => (e: EventView) =>
  `madvise(${at(e.page)}, ${bytes(e.arg)}, ${advice}) = 0`;

const specs = {
  /** arg: index into PHASES */
  PHASE: {
    name: 'phase.begin',
    fn: '',
    rule: 'P1',
    words: (e) => `phase: ${PHASE_LABELS[PHASES[e.arg] ?? 'end']}`,
  },
  /** arg: pages */
  MMAP: {
    name: 'mm.mmap',
    fn: 'mmap_region',
    rule: 'V8',
    call: (e) =>
      `mmap(NULL, ${bytes(mappedPages(e.arg))}, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = ${at(e.page)}`,
    words: (e) =>
      `memory of ${sayBytes(bytes(mappedPages(e.arg)))} is mapped (${host(e)}); no page exists yet`,
  },
  /** arg: pages */
  HUGEPAGE: {
    name: 'madvise.hugepage',
    fn: 'hugepage_madvise',
    rule: 'V2',
    call: madvise('MADV_HUGEPAGE'),
    words: (e) =>
      `${host(e)}: hg set, nh cleared on ${pages(e.arg)}; no page table changes, khugepaged enlists the process`,
  },
  /** arg: pages */
  NOHUGEPAGE: {
    name: 'madvise.nohugepage',
    fn: 'hugepage_madvise',
    rule: 'V3',
    call: madvise('MADV_NOHUGEPAGE'),
    words: (e) => `${host(e)}: nh set on ${pages(e.arg)}; huge pages stay mapped, none is made from now on`,
  },
  /** A batch of first writes while the guest boots. arg: pages */
  POPULATE: {
    name: 'guest.populate',
    fn: '',
    rule: 'E4',
    words: (e) => `the guest writes ${pages(e.arg)} of region ${region(e.page)} for the first time`,
  },
  /** arg: the content version after the write */
  WRITE: {
    name: 'guest.write',
    fn: '',
    rule: 'E4',
    words: (e) => `vCPU ${e.cpu} writes page ${hex(e.page)} on the ${host(e)}: now v${versionOf(e.arg)}`,
  },
  READ: {
    name: 'guest.read',
    fn: '',
    rule: 'E4',
    words: (e) => `vCPU ${e.cpu} reads page ${hex(e.page)} on the ${host(e)}`,
  },
  VM_STOP: {
    name: 'guest.stop',
    fn: 'vm_stop_force_state',
    rule: 'Q17',
    words: () => 'the guest stops on the source: downtime begins',
  },
  VM_RUN: {
    name: 'guest.run',
    fn: 'loadvm_postcopy_handle_run',
    rule: 'Q24',
    words: () => 'the guest runs on the destination: downtime ends',
  },

  /** arg: 0 = 4 KB read-only, 1 = 4 KB writable, 2 = 2 MiB writable */
  EPT_MAP: {
    name: 'ept.map',
    fn: 'kvm_tdp_page_fault',
    rule: 'D13',
    words: (e) =>
      `EPT violation: KVM maps ${e.arg === 2 ? `region ${region(e.page)} with one 2 MiB leaf` : `page ${hex(e.page)} with a 4 KB leaf`}`,
  },
  EPT_SPLIT: {
    name: 'ept.split',
    fn: 'kvm_mmu_slot_try_split_huge_pages',
    rule: 'D1',
    words: (e) =>
      `KVM splits the 2 MiB EPT leaf of region ${region(e.page)} into 512 write-protected ones; the host's huge page stays`,
  },
  /** arg: pages */
  EPT_ZAP: {
    name: 'ept.zap',
    fn: 'kvm_unmap_gfn_range',
    rule: 'Z12',
    words: (e) => `MMU notifier: EPT drops ${pages(e.arg)} at ${hex(e.page)}`,
  },
  /** arg: pages */
  LOG_START: {
    name: 'dirtylog.start',
    fn: 'kvm_mmu_slot_apply_flags',
    rule: 'D1',
    call: () => 'ioctl(vm, KVM_SET_USER_MEMORY_REGION, {flags=KVM_MEM_LOG_DIRTY_PAGES}) = 0',
    words: (e) => `dirty logging starts: QEMU's bitmap has all ${pages(e.arg)} set, EPT is forced to 4 KB`,
  },
  LOG_DIRTY: {
    name: 'dirtylog.dirty',
    fn: 'fast_page_fault',
    rule: 'D3',
    words: (e) =>
      `first write to the protected 4 KB leaf ${hex(e.page)}: KVM sets its dirty bit and makes it writable`,
  },
  /** arg: pages newly dirty */
  SYNC: {
    name: 'dirtylog.sync',
    fn: 'kvm_vm_ioctl_get_dirty_log',
    rule: 'D5',
    call: () => 'ioctl(vm, KVM_GET_DIRTY_LOG) = 0',
    words: (e) => `dirty bitmap synced: ${pages(e.arg)} written since they were sent`,
  },
  /** arg: pages; those of them that are logged move to QEMU's bitmap and are protected again */
  LOG_HARVEST: {
    name: 'dirtylog.harvest',
    fn: 'kvm_arch_mmu_enable_log_dirty_pt_masked',
    rule: 'D5',
    words: (e) =>
      `bits of region ${region(e.page)} move to QEMU's bitmap, the pages are write-protected again`,
  },

  FAULT_HUGE: {
    name: 'fault.huge',
    fn: 'do_huge_pmd_anonymous_page',
    rule: 'F2',
    words: (e) => `${host(e)}: a write to empty region ${region(e.page)} (hg) maps a whole zeroed 2 MiB page`,
  },
  FAULT_HUGE_ZERO: {
    name: 'fault.hugeZero',
    fn: 'set_huge_zero_folio',
    rule: 'F3',
    words: (e) =>
      `${host(e)}: a read of empty region ${region(e.page)} (hg) maps the huge zero page: 512 present zeroes`,
  },
  FAULT_SMALL: {
    name: 'fault.small',
    fn: 'do_anonymous_page',
    rule: 'F7',
    words: (e) => `${host(e)}: a write fault maps one new 4 KB page at ${hex(e.page)}`,
  },
  FAULT_ZERO: {
    name: 'fault.zero',
    fn: 'do_anonymous_page',
    rule: 'F7',
    words: (e) => `${host(e)}: a read fault maps the shared 4 KB zero page at ${hex(e.page)}`,
  },
  COW_SMALL: {
    name: 'fault.cow',
    fn: 'do_wp_page',
    rule: 'F8',
    words: (e) =>
      `${host(e)}: a write replaces the zero page at ${hex(e.page)} by a new page; userfaultfd is not asked`,
  },
  COW_HUGE: {
    name: 'fault.cowHuge',
    fn: 'do_huge_zero_wp_pmd',
    rule: 'F8',
    words: (e) =>
      `${host(e)}: a write to the huge zero page of region ${region(e.page)} allocates a whole 2 MiB page`,
  },
  THP_THROWN: {
    name: 'thp.thrownAway',
    fn: '__do_huge_pmd_anonymous_page',
    rule: 'F6',
    words: (e) =>
      `a 2 MiB page for region ${region(e.page)} was allocated and zeroed, then thrown away: userfaultfd is asked only after it`,
  },
  PMD_SPLIT: {
    name: 'pmd.split',
    fn: '__split_huge_pmd_locked',
    rule: 'Z4',
    words: (e) =>
      `the huge mapping of region ${region(e.page)} is split into 512 PTEs; the folio stays whole`,
  },
  /** arg: pages */
  DONTNEED: {
    name: 'madvise.dontneed',
    fn: 'madvise_dontneed_single_vma',
    rule: 'Z2',
    call: madvise('MADV_DONTNEED'),
    words: (e) => `${pages(e.arg)} at ${hex(e.page)} dropped on the ${host(e)}: the next touch faults`,
  },
  /** arg: pages */
  ZAP: {
    name: 'pte.zap',
    fn: 'zap_pte_range',
    rule: 'Z2',
    words: (e) =>
      `${pages(e.arg)} at ${hex(e.page)} zapped; a zapped piece of a 2 MiB folio gives no memory back`,
  },
  ZAP_PMD: {
    name: 'pmd.zap',
    fn: 'zap_huge_pmd',
    rule: 'Z2',
    words: (e) => `region ${region(e.page)} is covered whole: its huge mapping goes and no split is needed`,
  },
  FOLIO_DEFERRED: {
    name: 'folio.deferred',
    fn: 'deferred_split_folio',
    rule: 'Z6',
    words: (e) =>
      `the folio of region ${region(e.page)} is queued for a deferred split; its 2 MiB stay allocated`,
  },
  FOLIO_FREE: {
    name: 'folio.free',
    fn: 'free_unref_folios',
    rule: 'Z6',
    words: (e) => `the last piece of region ${region(e.page)}'s folio is gone: 2 MiB are freed`,
  },

  UFFD_OPEN: {
    name: 'uffd.open',
    fn: 'userfaultfd',
    rule: 'U1',
    call: () => 'userfaultfd(O_CLOEXEC|O_NONBLOCK) = 15',
    words: () => 'the destination opens a userfaultfd and starts its fault thread before it registers',
  },
  /** arg: pages */
  REGISTER: {
    name: 'uffd.register',
    fn: 'userfaultfd_register',
    rule: 'U4',
    call: (e) => `ioctl(15, UFFDIO_REGISTER, {range={${at(e.page)}, ${bytes(e.arg)}}, mode=MISSING}) = 0`,
    words: (e) =>
      `${pages(e.arg)} are armed: from here a touched hole asks the fault thread and never reads zeroes`,
  },
  /** arg: pages */
  UNREGISTER: {
    name: 'uffd.unregister',
    fn: 'userfaultfd_unregister',
    rule: 'U6',
    call: (e) => `ioctl(15, UFFDIO_UNREGISTER, {${at(e.page)}, ${bytes(e.arg)}}) = 0`,
    words: (e) => `${pages(e.arg)} are no longer armed: khugepaged may fill holes again`,
  },
  /** arg: bit 0 a write, bit 1 of a write-protected page */
  UFFD_FAULT: {
    name: 'uffd.fault',
    fn: 'handle_userfault',
    rule: 'F10',
    words: (e) =>
      `${e.hosts ? 'a thread' : `vCPU ${e.cpu}`} ${e.arg & 1 ? 'writes' : 'reads'} the ${e.arg & 2 ? 'write-protected page' : 'hole'} ${hex(e.page)} and sleeps; the message goes to the fault thread`,
  },
  UFFD_READ: {
    name: 'uffd.read',
    fn: 'userfaultfd_ctx_read',
    rule: 'F14',
    call: (e) => `read(15, {event=PAGEFAULT, address=${at(e.page)}}, 32) = 32`,
    words: (e) => `the fault thread reads the message for page ${hex(e.page)}`,
  },
  /** arg: content version, OLD_COPY when the source has newer */
  COPY: {
    name: 'uffd.copy',
    fn: 'mfill_atomic',
    rule: 'U8',
    call: (e) => `ioctl(15, UFFDIO_COPY, {dst=${at(e.page)}, len=${PAGE_BYTES}}) = 0`,
    words: (e) => `page ${hex(e.page)} (v${versionOf(e.arg)}) fills its hole as a 4 KB page`,
  },
  ZEROPAGE: {
    name: 'uffd.zeropage',
    fn: 'mfill_atomic_pte_zeropage',
    rule: 'U10',
    call: (e) => `ioctl(15, UFFDIO_ZEROPAGE, {${at(e.page)}, ${PAGE_BYTES}}) = 0`,
    words: (e) => `page ${hex(e.page)} is all zero: the 4 KB zero page fills its hole`,
  },
  /** arg: content version that could not be placed */
  EEXIST: {
    name: 'uffd.eexist',
    fn: 'mfill_atomic',
    rule: 'U8',
    call: (e) => `ioctl(15, UFFDIO_COPY, {dst=${at(e.page)}, len=${PAGE_BYTES}}) = -1 EEXIST`,
    words: (e) => `page ${hex(e.page)} cannot be placed: something is already mapped there`,
  },
  /** arg: vCPUs woken */
  WAKE: {
    name: 'uffd.wake',
    fn: '__wake_userfault',
    rule: 'U11',
    words: (e) =>
      `${e.arg} vCPU${e.arg === 1 ? '' : 's'} waiting for page ${hex(e.page)} wake and touch it again`,
  },
  /** arg: pages wanted before this one */
  REQUEST: {
    name: 'postcopy.request',
    fn: 'postcopy_request_page',
    rule: 'Q27',
    words: (e) => `the destination asks the source for page ${hex(e.page)}`,
  },
  SRC_REQUEST: {
    name: 'postcopy.queue',
    fn: 'ram_save_queue_pages',
    rule: 'Q31',
    words: (e) => `the source queues page ${hex(e.page)} as urgent and goes on from there`,
  },

  /** arg: pass number */
  KH_WAKE: {
    name: 'khugepaged.wake',
    fn: 'khugepaged_do_scan',
    rule: 'K3',
    words: (e) => `khugepaged wakes for pass ${e.arg} on the ${host(e)}`,
  },
  /** arg: scan code in bits 0-7, none or zero PTEs above */
  KH_SCAN: {
    name: 'khugepaged.scan',
    fn: 'hpage_collapse_scan_pmd',
    rule: 'K4',
    words: (e) =>
      `khugepaged looks at region ${region(e.page)}: ${SCAN_NAMES[e.arg & 255]}${e.arg >>> 8 ? `, ${e.arg >>> 8} holes or zero pages` : ''}`,
  },
  /** arg: holes and zero pages that became zeroes */
  COLLAPSE: {
    name: 'khugepaged.collapse',
    fn: 'collapse_huge_page',
    rule: 'K6',
    words: (e) =>
      `region ${region(e.page)} is copied into one new 2 MiB page${e.arg ? `; ${pages(e.arg)} that were holes now read as zero` : ''}`,
  },
  /** A recording saw the region become or stop being huge by means it does not name. arg: 1 gained, 0 lost */
  OBSERVED: {
    name: 'trace.observed',
    fn: '',
    rule: 'K12',
    words: (e) => `recorded: region ${region(e.page)} was seen to ${e.arg ? 'be' : 'stop being'} huge`,
  },
  LOST: {
    name: 'check.lost',
    fn: '',
    rule: 'H1',
    words: (e) =>
      `page ${hex(e.page)} is lost: mapped as zeroes, its content is still at the source, and no fault will ask for it`,
  },

  /** arg: round */
  ROUND_BEGIN: {
    name: 'precopy.roundBegin',
    fn: 'ram_save_iterate',
    rule: 'Q6',
    words: (e) => `precopy round ${e.arg} begins`,
  },
  ROUND_END: {
    name: 'precopy.roundEnd',
    fn: 'migration_bitmap_sync',
    rule: 'Q8',
    words: (e) => `precopy round ${e.arg} has walked the whole guest`,
  },
  /** arg: content version */
  SEND: {
    name: 'ram.send',
    fn: 'ram_save_target_page',
    rule: 'Q6',
    words: (e) =>
      `the source clears the bit of page ${hex(e.page)}, then sends its content (v${versionOf(e.arg)})`,
  },
  /** arg: bytes */
  DELIVER: {
    name: 'link.deliver',
    fn: 'qemu_fill_buffer',
    rule: 'Q4',
    words: (e) => `${sayBytes(e.arg)} arrive at the destination`,
  },
  /** arg: content version, OLD_COPY when the source has written it since, MORE_COMING */
  LOAD: {
    name: 'ram.load',
    fn: 'ram_load_precopy',
    rule: 'Q14',
    words: (e) =>
      `page ${hex(e.page)} (v${versionOf(e.arg)}) is copied into guest memory${e.arg & OLD_COPY || e.arg < 0 ? '; the source has newer already' : ''}`,
  },
  /** arg: ranges in the message */
  DISCARD_SEND: {
    name: 'discard.send',
    fn: 'postcopy_discard_send_range',
    rule: 'Q18',
    words: (e) => `the source sends a discard message: ${e.arg} ranges of redirtied or never sent pages`,
  },
  DISCARD_RECV: {
    name: 'discard.receive',
    fn: 'loadvm_postcopy_ram_handle_discard',
    rule: 'Q22',
    words: (e) => `a discard message arrives: ${e.arg} ranges to drop`,
  },
  ADVISE: {
    name: 'postcopy.advise',
    fn: 'loadvm_postcopy_handle_advise',
    rule: 'Q21',
    words: () => 'POSTCOPY_ADVISE: the destination checks userfaultfd and discards all of its RAM',
  },
  LISTEN: {
    name: 'postcopy.listen',
    fn: 'loadvm_postcopy_handle_listen',
    rule: 'Q23',
    words: () => 'POSTCOPY_LISTEN: registration, then a thread of its own reads pages',
  },
  /** arg: bytes */
  PACKAGE: {
    name: 'postcopy.package',
    fn: 'qemu_savevm_send_packaged',
    rule: 'Q17',
    words: (e) => `device state leaves as one package of ${sayBytes(e.arg)}: no way back from here`,
  },
  POSTCOPY_END: {
    name: 'postcopy.end',
    fn: 'postcopy_ram_incoming_cleanup',
    rule: 'Q28',
    words: () => 'the last page has arrived: the destination cleans up',
  },
  /** QEMU gave up. */
  ABORT: {
    name: 'migrate.abort',
    fn: 'postcopy_place_page',
    rule: 'Q26',
    words: () => 'QEMU aborts the incoming migration: a page could not be placed',
  },

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
  ANON_VMA: {
    name: 'vma.anon',
    fn: '__anon_vma_prepare',
    rule: 'V8',
    words: (e) =>
      `the VMA at ${hex(e.page)} gets its anon_vma: from now on it merges only with those that share it`,
  },
  ANON_UNLINK: {
    name: 'vma.anonUnlink',
    fn: 'unlink_anon_vmas',
    rule: 'V8',
    words: (e) => `the VMA at ${hex(e.page)} was moved away whole and gives up its anon_vma`,
  },
  PTE_ALLOC: {
    name: 'pte.alloc',
    fn: '__pte_alloc',
    rule: 'F7',
    words: (e) =>
      `region ${region(e.page)} gets a page table: no fault maps a huge page here while it stands`,
  },
  /** arg: order */
  FAULT_MTHP: {
    name: 'fault.mthp',
    fn: 'alloc_anon_folio',
    rule: 'F7',
    words: (e) => `${host(e)}: a write fault maps a folio of ${pages(1 << e.arg)} at ${hex(e.page)}`,
  },
  COW_COPY: {
    name: 'fault.copy',
    fn: 'wp_page_copy',
    rule: 'F8',
    words: (e) => `${host(e)}: page ${hex(e.page)} is shared, so the write gets a copy of its own`,
  },
  COW_REUSE: {
    name: 'fault.reuse',
    fn: 'wp_page_reuse',
    rule: 'F8',
    words: (e) => `${host(e)}: nobody else holds page ${hex(e.page)} any more: the write reuses it`,
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
  /** arg: pages */
  UFFD_WP_OFF: {
    name: 'uffd.wpOff',
    fn: 'uffd_wp_range',
    rule: 'U12',
    words: (e) => `${pages(e.arg)} at ${hex(e.page)} are no longer write-protected for userfaultfd`,
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
  /** arg: pages */
  MARKER_CLEAR: {
    name: 'pte.markerClear',
    fn: 'pte_marker_clear',
    rule: 'Z14',
    words: (e) => `the markers of ${pages(e.arg)} at ${hex(e.page)} go: holes again`,
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
} satisfies Record<string, KindSpec>;

export type KindKey = keyof typeof specs;

/** Kind numbers by key, in declaration order. Order is part of the log format: append only. */
export const K = Object.fromEntries(Object.keys(specs).map((key, i) => [key, i])) as {
  readonly [P in KindKey]: number;
};
export const KINDS: readonly KindSpec[] = Object.values(specs);
