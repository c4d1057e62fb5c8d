/** Words of a page’s ledger. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    looking: 'Looking…',
    none: 'Nothing befell it yet.',
    goTo: (step: number, what: string, reason: string) => `Go to step ${step}: ${what}, ${reason}`,
  },
});
