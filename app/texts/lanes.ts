/** Words of the list of lanes. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    lanes: 'Lanes',
    show: (lane: string) => `Show ${lane}`,
    pin: (lane: string) => `Pin ${lane} on top`,
    pinned: 'Pin',
    pick: (lane: string) => `Step by ${lane}`,
    picked: 'Step by',
  },
});
