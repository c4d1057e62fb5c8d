import { inLanguage } from '../../engine/index.ts';
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
});

/** Words of the header. */
export const header = inLanguage('header', {
  systems: 'Systems',
  system: 'System:',
  lens: 'Lens',
  compare: 'Compare',
  export: 'Export',
  theme: (theme: string) => `Theme: ${theme}`,
  guest: 'Guest',
  seed: 'seed',
  bandwidth: 'bandwidth',
  latency: 'latency',
  sleeps: 'khugepaged sleeps',
});

/** Words of what must be known before trusting the picture. */
export const notices = inLanguage('notices', {
  divergence: 'The two runs are the same up to',
  between: (from: string, to: string) => `step ${from}, and part before step ${to}`,
  restart: 'Restart the engine',
  cancelled: 'The run was cancelled.',
  wholeInput:
    'Nothing could be run from it. Change the value, or choose a system or a recording in the header.',
  back: 'Back to what was shown',
  runAgain: 'Run again',
  differs: 'This engine’s run differs from the one that was shared: digest',
  linked: ', the link has',
  older: (link: number, page: number) =>
    `The link was made with version ${link} of the engine’s rules, this is ${page}. `,
  changed: 'The engine’s rules or the link changed since. ',
  stepsMayDiffer: 'Steps may not mean what they meant to whoever shared it.',
  progress: 'Running the scenario',
  running: 'Running…',
  cancel: 'Cancel',
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
    story: 'Panel: story',
    scenario: 'Panel: scenario',
    script: 'Panel: script',
    recording: 'Panel: recording',
  },
  inspect: (what: string) => `Inspect: ${what}`,
  axis: { phases: 'Timeline by phases', steps: 'Timeline by events', time: 'Timeline by time' },
  theme: { system: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' },
  system: (title: string) => `System: ${title}`,
  goToStep: (step: number) => `Go to step ${step}`,
  selectPage: (page: string) => `Select page ${page}`,
  range: { zoom: 'Range: zoom to it', query: 'Range: find its events', clear: 'Range: clear' },
  units: {
    into: { forward: 'Into: what it causes first', back: 'Back to its cause' },
    over: { forward: 'Over: next of the same cause', back: 'Back to the one before of the same cause' },
    out: { forward: 'Out: what comes after its cause', back: 'Back into the call before, at its end' },
    actor: { forward: 'Next event of this actor', back: 'Previous event of this actor' },
    kind: { forward: 'Next event of this kind', back: 'Previous event of this kind' },
  },
});

/** Words of the palette and the sheet of shortcuts. */
export const palette = inLanguage('palette', {
  commands: 'Commands',
  find: 'Find a command, or go to a step or page by its number',
  example: 'Command, step or 0x page',
  noneHeard: 'No command has these words',
  found: (found: number) => `${found} commands`,
  none: 'No command has these words.',
  keyboard: 'Keyboard',
  or: ' or ',
});

/** Words of the first visitor's hint. */
export const hint = inLanguage('hint', {
  hint: (palette: string) =>
    `Point at a page to see its state. ‹Space› plays, ‹←› ‹→› step, ‹${palette}› finds every command.`,
});

/** Words of a presentation. */
export const presentation = inLanguage('presentation', {
  title: 'Presentation',
  leave: 'Leave the presentation',
});

/** Words of the embedded page. */
export const embedded = inLanguage('embedded', {
  open: 'Open in Faultline',
});
