/** Words of what must be known before trusting the picture. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    parting: 'The two runs are the same up to',
    between: (from: string, to: string) => `step ${from}, and part before step ${to}`,
  },
});
