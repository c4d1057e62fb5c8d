import { inLanguage, type LineVerdict, type OpName } from '../../engine/index.ts';

type Refused = NonNullable<LineVerdict['refused']>;

/** Words around the script editor. */
export const script = inLanguage('script', {
  script: 'Script',
  operations: 'Operations',
  examples: 'Examples',
  keys: (mod: string) =>
    `‹${mod} Enter› runs, ‹Tab› leaves the editor, ‹Alt Enter› or a click on its number goes to the moment of a line.`,
  spokenKeys: 'Tab leaves the editor. Control or Command with Enter runs the script.',
  tooLong: (length: number, most: number) => `Too long for a link: ${length} characters packed, ${most} fit.`,
  syntax:
    'Sizes are `N` with `k`, `m`, `g`, `p` (4 KiB) or `h` (2 MiB), and sums as `2m+3p-1p`. `#` begins a comment; ' +
    '`# era: 2017` runs the script by the rules of that year.',
  more: (n: number) => `and ${n} more`,
  run: 'Run',
  problemCount: (errors: number, problems: number) => `Errors: ${errors}, notes: ${problems}`,
  problems: 'Errors and notes',
  line: (n: number) => `Line ${n}`,
  returnedBy: (line: number, says: string) => `Line ${line}: ${says}`,
  returned: 'What each operation returned',
  /** What khugepaged did in one operation: regions that it collapsed, and the last one that it refused. */
  verdict: (collapsed: number, refused: Refused | null) => {
    const done = collapsed === 1 ? 'collapsed 1 region' : `collapsed ${collapsed} regions`;
    if (!refused) return done;
    const { regions, holes, registered, verdict } = refused;
    const why = [
      ...(holes > 0 ? [holes === 1 ? '1 hole' : `${holes} holes`] : []),
      ...(registered ? ['registered'] : []),
    ].join(', ');
    const reason = why === '' ? verdict : `${why} (${verdict})`;
    const no = regions === 1 ? `refused: ${reason}` : `refused ${regions} regions, the last one: ${reason}`;
    return collapsed === 0 ? no : `${done}; ${no}`;
  },
});

/** What each operation does, in a line. */
export const HELP: Readonly<Record<OpName, string>> = inLanguage('HELP', {
  mmap: 'Maps a region of anonymous memory, private and read-write by default.',
  munmap: 'Unmaps a range.',
  mlock: 'Faults a range in and keeps it in memory.',
  munlock: 'Unlocks a range.',
  mprotect: 'Changes the access rights of a range.',
  mremap: 'Moves a range to a new region, page tables included.',
  madvise: 'Gives advice about a range.',
  flood: 'COUNT madvise calls of LEN bytes, STRIDE apart; returns how many succeeded.',
  pmadvise: 'One process_madvise with COUNT ranges, on itself or on the forked child.',
  read: 'Reads a byte; sleeps if a userfault must be answered first.',
  write: 'Writes a byte, then fills the page with VAL.',
  'read-range': 'Reads one byte per STRIDE, by default one per page.',
  'write-range': 'Fills one page with VAL per STRIDE, by default every page.',
  sysread: 'Lets the kernel read a byte, by write(2) into a pipe.',
  'uffd-open': 'Opens a userfaultfd with these features.',
  'uffd-close': 'Closes the userfaultfd; sleeping threads wake.',
  'uffd-register': 'Requests messages about missing pages, about writes to protected pages, or both.',
  'uffd-unregister': 'Ends a registration; sleeping threads wake.',
  'uffd-wake': 'Wakes the threads asleep in a range.',
  'uffd-copy': 'UFFDIO_COPY: fills missing pages with VAL and wakes the threads that wait for them.',
  'uffd-zeropage': 'UFFDIO_ZEROPAGE: maps the zero page at missing pages.',
  'uffd-wp': 'UFFDIO_WRITEPROTECT: protects pages, or lifts the protection.',
  'uffd-poison': 'UFFDIO_POISON: the next access of these pages gets SIGBUS.',
  'uffd-move': 'UFFDIO_MOVE: moves pages from SRC to missing pages of DST.',
  'pagemap-scan': 'PAGEMAP_SCAN: finds pages written since they were protected; wp protects them again.',
  'khugepaged-run': 'Lets khugepaged scan all memory PASSES times; otherwise it sleeps.',
  'khugepaged-set': 'Sets a parameter of khugepaged.',
  'thp-enabled': 'Sets transparent_hugepage/enabled.',
  'thp-defrag': 'Sets transparent_hugepage/defrag.',
  'thp-set': 'Sets another parameter of transparent_hugepage.',
  'prctl-thp-disable': 'PR_SET_THP_DISABLE: 0 off, 1 on, 2 on except for advised memory.',
  fork: 'Forks a child that shares every page.',
  reap: 'Ends the child.',
  'child-read': 'Reads a byte in the child.',
  'child-write': 'Writes a byte in the child, then fills the page with VAL.',
  'pfn-mark': 'Remembers the frames of a region.',
  'pfn-check': 'Reports which of the remembered frames are still in place.',
  'pfn-old': 'Reports what became of the frame remembered for a page.',
  sleep: 'Lets time pass.',
});
