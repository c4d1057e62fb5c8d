import { inLanguage } from '../../engine/index.ts';

/** Words of the palette and the sheet of shortcuts. */
export const palette = inLanguage('palette', {
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
});

/** Words of the sheet of licences. */
export const licences = inLanguage('licences', {
  command: 'Licences of this page and its packages',
  title: 'Licences',
  about: 'Faultline contains code of the other packages listed here. Open a line to read its licence.',
});
