import { inLanguage } from '../../engine/index.ts';
import { sayCount as count } from '../ui/say.ts';

/** Words around the scenario’s knobs. */
export const scenario = inLanguage('scenario', {
  untitled: 'A recording',
  aboutRecording:
    'A real migration, recorded: the engine predicts every state from the recorded calls, and the measured samples are drawn over its curves. The source side was not recorded page by page.',
  costs: 'Cost so far',
  notRecorded: 'not recorded',
  breaks: 'Break something',
  faults: (count: number) => `${count} in this scenario`,
  topicChanges: 'What changed since the mail',
  topicCosts: 'Where the costs are from',
  change: 'Change scenario…',
  explain: 'Explain knobs',
  start: 'Start',
  story: 'Story',
  scenario: 'Scenario',
  script: 'Script',
  recording: 'Recording',
  recordingOf: (name: string) => `Recording ${name}`,
  source: 'Source of the timeline',
  trackers: 'What a round costs, by tracker',
  changed: 'Changed',
  changesMade: (knobs: number) =>
    knobs === 0 ? 'No changes' : knobs === 1 ? '1 change' : `${knobs} changes`,
  showBranches: 'Branches',
  putBack: (name: string, value: string) => `Reset ${name} to ${value}`,
  back: 'Reset',
  allBack: 'Reset all to the preset',
  play: 'Play a recording',
  ownFiles: 'To open a recording or logs of your own, choose Open, drop them on the page, or paste them.',
});

