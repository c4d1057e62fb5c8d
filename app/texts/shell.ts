/** Words of the page’s parts. */
export const screen = {
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
  set: ' set',
  notSet: ' not set',
  dirtyLog: 'dirty-log 4K',
  on: ' on',
  off: ' off',
};

/** Words of the header. */
export const header = {
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
};

/** Words of what must be known before trusting the picture. */
export const notices = {
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
};

/** What each command does, by its id, as the palette and the sheet of shortcuts list it. */
export const titles = {
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
};

/** And those of which there are several. */
export const actions = {
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
};

/** Words of the palette and the sheet of shortcuts. */
export const palette = {
  commands: 'Commands',
  find: 'Find a command, knob, story, hazard or term, or go to a step or page',
  example: 'Command, knob, story, hazard, term, step or 0x page',
  noneHeard: 'Nothing matches',
  found: (found: number) => (found === 1 ? '1 match' : `${found} matches`),
  none: 'Nothing matches these words.',
  groups: {
    places: 'Go to',
    commands: 'Commands',
    knobs: 'Knobs of this scenario',
    sizes: 'Guest memory',
    stories: 'Stories',
    steps: 'Steps of stories',
    hazards: 'Hazards of this run',
    scenarios: 'Scenarios',
    terms: 'Glossary',
    recordings: 'Recordings',
    scripts: 'Scripts',
  },
  knob: (group: string, value: string) => `${group}: ${value}`,
  size: (size: string) => `Set guest memory to ${size}`,
  minutes: (minutes: number) => `${minutes} min`,
  stepOf: (story: string, step: number) => `${story}, step ${step}`,
  hazard: (id: string, step: string) => `${id}, step ${step}`,
  keyboard: 'Keyboard shortcuts',
  or: ' / ',
  inCells: 'In a field, reached by Tab',
  cells: {
    walk: 'Move among cells',
    select: 'Select the page',
    zoom: 'Zoom in or out',
    whole: 'Show all of memory',
  },
  inTimeline: 'On the timeline, reached by Tab',
  timelineKeys: {
    range: 'Draw a range',
    lane: 'Pick another lane',
    pan: 'Move the part in view',
  },
};

/** Words of the first visitor's hint. */
export const hint = {
  hint: (palette: string) =>
    `Point at a page to see its state. ‹Space› plays, ‹←› ‹→› step, ‹${palette}› finds every command.`,
};

/** Words of a presentation. */
export const presentation = { title: 'Presentation', leave: 'Leave the presentation' };

/** Words of the embedded page. */
export const embedded = {
  open: 'Open in Faultline',
};
