import { inLanguage } from '../../engine/index.ts';
/** Words of the fields of memory, their legend, and what is heard of their cells. */
export const fields = inLanguage('fields', {
  legend: 'Legend: a class that is pressed stays, the others fade',
  pages: (n: string) => `${n} pages`,
  /** Longer words for an entry of the legend, by the id of its class. */
  hints: {
    sent: 'Sent, and not set in QEMU’s bitmap. QEMU takes these pages for clean.',
    written:
      'Written since they were sent; QEMU’s bitmap does not have them yet. The destination’s copies are old.',
    again: 'Set in QEMU’s bitmap again: written after they were sent, and to be sent once more.',
  } as Readonly<Record<string, string>>,
  /** The same for a process that CRIU moves. */
  processHints: {
    sent: 'In an image, and not marked by the tracker since. CRIU does not dump these pages again.',
    written:
      'In an image, and marked by the tracker since: by the soft-dirty bit, or as written in PAGEMAP_SCAN. The next dump takes them ' +
      'again. A soft-dirty huge mapping marks all of its 512 pages.',
    again: 'Found by the tracker and not in an image yet: the next images have these pages again.',
  } as Readonly<Record<string, string>>,
  tools: (title: string) => `Zoom: ${title}`,
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  showAll: 'Show all of the memory',
  link: 'Link both fields',
  /** Letters of the page table's bits in cells, in bit order. */
  letters: [
    'P present',
    'H huge',
    'Z zero page',
    'W writable',
    'D dirty',
    'A accessed',
    'pc piece of a huge page',
    'wp write-protected by userfaultfd',
  ],
  /** Who sleeps until a page is there, and for how long. */
  waits: (cpus: readonly string[], threads: number, process: boolean, time: string) => {
    if (threads > 0) return threads === 1 ? `A thread waits ${time}` : `${threads} threads wait ${time}`;
    const who = process ? (cpus.length === 1 ? 'Thread' : 'Threads') : cpus.length === 1 ? 'vCPU' : 'vCPUs';
    const list = cpus.length < 2 ? cpus.join() : `${cpus.slice(0, -1).join(', ')} and ${cpus.at(-1)}`;
    return `${who} ${list} ${cpus.length === 1 ? 'waits' : 'wait'} ${time}`;
  },
  flags: {
    hg: 'VM_HUGEPAGE (hg)',
    nh: 'VM_NOHUGEPAGE (nh)',
    um: 'VM_UFFD_MISSING (um)',
    'dirty-log': 'dirty logging by 4 KiB pages',
  },
  flagSet: (flag: string) => `${flag}: set`,
  flagNotSet: (flag: string) => `${flag}: not set`,
  flagSome: (flag: string, of: number, all: number) => `${flag}: set in ${of} of ${all} VMAs`,
  logOn: (flag: string) => `${flag}: on`,
  logOff: (flag: string) => `${flag}: off`,
  dirtyLog: 'dirty log',
  role: 'memory field',
  field: (title: string, regions: number) => `${title}: ${regions} regions of 2 MiB`,
  cells: (title: string) =>
    `${title}, cells. Arrow keys move, Enter keeps the page, plus and minus zoom, 0 shows all.`,
  extent: (from: string, to: string) => `${from} – ${to}`,
  /** A cell: guest address, class, versions. */
  cell: (address: string, label: string, version: string) =>
    [address, label, version].filter(Boolean).join(', '),
  /** A region: its first address, and its classes by their share of it. */
  region: (region: number, address: string, shares: string) => `region ${region}, ${address}: ${shares}`,
  share: (label: string, sixteenths: number) =>
    sixteenths === 16 ? `all ${label}` : `${label} about ${sixteenths} of 16 parts`,
  notPainted: 'not in view',
  version: (own: number) => `v${own}`,
  behind: (own: number, source: number) => `v${own}, source v${source}`,
  equal: (own: number) => `v${own} = source`,
  none: 'no bits',
});
