/** Words of files that do not open. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    empty: (name: string) => `${name}: expected a file with something in it, got an empty one`,
    unread: (name: string, why: string) => `${name}: could not be read: ${why}`,
    tooLarge: (name: string, most: string, size: string) => `${name}: expected at most ${most}, got ${size}`,
    unknown: (name: string) =>
      `${name}: expected a timeline file (.faultline), a script (.mm), a recording, or a picture, film, table, trace or text that was exported here`,
    noLink: (name: string, kind: string) =>
      `${name}: expected a ${kind} with the link of a run in it, as exports have; this one has none`,
    kinds: {
      png: 'PNG picture',
      svg: 'SVG picture',
      gif: 'GIF film',
      film: 'film',
      csv: 'table',
      json: 'JSON document',
      narration: 'text',
    },
  },
});
