import { inLanguage, type Subject } from '../../engine/index.ts';
import { sayCount as count, sayPercent } from '../ui/say.ts';

/** Words of the timeline: what is under the cursor, its modes and its parts. */
/** Kinds that are named before the others are counted together. */
const NAMED = 4;

export const timeline = inLanguage('timeline', {
  at: (step: number, steps: number, phase: string) => `step ${count(step)} of ${count(steps)}, ${phase}`,
  inView: (from: number, to: number) => `steps ${count(from)} to ${count(to)}`,
  stepsBy: (from: number, to: number, actor: string) =>
    `steps ${count(from)} to ${count(to)}, stepping by ${actor}`,
  place: (steps: string, times: string) => `${steps}, ${times}`,
  /** Events [from, to), which lead to the steps after `from`. */
  steps: (from: number, to: number) =>
    to - from === 1 ? `step ${count(to)}` : `steps ${count(from + 1)}–${count(to)}`,
  /** `12 uffd.copy, 3 uffd.fault in steps 1,201–1,260, 14.2–14.9 ms` */
  tally: (kinds: readonly (readonly [string, number])[], where: string, lane: string | null) => {
    const named = kinds.slice(0, NAMED).map(([name, n]) => `${count(n)} ${name}`);
    const others = kinds.slice(NAMED);
    const rest = others.reduce((sum, [, n]) => sum + n, 0);
    if (others.length > 0) named.push(`${count(rest)} of ${others.length} other kinds`);
    const what = named.length === 0 ? 'nothing' : named.join(', ');
    return `${lane === null ? '' : `${lane}: `}${what} in ${where}`;
  },
  one: (name: string, says: string, where: string) => `${where}: ${name}, ${says}`,
  drag: 'Dragging on the timeline',
  modes: { scrub: 'Scrub', range: 'Range', move: 'Move' },
  axis: 'Axis of the timeline',
  axes: { phases: 'Phases', steps: 'Events', time: 'Time' },
  /** What the ruler measures on each axis. */
  ruler: { phases: 'time', steps: 'step', time: 'time' },
  showAll: 'Show all',
  keys:
    'Left and right: one event. Page up and down: a hundredth. Plus, minus, zero: zoom. Up and down: a lane, ' +
    'Enter to its next event. Shift with left and right: a range. Control with left and right: move.',
  curves: {
    toSend: 'pages to send',
    dstHuge: 'dst AnonHuge',
    vcpus: 'vCPUs waiting',
    threads: 'threads waiting',
    dirty: 'dirty pages',
    huge: 'AnonHuge',
    asleep: 'threads asleep',
  },
  /** Under the name of a curve: its largest value in view. */
  most: (value: string) => `max ${value}`,
  dots: 'measured by smaps',
  /** The label of lanes that have no room for names; pressed, it gives them room. */
  folded: (n: number, of: number) => (n === of ? `${count(n)} actors` : `+ ${count(n)} more`),
  flagsOf: (host: 0 | 1, subject: Subject) =>
    subject === 'script' ? (host === 0 ? 'child flags' : 'flags') : host === 0 ? 'src flags' : 'dst flags',
  flagNames: { hg: 'hg', nh: 'nh', um: 'um', uw: 'uw', log: 'dirty log' },
  /** Beside its flag: which part of the memory has it. */
  flagPart: (name: string, pages: number, of: number) =>
    pages < of ? `${name} ${sayPercent(Math.max(0.01, pages / of))}` : name,
  /** What a flag means, in a tooltip. */
  flagMeanings: {
    hg: 'hg (VM_HUGEPAGE): huge pages wanted',
    nh: 'nh (VM_NOHUGEPAGE): no huge page is made',
    um: 'um (VM_UFFD_MISSING): a missing page asks the userfaultfd',
    uw: 'uw (VM_UFFD_WP): a write to a protected page asks the userfaultfd',
    log: 'dirty log: KVM records each 4 KiB page that is written',
  },
  flagCovers: (meaning: string, pages: number, of: number) =>
    pages < of ? `${meaning}; ${count(pages)} of ${count(of)} pages` : `${meaning}; all ${count(of)} pages`,
  noFlags: (row: string) => `${row}: none is set here`,
  curveAt: (name: string, value: string) => `${name}: ${value} at most`,
  phaseLasts: (phase: string, time: string) => `${phase}, ${time}`,
  map: 'whole run',
  part: 'Part of the run in view',
  partFrom: 'Where the part in view begins',
  partTo: 'Where the part in view ends',
  lanes: 'Lanes',
  timeline: 'Timeline',
  flags: 'Hazards and marks on the timeline',
  flag: (title: string, step: number) => `${title}: go to step ${step}`,
  marks: (label: string, found: number) =>
    `${label} on the timeline: ${count(found)} ${found === 1 ? 'event' : 'events'} in view`,
});

