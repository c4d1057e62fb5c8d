/** The hazards of FACTS section 9 that modelled systems can reach: what each is, what shows it, what removes it. Scenarios that
 *  show them are presets of the group "hazard", or scripts where no migration gets there. */

export interface Entry {
  readonly id: string;
  readonly title: string;
  /** How it comes about. */
  readonly mechanism: string;
  readonly remedy: string;
  /** The preset that shows it; or a script, and the same without it. */
  readonly shown: { readonly preset: string } | { readonly script: string; readonly without: string };
  /** Change of that preset which removes it. */
  readonly fix: Readonly<Record<string, string | number | boolean>> | null;
}

const none = { faults: '' } as const;

/** 2 MiB of small pages, registered for write-protection. */
const SMALL =
  'thp-enabled madvise\nmmap A 2m\nwrite-range A 0 2m 7\nuffd-open pagefault_flag_wp\nuffd-register A 0 2m wp\n';

export const CATALOGUE = [
  {
    id: 'H1',
    title: 'khugepaged fills holes before registration',
    mechanism:
      'khugepaged collapses a partly filled region while nothing is armed: the holes read as zeroes, and no fault ever requests the missing pages.',
    remedy:
      'PR_SET_THP_DISABLE or MADV_NOHUGEPAGE while memory is filled, registration before it is filled, or max_ptes_none = 0.',
    shown: { preset: 'criu-2017' },
    fix: { 'khugepaged.maxPtesNone': 0 },
  },
  {
    id: 'H2',
    title: 'MADV_NOHUGEPAGE forgotten before the discards',
    mechanism:
      'The MADV_DONTNEED flood leaves holes in memory that may become huge, and khugepaged fills them before REGISTER.',
    remedy: 'Call MADV_NOHUGEPAGE before the first discard.',
    shown: { preset: 'qemu-no-nohugepage' },
    fix: { 'qemu.nohugepage': true },
  },
  {
    id: 'H3',
    title: 'Memory is touched before it is registered',
    mechanism:
      'A device model touches discarded memory between DISCARD and REGISTER: the fault maps zeroes, and the page that arrives later cannot be placed.',
    remedy: 'Register before any device is loaded, and touch nothing in between.',
    shown: { preset: 'h03-touched-before-register' },
    fix: none,
  },
  {
    id: 'H4',
    title: 'Unregistered too early',
    mechanism:
      'UFFDIO_UNREGISTER wakes every waiter. Each touches its hole again, no message is sent, and it reads zeroes.',
    remedy: 'Unregister only after the last page has arrived.',
    shown: { preset: 'h04-unregistered-early' },
    fix: none,
  },
  {
    id: 'H5',
    title: 'Huge pages allocated and thrown away',
    mechanism:
      'With hg on armed memory, the first write to each empty region allocates and zeroes 2 MiB before userfaultfd is asked.',
    remedy: 'Call MADV_HUGEPAGE again only after the last page has arrived.',
    shown: { preset: 'h05-thp-thrown-away' },
    fix: { 'qemu.hugepageAgain': 'at-cleanup' },
  },
  {
    id: 'H6',
    title: 'Flags left on the memory',
    mechanism: 'madvise can only replace nh by hg or the reverse: memory that had neither ends with one.',
    remedy: 'A switch for the whole process: PR_SET_THP_DISABLE, since 4.13.',
    shown: { preset: 'criu-nohugepage' },
    fix: { 'criu.thp': 'thp-disable', era: 'modern' },
  },
  {
    id: 'H7',
    title: 'VMAs stay split',
    mechanism:
      'Advice or registration for a part of a VMA splits it. The parts merge again only when their flags are equal.',
    remedy: 'Advise and register whole mappings, or give the parts their old flags back.',
    shown: {
      script: 'mmap A 4m\nmadvise A 0 2m NOHUGEPAGE',
      without: 'mmap A 4m\nmadvise A 0 4m NOHUGEPAGE',
    },
    fix: null,
  },
  {
    id: 'H8',
    title: 'The huge zero page fills a region',
    mechanism:
      'One read of an empty region that may be huge maps 512 present zeroes, and no userfault will request them.',
    remedy: 'Set nh before memory is emptied, or use_zero_page = 0.',
    shown: { preset: 'h08-huge-zero-page' },
    fix: { 'qemu.nohugepage': true },
  },
  {
    id: 'H9',
    title: 'Folios held in pieces',
    mechanism:
      'Zapped pieces of a folio give back no memory, and the pages that fill their holes are new memory: up to twice the size.',
    remedy: 'Memory pressure splits such folios. A collapse or a discard of the whole region frees them.',
    shown: { preset: 'h09-held-in-pieces' },
    fix: { faults: 'pressure@listen' },
  },
  {
    id: 'H10',
    title: 'Pieces of old folios stop khugepaged',
    mechanism:
      'In 2017 khugepaged refuses a region if one entry maps a piece of a large folio: the region stays small for ever.',
    remedy: 'A newer kernel (5.8), or memory pressure.',
    shown: { preset: 'h10-pieces-stop-khugepaged' },
    fix: { era: 'modern' },
  },
  {
    id: 'H11',
    title: 'No free huge page',
    mechanism:
      'Memory is fragmented: faults fall back to 4 KiB pages, and khugepaged sleeps for 60 seconds after a failure.',
    remedy: 'Free or compact memory before the migration.',
    shown: { preset: 'h11-no-huge-page' },
    fix: none,
  },
  {
    id: 'H12',
    title: 'Compaction takes minutes',
    mechanism:
      'khugepaged scans 4,096 pages every 10 seconds by default, 1.6 MiB/s, whatever the size of the guest.',
    remedy: 'A larger pages_to_scan, a shorter scan_sleep_millisecs, or MADV_COLLAPSE.',
    shown: { preset: 'h12-slow-compaction' },
    fix: { 'khugepaged.pagesToScan': 1 << 20 },
  },
  {
    id: 'H13',
    title: 'Zero pages stop khugepaged while armed',
    mechanism: 'In armed memory a zero page counts as a hole: a complete region is refused until UNREGISTER.',
    remedy: 'Nothing to do: it ends with UNREGISTER.',
    shown: { preset: 'h13-zero-pages-armed' },
    fix: { 'guest.zeroPages': 0 },
  },
  {
    id: 'H15',
    title: 'A child that nobody serves',
    mechanism:
      'A process forks before its memory is complete. Without fork events the holes of the child read as zeroes.',
    remedy: 'Request UFFD_EVENT_FORK.',
    shown: { preset: 'h15-fork' },
    fix: { 'criu.events': true },
  },
  {
    id: 'H16',
    title: 'Old content in dropped memory',
    mechanism:
      'The application drops pages that have not arrived yet. Without remove events the daemon fills them with old content.',
    remedy: 'Request UFFD_EVENT_REMOVE.',
    shown: { preset: 'h16-dropped-and-refilled' },
    fix: { 'criu.events': true },
  },
  {
    id: 'H17',
    title: 'Precopy does not converge',
    mechanism:
      'The guest writes as fast as the link sends: every round finds as much to send as the last one.',
    remedy: 'Auto-converge, a longer downtime limit, or postcopy.',
    shown: { preset: 'h17-no-convergence' },
    fix: { 'qemu.mode': 'hybrid' },
  },
  {
    id: 'H18',
    title: 'The network fails in postcopy',
    mechanism: 'Neither host has the whole guest: vCPUs run until they touch a missing page.',
    remedy: 'migrate-recover, then resume. Before the switch to postcopy nothing is at risk.',
    shown: { preset: 'h18-network-lost' },
    fix: none,
  },
  {
    id: 'H19',
    title: 'Cancelled: the source keeps small leaves',
    mechanism:
      'Dirty logging split EPT into 4 KiB leaves. Old kernels drop them when it ends, and the guest faults them in again.',
    remedy: 'A kernel that recovers huge leaves in place (6.13).',
    shown: { preset: 'h19-cancelled' },
    fix: { era: 'modern' },
  },
  {
    id: 'H21',
    title: 'One write makes 2 MiB soft-dirty',
    mechanism: 'A huge mapping has one soft-dirty bit: pages that nobody wrote are dumped again.',
    remedy: 'Track 4 KiB pages: PAGEMAP_SCAN with write protection, or KVM, which forces EPT to 4 KiB.',
    shown: { preset: 'tracking-soft-dirty' },
    fix: { tracker: 'pagemap-scan' },
  },
  {
    id: 'H22',
    title: 'Pages sent twice for nothing',
    mechanism:
      'The dirty log is read before pages are sent: a page written in between is sent with its new content, and sent once more as dirty.',
    remedy:
      'Protect again just before sending: KVM_CLEAR_DIRTY_LOG in chunks smaller than 1 GiB. Or use postcopy, which sends each page once.',
    shown: { preset: 'h22-false-dirt' },
    fix: { 'qemu.mode': 'postcopy' },
  },
  {
    id: 'H23',
    title: 'Writes split EPT leaf by leaf',
    mechanism: 'Without eager splits, the first write to each 2 MiB leaf takes the slow path under mmu_lock.',
    remedy: 'eager_page_split, or split when the bits are cleared.',
    shown: { preset: 'h23-lazy-split' },
    fix: { eagerSplit: true },
  },
  {
    id: 'H24',
    title: 'A balloon drops pages during the migration',
    mechanism:
      'Pages that have already arrived are dropped. The source does not send them again: a vCPU that touches one waits for ever in postcopy, and reads zeroes otherwise.',
    remedy: 'QEMU inhibits balloons in postcopy.',
    shown: { preset: 'h24-balloon' },
    fix: none,
  },
  {
    id: 'H26',
    title: 'mlock of registered memory',
    mechanism:
      'mlock faults in the memory that it locks: it requests every missing page, one after the other, and the caller sleeps.',
    remedy: 'munlock before registration and mlock after the last page, as QEMU does.',
    shown: {
      script: 'mmap A 2m\nuffd-open\nuffd-register A 0 2m missing\nmlock A 0 16p',
      without: 'mmap A 2m\nuffd-open\nmlock A 0 16p\nmunlock A 0 16p\nuffd-register A 0 2m missing',
    },
    fix: null,
  },
  {
    id: 'H27',
    title: 'uffd-wp entries stop khugepaged',
    mechanism: 'One entry that is write-protected for userfaultfd keeps its region small.',
    remedy: 'Lift the protection, or unregister.',
    shown: {
      script: `${SMALL}uffd-wp A 0 1p on\nmadvise A 0 2m HUGEPAGE\nkhugepaged-run 1`,
      without: `${SMALL}uffd-wp A 0 1p on\nuffd-wp A 0 1p off\nmadvise A 0 2m HUGEPAGE\nkhugepaged-run 1`,
    },
    fix: null,
  },
  {
    id: 'H28',
    title: 'A collapse empties EPT under the guest',
    mechanism: 'The MMU notifier removes 2 MiB from EPT, and the running guest faults them in again.',
    remedy: 'No huge pages until the migration has ended.',
    shown: { preset: 'h28-collapse-under-guest' },
    fix: { 'qemu.hugepageAgain': 'at-cleanup' },
  },
  {
    id: 'H29',
    title: 'All vCPUs wait at once',
    mechanism:
      'Without async page faults a missing page puts the whole vCPU to sleep. When all vCPUs sleep, the guest is down again.',
    remedy: 'KVM async page faults, or a faster link.',
    shown: { preset: 'h29-all-wait' },
    fix: { 'guest.asyncPf': true },
  },
  {
    id: 'H30',
    title: 'A page is placed twice',
    mechanism:
      'Two threads bring the same page: the second UFFDIO_COPY returns EEXIST, which is neither a loss nor an error.',
    remedy:
      'A bitmap of received pages, as QEMU has. Simulated migrations never send a page to both threads.',
    shown: {
      script: 'mmap A 2m\nuffd-open\nuffd-register A 0 2m missing\nuffd-copy A 0 1p 7\nuffd-copy A 0 1p 7',
      without: 'mmap A 2m\nuffd-open\nuffd-register A 0 2m missing\nuffd-copy A 0 1p 7\nuffd-copy A 1p 1p 7',
    },
    fix: null,
  },
  {
    id: 'H31',
    title: 'A few writes split all huge pages',
    mechanism:
      'One discarded page splits its 2 MiB mapping: if one page in a hundred was written, (1-p)^512 = 0.6% of the huge mappings are left.',
    remedy: 'A shorter precopy pass or a slower guest. khugepaged restores the huge pages afterwards.',
    shown: { preset: 'h31-few-survive' },
    fix: { 'guest.dirtyRate': 0 },
  },
  {
    id: 'H32',
    title: 'The process that serves the pages dies',
    mechanism:
      'The last descriptor closes and all memory is unregistered: pages that had not arrived read as zeroes, or die with their process.',
    remedy:
      'A second process that holds the userfaultfd. After the switch to postcopy the source cannot help.',
    shown: { preset: 'h32-manager-dies' },
    fix: none,
  },
] as const satisfies readonly Entry[];

export type HazardId = (typeof CATALOGUE)[number]['id'];

/** Why the others are not there. */
export const UNREACHED: Readonly<Record<string, string>> = {
  H14: 'no pins: nothing here holds extra references to pages',
  H20: 'a dumped process that had PR_THP_DISABLE_EXCEPT_ADVISED is not modelled; the prctl itself is, in scripts',
  H25: 'no hugetlb memory',
};
