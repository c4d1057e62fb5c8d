/** What the knobs and their values are called, by path. Names that a kernel or QEMU has for them stand as they are there. */
import { inLanguage } from './language.ts';

interface Words {
  readonly yes: string;
  readonly no: string;
  readonly groups: Readonly<Record<'guest' | 'link' | 'tracking' | 'kernel' | 'dirtyLog' | 'system', string>>;
  /** A knob without one is called by its path. */
  readonly labels: Readonly<Record<string, string>>;
  /** By knob and value; a value without one is shown as it is. */
  readonly options: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const words = inLanguage<Words>({
  en: {
    yes: 'yes',
    no: 'no',
    groups: {
      guest: 'Guest',
      link: 'Link',
      tracking: 'Tracking',
      kernel: 'Kernel',
      dirtyLog: 'KVM dirty log',
      system: 'System',
    },
    labels: {
      tracker: 'Dirty tracker',
      'guest.bytes': 'Guest memory',
      'guest.workload': 'Workload',
      'guest.dirtyRate': 'Dirty rate',
      'guest.vcpus': 'vCPUs',
      'guest.zeroPages': 'Zero pages',
      'guest.seed': 'Seed',
      'guest.asyncPf': 'async page faults',
      'wire.bandwidth': 'Bandwidth',
      'wire.latency': 'Latency',
      'qemu.mode': 'Migration',
      'qemu.nohugepage': 'MADV_NOHUGEPAGE before the flood',
      'qemu.hugepageAgain': 'MADV_HUGEPAGE again',
      'qemu.discard': 'Flood of MADV_DONTNEED',
      'qemu.downtimeLimit': 'downtime-limit',
      'qemu.postcopyBandwidth': 'max-postcopy-bandwidth',
      'qemu.autoConverge': 'auto-converge',
      'qemu.preempt': 'postcopy-preempt',
      'criu.thp': 'While the restorer fills memory',
      'criu.preDumps': 'pre-dumps',
      'criu.interval': 'between dumps',
      'criu.events': 'FORK, REMAP, REMOVE, UNMAP events',
      'tracking.rounds': 'rounds',
      'tracking.interval': 'a round takes',
      'khugepaged.maxPtesNone': 'max_ptes_none',
      'khugepaged.pagesToScan': 'pages_to_scan',
      'khugepaged.scanSleep': 'scan_sleep',
      'khugepaged.wake': 'first pass',
      era: 'Era',
      costs: 'Costs',
      eagerSplit: 'eager_page_split',
      system: 'Who migrates',
    },
    options: {
      tracker: {
        'kvm-bitmap': 'KVM bitmap',
        'kvm-manual': 'KVM bitmap, manual protect',
        'kvm-pml': 'KVM bitmap by PML',
        'kvm-ring': 'KVM dirty ring',
        'pagemap-scan': 'PAGEMAP_SCAN',
      },
      'guest.workload': {
        hotset: 'hot set',
        hotcold: 'hot and cold, in phases',
        'read-mostly': 'read mostly',
        trace: 'recorded trace',
      },
      'qemu.mode': {
        precopy: 'precopy to the end',
        hybrid: 'one pass, then postcopy',
        postcopy: 'postcopy at once',
      },
      'qemu.hugepageAgain': {
        'after-register': 'after REGISTER, as mailed',
        'at-cleanup': 'at cleanup, as coded',
      },
      'qemu.discard': {
        pages: 'a call a 4 KB page',
        runs: 'a call a run of pages',
        vector: 'process_madvise, 1,024 runs a call',
      },
      'criu.thp': {
        nothing: 'nothing, as before the fix',
        nohugepage: 'MADV_NOHUGEPAGE',
        'clr-hugepage': 'NOHUGEPAGE, then MADV_CLR_HUGEPAGE',
        'thp-disable': 'PR_SET_THP_DISABLE',
        'register-first': 'REGISTER first, fill by UFFDIO_COPY',
      },
      'khugepaged.wake': { clock: 'by its clock', 'before-register': 'before REGISTER' },
      era: { modern: 'today' },
      system: {
        qemu: 'a guest, by QEMU',
        criu: 'a process, by CRIU',
        tracking: 'nobody: writes are tracked',
      },
    },
  },
});
