import { inLanguage } from '../../engine/index.ts';
import { sayCount as count } from '../ui/say.ts';

/** Words of the page’s parts. */
export const screen = inLanguage('screen', {
  sourceOf: 'Source of the timeline',
  checks: 'Page and checks',
  page: (page: string) => `page ${page}`,
  timeline: 'Timeline',
  divergence: 'The runs part here',
  findEvents: 'Find events',
  query: 'query',
  source: 'Source',
  destination: 'Destination',
  process: 'Process',
  child: 'Child',
  starting: 'Starting the engine…',
  notShown: 'Nothing can be shown of this link or file.',
  toStart: 'Go to the first screen',
});

/** Words of the header. */
export const header = inLanguage('header', {
  home: 'Ways to begin',
  more: 'More',
  systems: 'Systems',
  system: 'System:',
  lens: 'Lens',
  compare: 'Compare',
  export: 'Export',
  theme: (theme: string) => `Theme: ${theme}`,
  guest: 'Guest',
  owner: { guest: 'Guest', process: 'Process' },
  threads: { guest: 'vCPUs', process: 'Threads' },
  seed: 'seed',
  bandwidth: 'bandwidth',
  latency: 'latency',
  sleeps: 'khugepaged sleeps',
});

/** Words of what must be known before trusting the picture. */
export const notices = inLanguage('notices', {
  notices: 'Notices',
  ofKnob: (label: string, message: string) => `${label}, ${message}`,
  several: (problems: number) => `${problems} things in it could not be used:`,
  restart: 'Restart the engine',
  newer: 'A new version is ready. Reload to use it: what is on screen is kept.',
  cancelled: 'The run was cancelled.',
  wholeInput:
    'Nothing could be run from it. Change the value, or choose a system or a recording in the header.',
  back: 'Back to what was shown',
  runAgain: 'Run again',
});

/** What each command does, by its id, as the palette and the sheet of shortcuts list it. */
export const titles = inLanguage('titles', {
  palette: 'Find a command',
  shortcuts: 'Keyboard shortcuts',
  glossary: 'Glossary of kernel terms',
  'present.next': 'Presentation: next',
  'present.previous': 'Presentation: previous',
  'present.leave': 'Leave the presentation',
  present: 'Present to an audience',
  play: 'Play or pause',
  'step.back': 'One event back',
  'step.forward': 'One event forward',
  'steps.back': '100 events back',
  'steps.forward': '100 events forward',
  'phase.previous': 'Previous phase',
  'phase.next': 'Next phase',
  'view.in': 'Timeline: zoom in',
  'view.out': 'Timeline: zoom out',
  'view.whole': 'Timeline: show all of the run',
  share: 'Copy a link to what is on screen',
  'legend.all': 'Legend: show all classes again',
  'page.show': 'Go to the selected page in both fields',
  note: 'Add a note at this step',
  branch: 'Branch here: do something else from this step on',
  compare: 'Compare with another run, or end it',
  query: 'Find events, set breaks',
  'break.next': 'Run to the next break',
  'break.previous': 'Run to the previous break',
  why: 'Why is this page so?',
  export: 'Export: picture, film, data or text',
  'part.next': 'Next part of the page',
  'part.previous': 'Previous part of the page',
  start: 'Start of the run',
  end: 'End of the run',
  undo: 'Undo the last change of view',
  redo: 'Redo the change of view',
  'page.none': 'Select no page',
  open: 'Open a file',
});

