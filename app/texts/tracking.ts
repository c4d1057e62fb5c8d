import { inLanguage } from '../../engine/index.ts';

/** Words of the curves of dirty tracking. */
export const tracking = inLanguage('tracking', {
  chart: (title: string) => `${title}; the table below has the values`,
  thisScenario: 'this scenario',
  cross: (one: string, other: string, size: string) =>
    `${one} costs more than ${other} in guests of more than ${size}.`,
  running: 'Running the same writes under every tracker…',
  bySize: 'Cost of a round against guest size',
  byPages: 'Cost of a round against pages dirtied',
  numbers: 'The same as numbers',
  tableBySize: 'Cost of a round by guest size',
  tableByPages: 'Cost of a round by pages dirtied',
  tracker: 'tracker',
  pane: 'Cost of a round',
  title: 'What a round costs, by tracker',
  about:
    'The same writes, seen by each tracker. Those that walk cost by the guest’s size; those that log cost by the pages written.',
});
