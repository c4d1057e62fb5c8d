import { sayCount as count } from '../ui/say.ts';

/** Words of the inspector: what is looked at, and the names of what can be asked about. */
export const inspector = {
  scope: 'What to inspect',
  page: 'Page',
  region: 'Region',
  vma: 'VMA',
  actor: 'Actor',
  vmaOf: 'VMA of',
  empty: 'Point at a page to see its state on both hosts; click to keep it, and its history, here.',
  nextTouch: 'Next touch',
  history: 'History of this page',
  untouched: 'Nothing has touched it yet.',
  letGo: (page: string) => `Let go of page ${page}`,
  goTo: (step: number, what: string) => `Go to step ${step}: ${what}`,
  why: (what: string) => `${what}: why?`,
  sourceVersion: 'Source version',
  destinationVersion: 'Destination',
  behind: ', behind',
  pmd: 'PMD',
  bits: 'Bits',
  bitsOf: (host: string) => `Bits, ${host}`,
  unset: 'Bits that are not set',
  none: 'none',
  pieces: 'Folio pieces',
  ept: 'EPT',
  placed: 'Placed',
  notPlaced: 'not yet',
  place: (region: number, offset: number) => `${region} · offset ${offset}`,
  notSet: ' not set',
};

/** Words of the checks beside the picture. */
export const checks = {
  notSentYet: 'not sent yet',
  oldCopies: (pages: string) => `${pages} old copies`,
  twice: (pages: string) => `${pages} twice`,
  nowhere: (pages: string) => `${pages} nowhere`,
  accounted: 'pages accounted for',
  atDestination: 'at the destination',
  inFlight: 'in flight',
  atSource: 'at the source',
  checks: 'Checks',
  predicted: 'Predicted and measured',
  largest:
    'Largest difference between what the engine predicts from the recorded calls and what smaps measured.',
  asleep: 'threads asleep',
  lostNow: 'lost pages now',
  staleNow: 'stale pages now',
  waiting: 'vCPUs waiting',
  held: 'held beyond what is mapped',
  heldAtSource: 'and at the source',
  eexist: 'EEXISTs swallowed',
  kept: 'every page kept',
  lost: (pages: string) => `${pages} lost`,
  fresh: 'no page stale',
  stale: (pages: string) => `${pages} stale`,
  flagsKept: 'flags as at the start',
  differ: (flags: string) => `differ: ${flags}`,
  huge: 'every region huge',
  aborted: 'no: aborted',
  atEnd: 'At the end',
  flagsDiffer: 'flags differ',
  flagsEqual: 'flags as at the source',
  flagsOf: 'destination flags',
  hazards: 'Hazards',
  looking: 'Looking for them…',
  none: 'Nothing went wrong in this run.',
  through: (steps: number) => `Look through ${count(steps)} steps`,
  ledger: 'Ledger of this page',
  tools: 'What the tools print',
};

/** Words of hazards and their causes. */
export const hazards = {
  first: (step: number) => `first at step ${count(step)}`,
  page: ', page',
  remedy: 'Remedy',
  apply: 'Apply the fix',
};

/** Words of questions and their answers, and of what stands around a page. */
export const why = {
  why: 'Why?',
  asks: 'Questions about this page',
  'no-fault': 'Why did no fault come here?',
  'not-collapsed': 'Why was this region not collapsed?',
  'sent-again': 'Why was this page sent more than once?',
  waits: 'Why does this vCPU wait?',
  field: {
    pmd: (host: string) => `Why is the PMD entry so${host}?`,
    pieces: (host: string) => `Why are so many pieces of the folio mapped${host}?`,
    ept: (host: string) => `Why does EPT map it so${host}?`,
    version: (host: string) => `Why is the content this version${host}?`,
    flags: (host: string) => `Why are the flags of the VMA so${host}?`,
  },
  bitAsked: (bit: string, host: string) => `Why is “${bit}” so${host}?`,
  ofPage: (page: string, step: string) => `page ${page} at step ${step}`,
  onHost: ['on the source', 'on the destination'],
  looking: 'Looking back…',
  close: 'Close the answer',
  back: (step: string) => `Back to step ${step}`,
  chain: 'How it came about',
  facts: (rule: string) => `FACTS ${rule}`,
  decided: {
    call: 'a call',
    touch: 'a touch of memory',
    migration: 'the migration decides',
    link: 'the wire',
    khugepaged: 'khugepaged decides',
    kvm: 'KVM decides',
    reclaim: 'memory pressure',
    operator: 'the operator',
    script: 'the script',
  },
  goTo: (step: number, what: string) => `Go to step ${step}: ${what}`,

  hosts: ['source', 'destination'] as const,
  onSide: (what: string, host: string) => `${what}, ${host}`,
  kinds: 'Pages by what they are',
  address: 'Pages',
  pmd: 'PMD',
  pieces: 'Folio pieces',
  mapped: 'Mapped',
  of: (n: string, all: string) => `${n} of ${all}`,
  visit: 'Last visit',
  flags: 'Flags',
  noVma: 'no VMA',
  range: (first: string, last: string) => `${first} … ${last}`,
  hugeRegions: 'Huge regions',
  none: 'none',

  whom: 'Whom',
  vcpu: (name: string, cpu: number) => `${name} ${cpu}`,
  events: 'Events so far',
  runs: 'runs',
  waitsFor: (page: string) => `waits for ${page}`,
  state: 'State',
  since: (step: string, time: string) => `since step ${step}, ${time}`,
  lastCalls: 'Last calls',
  lastEvents: 'Last events',
  nothing: 'Nothing yet.',
};

/** Words of the table of VMAs. */
export const vmas = {
  title: 'Flags of memory, VMA by VMA',
  source: 'source',
  dest: 'dest.',
  more: (n: number) => `and ${count(n)} more`,
  pages: (pages: string, first: string) => `${pages} pages from ${first}`,
  inspect: (pages: string, first: string) => `Inspect the VMA of ${pages} pages from ${first}`,
  none: 'no VMA',
};

/** Words of a page’s ledger. */
export const ledger = {
  looking: 'Looking…',
  none: 'Nothing befell it yet.',
  goTo: (step: number, what: string, reason: string) => `Go to step ${step}: ${what}, ${reason}`,
};

/** Words around what the tools print. */
export const tools = {
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
};
