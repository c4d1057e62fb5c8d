/** Words of the embedded page. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    open: 'Open in Faultline',
  },
});
