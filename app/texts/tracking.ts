/** Words of the curves of dirty tracking. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    chart: (title: string) => `${title}; the table below has the values`,
    thisScenario: 'this scenario',
    running: 'Running the same writes under every tracker…',
    bySize: 'Cost of a round against guest size',
    byPages: 'Cost of a round against pages dirtied',
    numbers: 'The same as numbers',
    tracker: 'tracker',
    pane: 'Cost of a round',
    title: 'What a round costs, by tracker',
    about:
      'The same writes, seen by each tracker. Those that walk cost by the guest’s size; those that log cost by the pages written.',
  },
});
