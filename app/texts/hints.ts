import { inLanguage } from '../../engine/index.ts';
/** What the knobs do, a sentence or two each, by path. Fetched when somebody comes near a knob. */
export const HINTS: Readonly<Record<string, string>> = inLanguage('HINTS', {
  'guest.bytes':
    'What is walked costs by this size; what is tracked page by page costs by the pages that were written.',
  'guest.workload':
    'Which pages the vCPUs touch. A thin spread of writes splits every huge page, a hot set leaves most of them whole.',
  'guest.dirtyRate':
    'Written a second by all vCPUs together. As fast as the link or faster, precopy never ends.',
  'guest.vcpus': '1 to 8. In postcopy each waits for its own missing page.',
  'guest.zeroPages':
    'Pages the guest never wrote: a header on the wire, a shared zero page at the destination, and a hole to khugepaged.',
  'guest.seed': 'Another seed is another order of touches; the same one repeats the run exactly.',
  'guest.asyncPf': 'KVM tells the guest of a missing page, and one task sleeps instead of the whole vCPU.',
  'wire.bandwidth': '1,250 MB/s is 10 Gb/s: a page takes 3.3 µs.',
  'wire.latency': 'One way. A missing page costs two of them, and what is queued in the socket before it.',
  'qemu.mode':
    'Only a destination that holds old copies has anything to discard, and so holes to lose pages in.',
  'qemu.nohugepage':
    'Keeps khugepaged from filling the holes that MADV_DONTNEED leaves, until userfaultfd guards them.',
  'qemu.hugepageAgain':
    'Right after REGISTER is safe too, but each first write to an empty region then allocates 2 MiB and throws it away.',
  'qemu.discard': 'The same pages go; the number of system calls and of TLB flushes differs.',
  'qemu.downtimeLimit':
    'Precopy stops the guest when this, times the bandwidth, is all that is left to send.',
  'qemu.postcopyBandwidth': 'Of background pages, 0 for no limit. Pages that a vCPU waits for pass it by.',
  'qemu.autoConverge':
    'Throttles the vCPUs by 20 %, then 10 more each time, up to 99, while they write half of what the link carries.',
  'qemu.preempt': 'Pages that a vCPU waits for have a channel of their own and queue behind nothing.',
  'criu.thp':
    'Between filling and REGISTER khugepaged may fill the holes that lazy pages are to come to; a mark against it may stay.',
  'criu.preDumps': '0 to 16 rounds before the last dump, each of what was written since the one before.',
  'criu.interval': 'The process runs this long between two dumps.',
  'criu.events': 'Without them a forked child reads zeroes, and dropped pages are filled with old content.',
  tracker:
    'Who notices writes. Soft-dirty and PAGEMAP_SCAN walk page tables, and soft-dirty has one bit a huge page; KVM’s bitmap protects again what was reported; manual protect does so just before pages are sent; PML and the ring cost by pages written.',
  'tracking.rounds': '1 to 64 reads, each of what was written since the one before.',
  'tracking.interval': 'The guest writes this long between two reads.',
  'khugepaged.maxPtesNone':
    '0 to 511 holes that a region may have and still be collapsed. At 511 one page is enough, and the other 511 read as zeroes.',
  'khugepaged.pagesToScan':
    'A pass ends after so many; each region costs 512. 4,096 every 10 s are 1.6 MiB/s.',
  'khugepaged.scanSleep': 'Sleep between two passes (scan_sleep_millisecs).',
  'khugepaged.wake':
    'Between the last MADV_DONTNEED and REGISTER holes are not guarded yet: the worst moment for a pass.',
  era: 'Rules that both hosts follow. In 2017 a piece of a split folio kept khugepaged away from its region for good.',
  costs: 'How long operations take: measured on one machine, idle or busy, or as published.',
  eagerSplit:
    'Huge EPT leaves are split when logging starts; without it the first write to each takes the slow path.',
  system: 'The guest and its writes stay the same.',
});
