/** What every migration says: mm, KVM, QEMU and khugepaged. */
import { hex, PAGE_BYTES, sayBytes } from '../../base/units.ts';
import { PHASE_LABELS, PHASES, VCPU } from '../actor.ts';
import { addKinds, type EventView, mappedPages, OLD_COPY, versionOf } from '../event.ts';
import { SCAN_NAMES } from '../scan.ts';
import { at, bytes, host, madvise, pages, region } from '../words.ts';

const toucher = (e: EventView): string => (e.actor === VCPU ? `vCPU ${e.cpu}` : 'a device model');

addKinds({
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
    words: (e) => `${toucher(e)} writes page ${hex(e.page)} on the ${host(e)}: now v${versionOf(e.arg)}`,
  },
  READ: {
    name: 'guest.read',
    fn: '',
    rule: 'E4',
    words: (e) => `${toucher(e)} reads page ${hex(e.page)} on the ${host(e)}`,
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
    words: (e) =>
      e.host
        ? 'the guest runs on the destination: downtime ends'
        : 'the guest goes on at the source, which has all of it',
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
    words: (e) =>
      `dirty logging starts: QEMU's bitmap has all ${pages(e.arg)} set, EPT leaves are 4 KB from now on`,
  },
  /** arg: 1 found by the fault, 2 by PML, 3 by a fault and put into the dirty ring */
  LOG_DIRTY: {
    name: 'dirtylog.dirty',
    fn: 'fast_page_fault',
    rule: 'D3',
    words: (e) =>
      e.arg === 2
        ? `first write to page ${hex(e.page)}: the processor writes its address into the list of vCPU ${e.cpu}, with no fault`
        : `first write to the protected 4 KB leaf ${hex(e.page)}: KVM ${e.arg === 3 ? `puts it into the ring of vCPU ${e.cpu}` : 'sets its dirty bit'} and makes it writable`,
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
  THP_FALLBACK: {
    name: 'thp.fallback',
    fn: 'count_vm_event',
    rule: 'F2',
    words: (e) =>
      `${host(e)}: no free 2 MiB page for empty region ${region(e.page)}: the fault falls back to 4 KB`,
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
      `${e.hosts ? 'a thread' : toucher(e)} ${e.arg & 1 ? 'writes' : 'reads'} the ${e.arg & 2 ? 'write-protected page' : 'hole'} ${hex(e.page)} and sleeps; the message goes to the fault thread`,
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
    words: (e) => `round ${e.arg} begins`,
  },
  ROUND_END: {
    name: 'precopy.roundEnd',
    fn: 'migration_bitmap_sync',
    rule: 'Q8',
    words: (e) => `round ${e.arg} is over: what was written in it is asked for`,
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
  ANON_VMA: {
    name: 'vma.anon',
    fn: '__anon_vma_prepare',
    rule: 'V8',
    words: (e) =>
      `the VMA at ${hex(e.page)} gets its anon_vma: from now on it merges only with those that share it`,
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
  UFFD_WP_OFF: {
    name: 'uffd.wpOff',
    fn: 'uffd_wp_range',
    rule: 'U12',
    words: (e) => `${pages(e.arg)} at ${hex(e.page)} are no longer write-protected for userfaultfd`,
  },
  /** arg: pages */
  MARKER_CLEAR: {
    name: 'pte.markerClear',
    fn: 'pte_marker_clear',
    rule: 'Z14',
    words: (e) => `the markers of ${pages(e.arg)} at ${hex(e.page)} go: holes again`,
  },
});
