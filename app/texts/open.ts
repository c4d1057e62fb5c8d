import { inLanguage } from '../../engine/index.ts';

/** Words of files that do not open. */
export const openProblems = inLanguage('openProblems', {
  empty: (name: string) => `${name}: expected a file with something in it, got an empty one`,
  unread: (name: string, why: string) => `${name}: could not be read: ${why}`,
  tooLarge: (name: string, most: string, size: string) => `${name}: expected at most ${most}, got ${size}`,
  unknown: (name: string) =>
    `${name}: expected a timeline file (.faultline), a script (.mm), a recording, or a picture, film, table, trace or text that was exported here`,
  noRecording: (name: string, why: string) =>
    `${name}: this looks like JSON, but not like a recording of a migration. ${why}`,
  unknownOperation: (name: string, line: number, word: string) =>
    `${name}, line ${line}: “${word}” is no operation of a script. The script is in the editor; its list of operations is below.`,
  scriptError: (name: string, line: number, why: string) =>
    `${name}, line ${line}: ${why}. The script is in the editor, where its errors are marked.`,
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
});
