/** Words of hazards and their causes. */
import { sayCount as count } from '../ui/say.ts';
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    first: (step: number) => `first at step ${count(step)}`,
    page: ', page',
    remedy: 'Remedy',
    apply: 'Apply the fix',
  },
});