/** And those of which there are several. */
export const actions = inLanguage('actions', {
  lens: (lens: string) => `Lens: ${lens}`,
  panel: {
    start: 'Panel: start',
    story: 'Panel: story',
    scenario: 'Panel: scenario',
    script: 'Panel: script',
    recording: 'Panel: recording',
  },
  inspect: (what: string) => `Inspect: ${what}`,
  axis: { phases: 'Timeline by phases', steps: 'Timeline by events', time: 'Timeline by time' },
  theme: { system: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' },
  goToStep: (step: number) => `Go to step ${step}`,
  selectPage: (page: string) => `Select page ${page}`,
  range: { zoom: 'Range: zoom to it', query: 'Range: find its events', clear: 'Range: clear' },
  units: {
    into: { forward: 'Step into: first event that it causes', back: 'Step back to its cause' },
    over: {
      forward: 'Step over: next event with the same cause',
      back: 'Step back over: previous event with the same cause',
    },
    out: {
      forward: 'Step out: next event after its cause',
      back: 'Step back into the previous call, at its end',
    },
    actor: { forward: 'Next event of this actor', back: 'Previous event of this actor' },
    kind: { forward: 'Next event of this kind', back: 'Previous event of this kind' },
  },
});

/** Words of the first screen. */
export const start = inLanguage('start', {
  title: 'See a virtual machine’s memory move, page by page',
  what: 'Two hosts, one guest: its memory moves from the left one to the right one while it runs. Each step is one event, with the system call and the kernel function behind it.',
  forWhom:
    'For engineers who build live migration, userfaultfd or huge pages, and for those who teach or learn how they work together.',
  story: 'Start the story',
  play: 'Play this run',
  keys: (palette: string) =>
    `‹Space› plays and pauses, ‹←› ‹→› go one event, ‹${palette}› finds every command. Click a page to see its history.`,
});

/** Words of the line over the fields. */
export const headline = inLanguage('headline', {
  changed: (title: string, knobs: number) => `${title}, ${knobs} ${knobs === 1 ? 'knob' : 'knobs'} changed`,
  phase: 'Phase:',
  operation: 'Operation:',
});

/** Words around what a step did. */
export const sentence = inLanguage('sentence', {
  step: 'What this step did',
  nothingYet: 'Nothing has happened yet.',
  fn: 'The function that does this, in the kernel, KVM, QEMU or CRIU',
  child: (name: string) => `${name}, child`,
  atSource: (name: string) => `${name}, source`,
  atDestination: (name: string) => `${name}, destination`,
});

const pages = (n: number): string => (n === 1 ? '1 page' : `${count(n)} pages`);
const were = (n: number): string => (n === 1 ? '1 page was' : `${count(n)} pages were`);
const are = (n: number): string => (n === 1 ? '1 page is' : `${count(n)} pages are`);

/** How a run ended. */
export const closing = inLanguage('closing', {
  whole: (all: number, regions: number) =>
    `Done: all ${pages(all)} arrived, none stale, all ${count(regions)} regions huge again.`,
  partly: (all: number, huge: number, regions: number) =>
    `Done: all ${pages(all)} arrived, none stale; ${count(huge)} of ${count(regions)} regions are huge again.`,
  flags: {
    guest: (all: number, flags: string) =>
      `Done: all ${pages(all)} arrived, none stale, but the memory does not have its flags of the source: ${flags}.`,
    process: (all: number, flags: string) =>
      `Done: all ${pages(all)} arrived, none stale, but the process came back with other VMA flags: ${flags}.`,
  },
  lost: {
    guest: (lost: number) => `Done: ${were(lost)} lost. The guest finds zeroes or old content there.`,
    process: (lost: number) => `Done: ${were(lost)} lost. The process finds zeroes or old content there.`,
  },
  stale: {
    guest: (stale: number) => `Done: ${are(stale)} stale. The guest goes on with old content there.`,
    process: (stale: number) => `Done: ${are(stale)} stale. The process goes on with old content there.`,
  },
  aborted: {
    guest: 'The migration did not finish. The guest goes on at the source, and no page was lost.',
    process: 'The migration did not finish. The process goes on at the source, and no page was lost.',
  },
  abortedLost: {
    guest: (lost: number) => `The migration did not finish, and the guest cannot go on: ${were(lost)} lost.`,
    process: (lost: number) =>
      `The migration did not finish, and the process cannot go on: ${were(lost)} lost.`,
  },
  tracking: 'Done: the guest ran on, and every write up to here was tracked.',
  script: (operations: number) =>
    operations === 1
      ? 'Done: the only operation has run.'
      : `Done: all ${count(operations)} operations have run.`,
  recording: (samples: number, off: string) =>
    `Done: in ${count(samples)} samples the prediction was never off by more than ${off}.`,
});

/** Words of the links past what stands before the picture. */
export const skip = inLanguage('skip', {
  skip: 'Skip',
  toPlayback: 'Skip to playback',
  toMemory: 'Skip to memory',
});

/** Words of the bar between fields and timeline. */
export const split = inLanguage('split', {
  height: 'Height of the timeline',
  how: 'Drag, or press the up and down arrows. Enter folds the timeline.',
  isFolded: 'folded',
  fold: 'Fold the timeline',
  unfold: 'Unfold the timeline',
});
