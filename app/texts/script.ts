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
  mmap: 'Makes a region of anonymous memory, private and read-write unless it says otherwise.',
  munmap: 'Takes a range out of the address space.',
  mlock: 'Faults a range in and keeps it in memory.',
  munlock: 'Lets a locked range go.',
  mprotect: 'Changes what a range may be used for.',
  mremap: 'Moves a range to a new region, page tables and all.',
  madvise: 'Gives advice about a range.',
  flood: 'COUNT madvise calls of LEN bytes, STRIDE apart; returns how many succeeded.',
  pmadvise: 'One process_madvise with COUNT ranges, on itself or on the forked child.',
  read: 'Reads a byte; sleeps where a userfault must be answered first.',
  write: 'Writes a byte, then fills the page with VAL.',
  'read-range': 'Reads a byte every STRIDE, page by page unless it says otherwise.',
  'write-range': 'Fills a page with VAL every STRIDE, page by page unless it says otherwise.',
  sysread: 'Lets the kernel read a byte: write(2) from there into a pipe.',
  'uffd-open': 'Opens a userfaultfd with the features named.',
  'uffd-close': 'Closes the userfaultfd; whoever slept in it wakes.',
  'uffd-register': 'Asks for messages about missing pages, about writes to protected ones, or both.',
  'uffd-unregister': 'Ends a registration; whoever slept in it wakes.',
  'uffd-wake': 'Wakes the threads asleep in a range.',
  'uffd-copy': 'UFFDIO_COPY: fills missing pages with VAL and wakes who waits for them.',
  'uffd-zeropage': 'UFFDIO_ZEROPAGE: maps the zero page at missing pages.',
  'uffd-wp': 'UFFDIO_WRITEPROTECT: protects pages, or lets them be written again.',
  'uffd-poison': 'UFFDIO_POISON: the next access of these pages gets SIGBUS.',
  'uffd-move': 'UFFDIO_MOVE: moves pages from SRC to missing pages of DST.',
  'pagemap-scan': 'PAGEMAP_SCAN for pages written since they were protected; wp protects them again.',
  'khugepaged-run': 'Lets khugepaged walk all it knows PASSES times; at any other time it sleeps.',
  'khugepaged-set': 'Writes one of khugepaged’s knobs.',
  'thp-enabled': 'Writes transparent_hugepage/enabled.',
  'thp-defrag': 'Writes transparent_hugepage/defrag.',
  'thp-set': 'Writes another knob of transparent_hugepage.',
  'prctl-thp-disable': 'PR_SET_THP_DISABLE: 0 off, 1 on, 2 on except where it was advised.',
  fork: 'Makes a child that shares every page.',
  reap: 'Ends the child.',
  'child-read': 'Reads a byte in the child.',
  'child-write': 'Writes a byte in the child, then fills the page with VAL.',
  'pfn-mark': 'Remembers the frames of a region.',
  'pfn-check': 'Says which of the remembered frames are still in place.',
  'pfn-old': 'Says what became of the frame remembered for a page.',
  sleep: 'Lets time pass.',
});
