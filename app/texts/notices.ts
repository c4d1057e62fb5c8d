/** Words of what must be known before trusting the picture. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    parting: 'The two runs are the same up to',
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
  },
});
