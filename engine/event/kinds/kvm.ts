/** KVM: EPT, the dirty log, PML, the dirty ring. On the source, LOGGED is KVM's dirty bit and TO_SEND is the bit in the manager's
 *  bitmap. */
import { PMD_ORDER, PMD_PAGES } from '../../base/units.ts';
import { changeSource, harvest, touchRange } from '../entries.ts';
import { allPages, type KindRows, NOTHING, PAGE, REGION, range } from '../kind.ts';
import { EPT, EPT_4K, EPT_BITS, EPT_WRITE, IN_FLIGHT, LOGGED, TO_SEND } from '../pageword.ts';
import { are, count, page, pages, region, span, were } from '../words.ts';

export const KVM = {
  EPT_MAP: {
    number: 9,
    name: 'ept.map',
    fn: 'kvm_tdp_page_fault',
    rule: 'D13',
    about: PAGE,
    arg: '0 = 4 KiB read-only, 1 = 4 KiB writable, 2 = 2 MiB writable',
    cost: (c) => c.eptFault,
    fold: (s, h, page, how) => {
      const { words } = s.side(h);
      if (how >= 2) {
        const first = page & ~(PMD_PAGES - 1);
        const set = how === 2 ? EPT | EPT_WRITE : EPT;
        for (let p = first; p < first + PMD_PAGES; p++) words[p] = (words[p]! & ~EPT_BITS) | set;
      } else words[page] = (words[page]! & ~EPT_WRITE) | EPT | EPT_4K | (how ? EPT_WRITE : 0);
      s.touched[h][page >>> PMD_ORDER] = 1;
    },
    words: (e) =>
      e.arg === 2
        ? `EPT violation: KVM maps region ${region(e.page)} with one 2 MiB leaf`
        : `EPT violation: KVM maps ${page(e.page)} with a 4 KiB leaf`,
  },
  EPT_SPLIT: {
    number: 10,
    name: 'ept.split',
    fn: 'kvm_mmu_slot_try_split_huge_pages',
    rule: 'D1',
    about: REGION,
    cost: (c) => c.eptSplit,
    fold: (s, h, page, writable) => {
      const { words } = s.side(h);
      const clear = writable ? 0 : EPT_WRITE;
      for (let p = page; p < page + PMD_PAGES; p++) words[p] = (words[p]! & ~clear) | EPT_4K;
      s.touched[h][page >>> PMD_ORDER] = 1;
    },
    words: (e) =>
      `KVM splits the 2 MiB EPT leaf of region ${region(e.page)} into 512 write-protected leaves; the host's huge page stays`,
  },
  EPT_ZAP: {
    number: 11,
    name: 'ept.zap',
    fn: 'kvm_unmap_gfn_range',
    rule: 'Z12',
    about: range(),
    arg: 'pages',
    fold: (s, h, page, n) => {
      const { words } = s.side(h);
      for (let p = page; p < page + n; p++) words[p] = words[p]! & ~EPT_BITS;
      touchRange(s, h, page, n);
    },
    words: (e) => `the MMU notifier removes ${span(e.page, e.arg)} from EPT`,
  },
  LOG_START: {
    number: 12,
    name: 'dirtylog.start',
    fn: 'kvm_mmu_slot_apply_flags',
    rule: 'D1',
    about: range(),
    arg: 'pages',
    surveys: true,
    fold: (s, _h, page, n) => {
      const { words } = s.src;
      for (let p = page; p < page + n; p++) words[p] = words[p]! | TO_SEND;
      s.toSend += n;
      s.dirtyLog = 1;
      touchRange(s, 0, page, n);
    },
    call: () => 'ioctl(vm, KVM_SET_USER_MEMORY_REGION, {flags=KVM_MEM_LOG_DIRTY_PAGES}) = 0',
    words: (e) =>
      `dirty logging starts: QEMU's bitmap has all ${pages(e.arg)} set, EPT leaves are 4 KiB from now on`,
  },
  LOG_DIRTY: {
    number: 13,
    name: 'dirtylog.dirty',
    fn: 'fast_page_fault',
    rule: 'D3',
    about: PAGE,
    arg: '1 found by the fault, 2 by PML, 3 by a fault and put into the dirty ring',
    cost: (c) => c.eptFix,
    fold: (s, _h, page) => {
      s.src.words[page] = s.src.words[page]! | LOGGED | EPT_WRITE;
      s.touched[0][page >>> PMD_ORDER] = 1;
    },
    words: (e) =>
      e.arg === 2
        ? `first write to ${page(e.page)}: the processor records its address in the list of vCPU ${e.cpu}, without a fault`
        : e.arg === 3
          ? `first write to the protected 4 KiB leaf of ${page(e.page)}: KVM adds it to the ring of vCPU ${e.cpu} and makes it writable`
          : `first write to the protected 4 KiB leaf of ${page(e.page)}: KVM sets its dirty bit and makes it writable`,
  },
  SYNC: {
    number: 14,
    name: 'dirtylog.sync',
    fn: 'kvm_vm_ioctl_get_dirty_log',
    rule: 'D5',
    about: NOTHING,
    arg: 'pages newly dirty',
    call: () => 'ioctl(vm, KVM_GET_DIRTY_LOG) = 0',
    words: (e) => `the dirty bitmap is synced: ${pages(e.arg)} ${were(e.arg)} written since they were sent`,
  },
  LOG_HARVEST: {
    number: 15,
    name: 'dirtylog.harvest',
    fn: 'kvm_arch_mmu_enable_log_dirty_pt_masked',
    rule: 'D5',
    about: range(),
    arg: "pages; those of them that are logged move to QEMU's bitmap and are protected again",
    surveys: true,
    cost: (c) => c.syncRegion,
    fold: (s, _h, page, n) => {
      const { words } = s.src;
      for (let p = page; p < page + n; p++) {
        const w = words[p]!;
        if (!(w & LOGGED)) continue;
        if (!(w & TO_SEND)) s.toSend++;
        words[p] = (w & ~(LOGGED | EPT_WRITE)) | TO_SEND;
      }
      touchRange(s, 0, page, n);
    },
    words: (e) =>
      `the bits of region ${region(e.page)} move to QEMU's bitmap, and the pages are write-protected again`,
  },
  LOG_STOP: {
    number: 108,
    name: 'dirtylog.stop',
    fn: 'kvm_mmu_slot_apply_flags',
    rule: 'D10',
    about: range(),
    arg: 'pages: the whole slot',
    work: allPages,
    surveys: true,
    fold: (s) => {
      const { words } = s.src;
      for (let p = 0; p < s.pages; p++) words[p] = words[p]! & ~(TO_SEND | IN_FLIGHT | LOGGED);
      s.toSend = 0;
      s.inFlight = 0;
      s.dirtyLog = 0;
      s.touched[0].fill(1);
    },
    call: () => 'ioctl(vm, KVM_SET_USER_MEMORY_REGION, {flags=0}) = 0',
    words: () => 'dirty logging ends: QEMU frees its bitmap, and no page stays protected',
  },
  EPT_RECOVER: {
    number: 109,
    name: 'ept.recover',
    fn: 'kvm_mmu_recover_huge_pages',
    rule: 'D10',
    about: REGION,
    fold: (s, h, page) => {
      const { words } = s.side(h);
      for (let p = page; p < page + PMD_PAGES; p++) words[p] = (words[p]! & ~EPT_4K) | EPT | EPT_WRITE;
      s.touched[h][page >>> PMD_ORDER] = 1;
    },
    words: (e) =>
      `KVM replaces the 4 KiB EPT leaves of region ${region(e.page)} by one 2 MiB leaf: the host page was huge all along`,
  },
  LOG_CLEAR: {
    number: 117,
    name: 'dirtylog.clear',
    fn: 'kvm_vm_ioctl_clear_dirty_log',
    rule: 'D5',
    about: range(),
    arg: 'pages; the call, of which LOG_CLEARED is the effect',
    surveys: true,
    call: (e) => `ioctl(vm, KVM_CLEAR_DIRTY_LOG, {first_page=${e.page}, num_pages=${e.arg}}) = 0`,
    words: (e) => `just before they are sent, ${span(e.page, e.arg)} ${are(e.arg)} watched again`,
  },
  PML_FLUSH: {
    number: 118,
    name: 'pml.flush',
    fn: 'vmx_flush_pml_buffer',
    rule: 'D7',
    about: NOTHING,
    arg: 'entries',
    words: (e) =>
      `vCPU ${e.cpu} exits: KVM copies the ${count(e.arg)} addresses that the processor recorded into its bitmap`,
  },
  RING_FULL: {
    number: 119,
    name: 'dirtyring.full',
    fn: 'kvm_dirty_ring_check_request',
    rule: 'D8',
    about: NOTHING,
    page: 'the last one written',
    arg: "entries of this vCPU's ring",
    words: (e) =>
      `vCPU ${e.cpu} has ${count(e.arg)} entries in its ring and exits (KVM_EXIT_DIRTY_RING_FULL): it does not run until the rings are read`,
  },
  RING_RESET: {
    number: 120,
    name: 'dirtyring.reset',
    fn: 'kvm_dirty_ring_reset',
    rule: 'D8',
    about: NOTHING,
    arg: 'entries of all rings',
    call: (e) => `ioctl(vm, KVM_RESET_DIRTY_RINGS) = ${e.arg}`,
    words: (e) => `QEMU reads and resets ${count(e.arg)} ring entries; their pages are protected again`,
  },
  LOG_PROTECT: {
    number: 126,
    name: 'ept.protect',
    fn: 'kvm_mmu_slot_remove_write_access',
    rule: 'D1',
    about: range(),
    arg: 'pages',
    surveys: true,
    fold: (s, _h, page, n) => changeSource(s, page, n, 0, EPT_WRITE),
    words: (e) =>
      `the EPT leaves of region ${region(e.page)} are write-protected; the first write splits a huge one`,
  },
  LOG_ONES: {
    number: 127,
    name: 'dirtylog.initiallySet',
    fn: 'kvm_alloc_dirty_bitmap',
    rule: 'D1',
    about: range(),
    arg: 'pages',
    surveys: true,
    fold: (s, _h, page, n) => changeSource(s, page, n, LOGGED, 0),
    words: (e) => `KVM's own bitmap starts with ${pages(e.arg)} set, so that no page is protected yet`,
  },
  LOG_GET: {
    number: 128,
    name: 'dirtylog.get',
    fn: 'kvm_get_dirty_log_protect',
    rule: 'D5',
    about: range(),
    arg: 'pages',
    surveys: true,
    fold: (s, _h, page, n) => harvest(s, page, n, 0),
    words: (e) =>
      `QEMU reads the bits of region ${region(e.page)} into its bitmap; KVM keeps them until CLEAR`,
  },
  LOG_CLEARED: {
    number: 129,
    name: 'dirtylog.cleared',
    fn: 'kvm_arch_mmu_enable_log_dirty_pt_masked',
    rule: 'D6',
    about: range(),
    arg: 'pages',
    surveys: true,
    fold: (s, _h, page, n) => {
      const { words } = s.src;
      const both = LOGGED | TO_SEND;
      for (let p = page; p < page + n; p++) {
        const w = words[p]!;
        if ((w & both) === both) words[p] = w & ~(LOGGED | EPT_WRITE);
      }
      touchRange(s, 0, page, n);
    },
    words: (e) =>
      `of ${span(e.page, e.arg)}, those that were read as dirty lose their bits and are write-protected`,
  },
  HARVEST: {
    number: 130,
    name: 'tracking.harvest',
    fn: 'kvm_mmu_slot_leaf_clear_dirty',
    rule: 'D7',
    about: range(),
    arg: 'pages',
    surveys: true,
    fold: (s, _h, page, n) => harvest(s, page, n, LOGGED),
    words: (e) =>
      `of ${span(e.page, e.arg)}, the written ones enter the manager's bitmap; they stay writable`,
  },
} as const satisfies KindRows;
