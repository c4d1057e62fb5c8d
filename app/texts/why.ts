import { inLanguage } from '../../engine/index.ts';
import { sayCount as count } from '../ui/say.ts';

/** How well a recording is predicted. */
export const findings = inLanguage('findings', {
  predictedFrom:
    'The engine predicts each value from the recorded calls alone. smaps measured it on the real host.',
  samples: (samples: number, memory: string) =>
    `${count(samples)} samples of smaps were measured while ${memory} of guest memory migrated.`,
  never: (what: string, off: string, most: string, huge: number) =>
    huge === 0
      ? `${what}: the prediction is never off by more than ${off} of ${most}.`
      : `${what}: the prediction is never off by more than ${off} of ${most} (${huge === 1 ? '1 huge page' : `${count(huge)} huge pages`}).`,
  exact: (what: string) => `${what}: the prediction is exact in every sample.`,
  flagsPredicted: 'VMA flags: as predicted in every sample.',
  flagsDiffer: (samples: number) =>
    `VMA flags: ${samples === 1 ? '1 sample differs' : `${count(samples)} samples differ`} from the prediction.`,
});

/** Words of hazards and their causes. */
export const hazards = inLanguage('hazards', {
  first: (step: number) => `Begins at step ${count(step)}`,
  concerns: (pages: number, first: string) =>
    pages === 1 ? `It concerns page ${first}.` : `It concerns ${count(pages)} pages, first page ${first}.`,
  remedy: 'Remedy:',
  apply: 'Apply the fix',
});

/** Words of questions and their answers, and of what stands around a page. */
export const why = inLanguage('why', {
  asks: 'Questions about this page',
  'no-fault': 'Why did no fault come here?',
  'not-collapsed': 'Why was this region not collapsed?',
  'sent-again': 'Why was this page sent more than once?',
  waits: { guest: 'Why does this vCPU wait?', process: 'Why does this thread wait?' },
  present: 'Why is this page there?',
  'not-present': 'Why is this page not there?',
  /** By host, and for a run that has one host only. */
  field: {
    pmd: {
      0: 'Why does the PMD entry have this value on the source?',
      1: 'Why does the PMD entry have this value on the destination?',
      alone: 'Why does the PMD entry have this value?',
    },
    pieces: {
      0: 'Why are this many pieces of the folio mapped on the source?',
      1: 'Why are this many pieces of the folio mapped on the destination?',
      alone: 'Why are this many pieces of the folio mapped?',
    },
    ept: {
      0: 'Why does the EPT map the page this way on the source?',
      1: 'Why does the EPT map the page this way on the destination?',
      alone: 'Why does the EPT map the page this way?',
    },
    version: {
      0: 'Why does the page have this version on the source?',
      1: 'Why does the page have this version on the destination?',
      alone: 'Why does the page have this version?',
    },
    flags: {
      0: 'Why does the VMA have these flags on the source?',
      1: 'Why does the VMA have these flags on the destination?',
      alone: 'Why does the VMA have these flags?',
    },
  },
  bit: (bit: string) => `Why this value of “${bit}”?`,
  bitOn: [
    (bit: string) => `Why this value of “${bit}” on the source?`,
    (bit: string) => `Why this value of “${bit}” on the destination?`,
  ] as const,
  ofPage: (page: string, step: string) => `page ${page} at step ${step}`,
  looking: 'Searching the log…',
  close: 'Close the answer',
  back: (step: string) => `Back to step ${step}`,
  chain: 'Chain of causes',
  decided: {
    call: 'a call',
    touch: 'a memory access',
    migration: 'the migration decides',
    link: 'the network',
    khugepaged: 'khugepaged decides',
    kvm: 'KVM decides',
    reclaim: 'memory pressure',
    operator: 'the operator',
    script: 'the script',
  },
  goTo: (step: number, what: string) => `Go to step ${step}: ${what}`,
  hosts: ['source', 'destination'] as const,
  onSide: (what: string, host: string) => `${what}, ${host}`,
  kinds: 'Pages by class',
  address: 'Pages',
  pmd: 'PMD',
  pieces: 'Folio pieces',
  mapped: 'Mapped',
  of: (n: string, all: string) => `${n} of ${all}`,
  visit: 'Last khugepaged scan:',
  flags: 'Flags',
  noVma: 'no VMA',
  range: (first: string, last: string) => `${first} … ${last}`,
  hugeRegions: 'Huge regions',
  none: 'none',

  whom: 'Actor',
  vcpu: (name: string, cpu: number) => `${name} ${cpu}`,
  events: 'Events so far',
  runs: 'runs',
  stopped: (time: string) => `stopped for ${time}`,
  waitsFor: (page: string) => `waits for page ${page}`,
  state: 'State',
  since: (step: string, time: string) => `since step ${step}, ${time}`,
  lastCalls: 'Last calls',
  lastEvents: 'Last events',
  nothing: 'Nothing yet.',
});

/** Words of a page’s ledger. */
export const ledger = inLanguage('ledger', {
  looking: 'Reading the log…',
  none: 'Nothing has happened to this page yet.',
  what: {
    dirtied: 'Dirtied',
    sent: 'Sent',
    loaded: 'Loaded',
    zapped: 'Zapped',
    filled: 'Filled',
    collapsed: 'Collapsed',
  },
  times: (events: number) => `${count(events)}×`,
  on: ['source', 'destination'] as const,
  because: (host: string, cause: string) => `${host}, because: ${cause}`,
});

/** Words around what the tools print. */
export const tools = inLanguage('tools', {
  smaps: '/proc/PID/smaps of guest memory; addresses are offsets in it.',
  pagemap: '/proc/PID/pagemap, decoded: pages and the bits that are set.',
  thpmaps: 'tools/mm/thpmaps, and folios that wait for a deferred split in sysfs.',
  vmstat: 'THP lines of /proc/vmstat, of guest memory since the first step.',
  migrate: "QEMU's own account, as QMP prints it on either side; times in ms.",
  tool: 'Tool',
  host: 'Host',
  aroundPage: (page: string) =>
    `/proc/PID/pagemap, decoded: pages and the bits that are set, around page ${page}.`,
  marks: { changed: 'changed:', new: 'new:', gone: 'gone:' },
  before: (line: string) => `before: ${line}`,
  same: 'Nothing differs from the step before.',
  differ: (n: number) =>
    `${count(n)} ${n === 1 ? 'line differs' : 'lines differ'} from the step before: ~ changed, + new, − gone.`,
});
