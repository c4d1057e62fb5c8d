/** Words of the first visitor's hint; each key is named before what it does. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    look: 'Point at a page to see its state.',
    plays: 'plays,',
    step: 'step,',
    commands: 'finds every command.',
  },
});
