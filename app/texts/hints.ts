import { inLanguage } from '../../engine/index.ts';

/** What the knobs do, a sentence or two each, by path. Fetched when somebody comes near a knob. */
export const HINTS: Readonly<Record<string, string>> = inLanguage('HINTS', {
  'guest.bytes':
    'Page-table walks cost in proportion to this. Page-by-page tracking costs in proportion to the pages written.',
  'guest.workload':
    'Which pages are touched. Scattered writes split every huge page; a hot set leaves most of them whole.',
  'guest.dirtyRate':
    'Bytes written per second, by all threads together. At the speed of the link or above, precopy never ends.',
  'guest.vcpus': '1 to 8. In postcopy each one waits for its own missing page.',
  'guest.zeroPages':
    'Pages that were never written: 9 bytes on the wire, a shared zero page at the destination, and a hole to khugepaged.',
  'guest.seed': 'Another seed gives another order of touches. The same seed repeats the run exactly.',
  'guest.asyncPf': 'KVM reports a missing page to the guest: one task sleeps instead of the whole vCPU.',
  'wire.bandwidth': '1,250 MB/s are 10 Gb/s: one page takes 3.3 µs.',
  'wire.latency':
    'One-way latency. A missing page costs a round trip plus what is already queued in the socket.',
  'qemu.mode':
    'Only a destination that holds old copies has pages to discard, and therefore holes in which pages can get lost.',
  'qemu.nohugepage':
    'Keeps khugepaged from filling the holes that MADV_DONTNEED leaves, until userfaultfd guards them.',
  'qemu.hugepageAgain':
    'Right after REGISTER is safe too, but then each first write to an empty region allocates 2 MiB and throws it away.',
  'qemu.discard': 'The same pages are discarded; the number of system calls and of TLB flushes differs.',
  'qemu.downtimeLimit': 'Precopy stops the guest when the rest can be sent within this time.',
  'qemu.postcopyBandwidth': 'Limit for background pages, 0 for none. Pages that a vCPU waits for are exempt.',
  'qemu.autoConverge':
    'Slows the vCPUs by 20%, then by 10% more each time, up to 99%, while they write more than half of what the link sends.',
  'qemu.preempt': 'Pages that a vCPU waits for use a channel of their own and queue behind nothing.',
  'criu.thp':
    'Between filling and REGISTER, khugepaged may fill the holes meant for lazy pages. A flag that prevents this may stay behind.',
  'criu.preDumps': '0 to 16 rounds before the last dump. Each dumps what was written since the one before.',
  'criu.interval': 'How long the process runs between two dumps.',
  'criu.events':
    'Without these events a forked child reads zeroes, and dropped pages are filled with old content.',
  tracker:
    'Who records writes. Soft-dirty and PAGEMAP_SCAN walk page tables, and soft-dirty has one bit per huge page. KVM’s bitmap protects reported pages again at once, manual protect only just before they are sent. PML and the ring cost in proportion to the pages written.',
  'tracking.rounds': '1 to 64 reads. Each returns what was written since the one before.',
  'tracking.interval': 'How long the guest writes between two reads.',
  'khugepaged.maxPtesNone':
    'How many holes a region may have and still be collapsed, 0 to 511. At 511 one page is enough, and the other 511 read as zeroes.',
  'khugepaged.pagesToScan':
    'A pass ends after this many pages; each region uses up 512. 4,096 pages every 10 s are 1.6 MiB/s.',
  'khugepaged.scanSleep': 'Sleep between two passes (scan_sleep_millisecs).',
  'khugepaged.wake':
    'Between the last MADV_DONTNEED and REGISTER the holes are not guarded yet: the worst moment for a pass.',
  era: 'Kernel rules of both hosts. In 2017 one piece of a split folio kept khugepaged away from its region for good.',
  costs: 'How long operations take: measured on one machine, idle or busy, or as published.',
  eagerSplit:
    'Huge EPT leaves are split when logging starts. Without it the first write to each leaf takes the slow path.',
  system: 'The memory and the writes to it stay the same.',
});