/** Words of playing and stepping. */
export const transport = inLanguage('transport', {
  playback: 'Playback',
  previousPhase: 'Previous phase',
  stepBack: 'Step back',
  stepForward: 'Step forward',
  nextPhase: 'Next phase',
  pause: 'Pause',
  play: 'Play',
  speed: 'Speed',
  previousBreak: 'Run to previous break',
  nextBreak: 'Run to next break',
  operation: 'Operation',
  phase: 'Phase',
  position: (step: number, steps: number) => `step ${count(step)} of ${count(steps)}`,
  shortcuts: 'Keyboard shortcuts',
  branch: 'Branch here',
  perSecond: (events: number) => (events === 1 ? '1 event/s' : `${events} events/s`),
  trueTime: 'true time',
  slower: (times: number) => `true time, ${times} times slower`,
  noBreakBefore: 'no break is hit before this step',
  noBreakAfter: 'no break is hit after this step',
  noBreak: 'no break is set: add one in the query panel (key /)',
  stepBy: 'Step by',
});

/** Words of the list of lanes. */
export const lanes = inLanguage('lanes', {
  lanes: 'Lanes',
  unfolded: 'Names for all lanes',
  show: (lane: string) => `Show ${lane}`,
  pin: (lane: string) => `Pin ${lane} on top`,
  pinned: 'Pin',
  pick: (lane: string) => `Step by ${lane}`,
  picked: 'Step by',
});

/** Words of the statistics of a range. */
export const range = inLanguage('range', {
  steps: (from: number, to: number) =>
    to - from === 1 ? `step ${count(to)}` : `steps ${count(from + 1)}–${count(to)}`,
  range: 'Range',
  close: 'Close the range',
  actions: { zoom: 'Zoom to it', query: 'Find its events', clear: 'Clear' },
  events: 'events',
  calls: 'system calls',
  delivered: 'over the link',
  lasts: 'lasts',
  wait: 'median vCPU wait',
  longest: 'longest vCPU wait',
  waits: (n: number, open: number) =>
    `${count(n)} ${n === 1 ? 'wait' : 'waits'}${open > 0 ? `, ${count(open)} without an end` : ''}`,
  noWait: 'none waited',
  pages: 'Pages',
  what: {
    dirtied: 'written',
    sent: 'sent',
    loaded: 'loaded',
    zapped: 'zapped',
    filled: 'faulted in',
    collapsed: 'collapsed',
  },
  byKind: 'Events by kind',
  byActor: 'Events by actor',
  byPhase: 'Time by phase',
  more: (n: number) => `${count(n)} more ${n === 1 ? 'kind' : 'kinds'}`,
  counting: 'Counting…',
});

/** Words of notes on steps. */
export const notes = inLanguage('notes', {
  title: 'Notes',
  none: 'Name a step, and say what there is to see: notes travel in the link.',
  add: 'Add a note at this step',
  name: 'Name',
  text: 'Note',
  save: 'Save',
  cancel: 'Cancel',
  edit: (name: string) => `Edit ${name}`,
  editShort: 'edit',
  remove: (name: string) => `Remove ${name}`,
  removeShort: 'remove',
  step: (step: string) => `step ${step}`,
  goTo: (name: string, step: string) => `${name}: go to step ${step}`,
  list: 'Notes on steps',
  full: 'A link holds no more than this: shorten this note, or remove another.',
  newNote: (step: string) => `Note at step ${step}`,
});
