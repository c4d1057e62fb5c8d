/** Words of opening files. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    open: 'Open',
    menu: 'Open',
    file: 'Open a file…',
    kinds: 'A timeline, script or recording, or whatever was exported here',
    picker: 'File to open',
    drop: 'Drop the file to open it',
    notLoaded:
      'The part of the page that opens files could not be loaded. Check the connection and try again.',
  },
});
