/** What dirty trackers say beside KVM's bitmap: manual protection, PML, dirty ring, soft-dirty bits, PAGEMAP_SCAN. */
import { hex, sayBytes } from '../../base/units.ts';
import { addKinds } from '../event.ts';
import { at, bytes, host, pages, region } from '../words.ts';

addKinds({
  /** arg: pages. The call; LOG_CLEARED says what came of it */
  LOG_CLEAR: {
    name: 'dirtylog.clear',
    fn: 'kvm_vm_ioctl_clear_dirty_log',
    rule: 'D5',
    call: (e) => `ioctl(vm, KVM_CLEAR_DIRTY_LOG, {first_page=${e.page}, num_pages=${e.arg}}) = 0`,
    words: (e) => `just before they are sent, ${pages(e.arg)} at ${hex(e.page)} are watched again`,
  },
  /** arg: pages */
  LOG_CLEARED: {
    name: 'dirtylog.cleared',
    fn: 'kvm_arch_mmu_enable_log_dirty_pt_masked',
    rule: 'D6',
    words: (e) =>
      `of ${pages(e.arg)} at ${hex(e.page)}, those that were read as dirty lose their bits and are write-protected`,
  },
  /** arg: pages */
  LOG_ONES: {
    name: 'dirtylog.initiallySet',
    fn: 'kvm_alloc_dirty_bitmap',
    rule: 'D1',
    words: (e) => `KVM's own bitmap starts with ${pages(e.arg)} set, so that nothing is protected yet`,
  },
  /** arg: pages */
  LOG_GET: {
    name: 'dirtylog.get',
    fn: 'kvm_get_dirty_log_protect',
    rule: 'D5',
    words: (e) => `bits of region ${region(e.page)} are read into QEMU's bitmap; KVM keeps them until CLEAR`,
  },
  /** arg: pages */
  LOG_PROTECT: {
    name: 'ept.protect',
    fn: 'kvm_mmu_slot_remove_write_access',
    rule: 'D1',
    words: (e) =>
      `EPT leaves of region ${region(e.page)} are write-protected; a huge one is split by the first write to it`,
  },
  /** arg: pages */
  HARVEST: {
    name: 'tracking.harvest',
    fn: 'kvm_mmu_slot_leaf_clear_dirty',
    rule: 'D7',
    words: (e) =>
      `of ${pages(e.arg)} at ${hex(e.page)}, those written go into the manager's bitmap; they can still be written`,
  },
  /** arg: entries */
  PML_FLUSH: {
    name: 'pml.flush',
    fn: 'vmx_flush_pml_buffer',
    rule: 'D7',
    words: (e) =>
      `vCPU ${e.cpu} exits: the ${e.arg} addresses that the processor has written down go into KVM's bitmap`,
  },
  /** page: the last one written; arg: entries of this vCPU's ring */
  RING_FULL: {
    name: 'dirtyring.full',
    fn: 'kvm_dirty_ring_check_request',
    rule: 'D8',
    words: (e) =>
      `vCPU ${e.cpu} has ${e.arg.toLocaleString('en')} entries in its ring and exits (KVM_EXIT_DIRTY_RING_FULL): it does not run until the rings are read`,
  },
  /** arg: entries of all rings */
  RING_RESET: {
    name: 'dirtyring.reset',
    fn: 'kvm_dirty_ring_reset',
    rule: 'D8',
    call: (e) => `ioctl(vm, KVM_RESET_DIRTY_RINGS) = ${e.arg}`,
    words: (e) =>
      `${e.arg.toLocaleString('en')} ring entries are read and reset, their pages protected again`,
  },
  /** arg: pages */
  SOFT_CLEAR: {
    name: 'softdirty.clear',
    fn: 'clear_refs_write',
    rule: 'C1',
    call: () => 'write(3</proc/4711/clear_refs>, "4", 1) = 1',
    words: (e) => `${host(e)}: soft-dirty bits of ${pages(e.arg)} are cleared and the pages write-protected`,
  },
  /** arg: pages */
  SOFT_DIRTY: {
    name: 'softdirty.set',
    fn: 'pte_mksoft_dirty',
    rule: 'C1',
    words: (e) =>
      `first write since the bits were cleared: ${e.arg > 1 ? `all ${pages(e.arg)} of the huge mapping at ${hex(e.page)} are` : `page ${hex(e.page)} is`} soft-dirty`,
  },
  /** arg: pages */
  PAGEMAP_READ: {
    name: 'pagemap.read',
    fn: 'pagemap_read',
    rule: 'C2',
    call: (e) => `pread64(4</proc/4711/pagemap>, …, ${e.arg * 8}, ${e.page * 8}) = ${e.arg * 8}`,
    words: (e) => `pagemap of ${pages(e.arg)} is read: ${sayBytes(e.arg * 8)}, whether written or not`,
  },
  /** arg: pages */
  PAGEMAP_SCAN: {
    name: 'pagemap.scan',
    fn: 'do_pagemap_scan',
    rule: 'C5',
    call: (e) =>
      `ioctl(4</proc/4711/pagemap>, PAGEMAP_SCAN, {${at(e.page)}, ${bytes(e.arg)}, PM_SCAN_WP_MATCHING|PM_SCAN_CHECK_WPASYNC, PAGE_IS_WRITTEN})`,
    words: (e) =>
      `one call walks ${pages(e.arg)}, reports those written since the last one, and write-protects them again`,
  },
  WP_DIRTY: {
    name: 'uffd.wpAsync',
    fn: 'uffd_wp_async',
    rule: 'U12',
    words: (e) => `the write lifts the protection of page ${hex(e.page)} and goes on: nobody gets a message`,
  },
  /** arg: pages */
  TRACK_START: {
    name: 'tracking.start',
    fn: '',
    rule: 'C3',
    words: (e) => `tracking of writes starts: all ${pages(e.arg)} count as dirty once`,
  },
  /** arg: pages */
  TRACK_TAKE: {
    name: 'tracking.take',
    fn: '',
    rule: 'D9',
    words: (e) => `the manager takes the ${pages(e.arg)} that its bitmap names`,
  },
  /** arg: tasks of this vCPU that wait */
  ASYNC_PF: {
    name: 'asyncpf.notPresent',
    fn: 'kvm_arch_async_page_not_present',
    rule: 'F15',
    words: (e) =>
      `KVM tells the guest that page ${hex(e.page)} is not there yet: vCPU ${e.cpu} puts the task to sleep and runs another`,
  },
});
