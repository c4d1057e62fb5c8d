/** Words of the palette and the sheet of shortcuts. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    commands: 'Commands',
    find: 'Find a command, or go to a step or page by its number',
    example: 'Command, step or 0x page',
    noneHeard: 'No command has these words',
    found: (found: number) => `${found} commands`,
    none: 'No command has these words.',
    keyboard: 'Keyboard',
    or: ' or ',
  },
});
