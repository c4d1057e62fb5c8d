import { inLanguage } from '../../engine/index.ts';
import { sayCount as count } from '../ui/say.ts';

/** Words of the inspector: what is looked at, and the names of what can be asked about. */
export const inspector = inLanguage('inspector', {
  scope: 'What to inspect',
  page: 'Page',
  region: 'Region',
  vma: 'VMA',
  actor: 'Actor',
  titles: {
    page: (page: string) => `Page ${page}`,
    region: (region: string) => `Region ${region}`,
    vma: (page: string) => `VMA of page ${page}`,
  },
  /** Bytes have addresses, pages have numbers. */
  place: (address: string, region: string) => `address ${address}, in region ${region}`,
  empty: 'Point at a page to see its state on both hosts. Click to keep it here.',
  nextTouch: 'Next access:',
  history: 'History of this page',
  untouched: 'Nothing has touched this page yet.',
  letGo: (page: string) => `Clear the selection of page ${page}`,
  goTo: (step: number, what: string) => `Go to step ${step}: ${what}`,
  source: (state: string) => `Source: ${state}`,
  destination: (state: string) => `Destination: ${state}`,
  states: {
    inFlight: 'in flight',
    toSend: 'to be sent',
    sent: 'sent',
    notSent: 'not sent yet',
    hole: 'not there',
    huge: 'huge mapping',
    zero: 'zero page',
    small: '4 KiB mapping',
    lost: 'lost content',
    stale: 'old content',
    waiting: 'a vCPU waits',
    requested: 'requested',
  },
  facts: 'State of the page on each host',
  fact: 'Property',
  hosts: ['source', 'destination'] as const,
  hostNames: ['Source', 'Destination'] as const,
  whyValue: (name: string, value: string, host: string) => `${name} ${value}, ${host}: why?`,
  whyBit: (bit: string, host: string) => `${bit}, ${host}: why?`,
  whyNotBit: (bit: string, host: string) => `${bit} not set, ${host}: why?`,
  versionName: 'Version',
  version: (version: number) => `v${version}`,
  behind: 'behind',
  notThere: 'not there',
  pmd: 'PMD',
  bits: 'Bits set',
  unset: 'Bits that are not set',
  none: 'none',
  pieces: 'Folio pieces',
  ept: 'EPT',
});

/** Words of the checks beside the picture. */
export const checks = inLanguage('checks', {
  notSentYet: 'not sent yet',
  all: (pages: number) => `all ${count(pages)} ✓`,
  oldCopies: (pages: string) => `${pages} old copies`,
  twice: (pages: string) => `${pages} counted twice`,
  missing: (pages: string) => `${pages} missing`,
  accounted: 'Pages accounted for',
  atDestination: 'at the destination',
  inFlight: 'in flight',
  atSource: 'at the source',
  checks: 'Checks at this step',
  predicted: 'Predicted and measured',
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
  asleep: 'Threads asleep',
  content: 'Content of pages',
  notRecorded: 'not recorded',
  lostNow: 'Lost pages',
  staleNow: 'Stale pages',
  waiting: { guest: 'vCPUs waiting', process: 'threads waiting' },
  held: 'Held by folios in pieces',
  heldAtSource: 'Held at the source',
  eexist: 'EEXIST from UFFDIO_COPY',
  kept: 'Every page kept',
  lost: (pages: string) => `${pages} lost`,
  fresh: 'No page stale',
  stale: (pages: string) => `${pages} stale`,
  flagsKept: 'Flags as at the start',
  differ: (flags: string) => `no: ${flags}`,
  huge: 'Every region huge',
  aborted: 'no: aborted',
  outcome: 'Outcome of the run',
  atEnd: 'At the end of the run',
  flagsEqual: 'Flags as at the source',
  flagsOf: 'Flags at the destination',
  flags: 'Flags',
  noFlags: 'none',
  yes: '✓',
  no: 'no',
  wasted: 'Work in vain',
  nothing: 'none',
  finished: 'Migration finished',
  hazards: 'Hazards',
  laterHazards: 'Hazards later in this run',
  later: (hazards: number) => `Later in this run (${count(hazards)})`,
  looking: 'Looking for hazards…',
  none: 'No hazard in this run.',
  noneYet: 'None up to this step.',
  through: (steps: number) => `Look for hazards in ${count(steps)} steps`,
  ledger: 'Ledger of this page',
  tools: 'What the tools print',
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
  waitsFor: (page: string) => `waits for page ${page}`,
  state: 'State',
  since: (step: string, time: string) => `since step ${step}, ${time}`,
  lastCalls: 'Last calls',
  lastEvents: 'Last events',
  nothing: 'Nothing yet.',
});

/** Words of the table of VMAs. */
export const vmas = inLanguage('vmas', {
  title: 'Flags of memory, VMA by VMA',
  source: 'source',
  dest: 'dest.',
  more: (n: number) => `${count(n)} more VMAs are not listed.`,
  pages: (pages: string, first: string) => `${pages} pages from ${first}`,
  inspect: (pages: string, first: string) => `Inspect the VMA of ${pages} pages from ${first}`,
  none: 'no VMA',
  equal: 'equal',
  differs: 'differs',
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
  aroundPage: (page: string) => ` Around page ${page}.`,
  before: (line: string) => `before: ${line}`,
  wasBefore: ', before:',
  same: 'Nothing differs from the step before.',
  differ: (n: number) =>
    `${count(n)} ${n === 1 ? 'line differs' : 'lines differ'} from the step before: ~ changed, + new, − gone.`,
});