/** What the knobs and their values are called, by path. Names that a kernel or QEMU has for them stand as they are there. */
interface KnobWords {
  readonly yes: string;
  readonly no: string;
  readonly none: string;
  readonly turned: (knob: string, value: string) => string;
  readonly range: (min: string, max: string, unit: string) => string;
  readonly expected: (knob: string, range: string, got: string) => string;
  readonly expectedWhole: (knob: string, range: string, got: string) => string;
  readonly groups: Readonly<
    Record<'guest' | 'process' | 'link' | 'tracking' | 'kernel' | 'dirtyLog' | 'system', string>
  >;
  /** A knob without one is called by its path. */
  readonly labels: Readonly<Record<string, string>>;
  /** Of knobs that are called otherwise where the memory is that of a process. */
  readonly ofProcess: Readonly<Record<string, string>>;
  /** By knob and value; a value without one is shown as it is. */
  readonly options: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const knobs = inLanguage<KnobWords>('knobs', {
  yes: 'yes',
  no: 'no',
  none: 'none',
  turned: (knob, value) => `${knob}: ${value}`,
  range: (min, max, unit) => (unit === '' ? `${min} to ${max}` : `${min} to ${max} ${unit}`),
  expected: (knob, range, got) =>
    got === '' ? `${knob}: expected ${range}, got nothing` : `${knob}: expected ${range}, got ${got}`,
  expectedWhole: (knob, range, got) =>
    got === ''
      ? `${knob}: expected a whole number, ${range}, got nothing`
      : `${knob}: expected a whole number, ${range}, got ${got}`,
  groups: {
    guest: 'Guest',
    process: 'Process',
    link: 'Link',
    tracking: 'Tracking',
    kernel: 'Kernel',
    dirtyLog: 'KVM dirty log',
    system: 'System',
  },
  labels: {
    tracker: 'Dirty tracker',
    faults: 'Faults',
    'guest.bytes': 'Guest memory',
    'guest.workload': 'Workload',
    'guest.dirtyRate': 'Dirty rate',
    'guest.vcpus': 'vCPUs',
    'guest.zeroPages': 'Zero pages',
    'guest.seed': 'Seed',
    'guest.asyncPf': 'Async page faults',
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
    'criu.preDumps': 'Pre-dumps',
    'criu.interval': 'Time between dumps',
    'criu.events': 'FORK, REMAP, REMOVE, UNMAP events',
    'tracking.rounds': 'Rounds',
    'tracking.interval': 'Time per round',
    'khugepaged.maxPtesNone': 'max_ptes_none',
    'khugepaged.pagesToScan': 'pages_to_scan',
    'khugepaged.scanSleep': 'scan_sleep',
    'khugepaged.wake': 'First pass',
    era: 'Era',
    costs: 'Costs',
    eagerSplit: 'eager_page_split',
    system: 'Who migrates',
  },
  ofProcess: { 'guest.bytes': 'Process memory', 'guest.vcpus': 'Threads' },
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
      pages: 'one call per 4 KiB page',
      runs: 'one call per run of pages',
      vector: 'process_madvise, 1,024 runs per call',
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
});

/** Words of choosing a scenario. */
export const presets = inLanguage('presets', {
  find: 'Find a scenario',
  example: 'Find: khugepaged, fork, 2017…',
  found: (found: number, presets: number) => `${found} of ${presets} scenarios`,
  none: 'No scenario has these words.',
  title: 'Run a scenario',
  sheet: 'Scenarios',
});

/** Words of branches. */
export const branches = inLanguage('branches', {
  title: 'Branches',
  sheet: (step: string) => `Branch at step ${step}`,
  intro: 'Up to this step the run stays the same. Choose what happens here.',
  onlyScenarios: 'Only a scenario can branch. Scripts and recordings cannot be changed in the middle.',
  lost: (pages: string) => `${pages} lost`,
  kept: 'all kept',
  aborted: 'aborted',
  fault: (kind: string, argument: string, when: string) =>
    argument === '' ? `\`${kind}\` ${when}` : `\`${kind}\` ${argument} ${when}`,
  spoken: (name: string, outcome: string) => `${name}, ${outcome}`,
  versus: 'Compare with the parent',
  parent: 'Go to the parent',
  quick: {
    khugepagedPage: (region: string) => `khugepaged scans region ${region} now`,
    khugepaged: 'khugepaged scans everything now',
    writePage: (page: string) => `Page ${page} is written`,
    none: 'max_ptes_none is set to 0',
    cut: 'The network is cut for 20 ms',
    fragment: 'No free huge page is left',
    pressure: 'Memory pressure',
  },
  more: 'Another fault',
});

/** Words of injecting faults. */
export const faults = inLanguage('faults', {
  atStep: 'at the step on screen',
  inPhase: 'in a phase',
  atTime: 'at a time',
  another: 'Another fault',
  when: 'When',
  phase: 'Phase',
  time: 'Time of the run, such as 3ms',
  offset: 'And so long into it, such as 1ms',
  add: 'Add fault',
  howLong: 'How long, such as 20ms',
  howMany: 'How many',
  pages: 'Pages, such as 0x200+512',
  line: 'As one line: kind=argument@when; …',
  cutMsPostcopy: 'cut=20ms@postcopy+1ms; khugepaged@#8120',
  none: 'Nothing is broken in this scenario.',
  faults: 'Faults',
  remove: (fault: string) => `Remove ${fault}`,
  removeShort: 'remove',
  khugepaged: 'khugepaged scans now',
  cut: 'Cut the network here for 20 ms',
  fragmented: 'No free huge page from here',
  pressure: 'Memory pressure here',
  quick: 'At the step on screen',
});

/** Words for when and how much a fault is. */
export const fault = inLanguage('fault', {
  forGood: 'for good',
  range: (pages: number, from: string) => `${count(pages)} ${pages === 1 ? 'page' : 'pages'} from ${from}`,
  when: {
    step: (step: number) => `at step ${count(step)}`,
    time: (time: string) => `at ${time}`,
    phase: (phase: string) => `at “${phase}”`,
    into: (time: string, phase: string) => `${time} into “${phase}”`,
  },
});

/** Words about a run that was opened from a timeline file. */
export const saved = inLanguage('saved', {
  saved: {
    scenario:
      'The log of a simulation, from a file. What is shown is what was saved; it is simulated again only to be compared.',
    script: 'The log of a script, from a file. What is shown is what was saved; nothing is run again.',
    recording:
      'The log of a recording, from a file. What is shown is what was saved; nothing is played again.',
  },
  file: 'file',
  recording: 'recording',
  memory: 'memory',
  duration: 'duration',
  events: 'events',
  digest: 'digest',
  semantics: 'engine’s rules',
  ofToday: (then: number, now: number) => (then === now ? `${then}, as today` : `${then}, today ${now}`),
  again: 'Run it again from its link',
});

/** Words of opening files. */
export const open = inLanguage('open', {
  open: 'Open',
  menu: 'Open',
  file: 'Open a file…',
  kinds: 'Logs (strace, ftrace, QMP, smaps, CRIU…), a timeline, script or recording, an export',
  picker: 'Files to open',
  drop: 'Drop files to open them; logs that belong together at once',
  pasted: 'pasted text',
});

/** Lines of the costs so far, by the name that the engine has for them. */
export const COSTS: Readonly<Record<string, string>> = inLanguage('COSTS', {
  'pages sent': 'pages sent',
  'bytes arrived': 'bytes arrived',
  'madvise calls': 'madvise calls',
  'huge mappings split': 'huge mappings split',
  'folios held in pieces': 'folios held in pieces',
  userfaults: 'userfaults',
  'UFFDIO_COPY calls': 'UFFDIO_COPY calls',
  '2 MiB pages thrown away': '2 MiB pages thrown away',
  'regions collapsed': 'regions collapsed',
  'holes filled with zeroes': 'holes filled with zeroes',
});
