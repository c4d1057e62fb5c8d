/** Words of the first visitor's hint. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    hint: (palette: string) =>
      `Point at a page to see its state. ‹Space› plays, ‹←› ‹→› step, ‹${palette}› finds every command.`,
  },
});
