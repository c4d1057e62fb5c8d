import { inLanguage } from '../../engine/index.ts';

/** Words of the gallery of the first screen. */
export const gallery = inLanguage('gallery', {
  stories: 'Stories',
  allStories: (stories: number) => `All ${stories} stories`,
  storiesAbout: 'Told step by step on a live run.',
  systems: 'Systems',
  systemsAbout: 'QEMU, CRIU and dirty tracking, with knobs to turn.',
  reports: 'What goes wrong',
  reportsAbout: 'Bugs from practice: each loses data or performance, and shows why.',
  scripts: 'Litmus tests',
  scriptsAbout: 'Short scripts of memory operations, to edit and run.',
  recordings: 'Recordings',
  recordingsAbout: 'Real migrations, measured and predicted.',
  minutes: (minutes: number) => `${minutes} min`,
  open: 'Open a file or log…',
  missing: 'This list could not be loaded. Check the connection and reload the page.',
});
