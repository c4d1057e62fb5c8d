import { inLanguage } from '../../engine/index.ts';
import { sayCount as count } from '../ui/say.ts';

/** Words about log files of somebody. */
export const logs = inLanguage('logs', {
  title: 'What these logs say',
  reading: 'Reading the logs',
  cancel: 'Cancel',
  cancelled: 'Reading was cancelled.',
  again: 'Read again',
  close: 'Close the logs',
  nothing: 'Nothing in them points to a problem. What was read is listed below.',
  apart: (run: string) => `The memory on screen is not that of these logs: it is still that of “${run}”.`,
  together: (first: string, others: number) =>
    others === 1 ? `${first} and 1 other file` : `${first} and ${count(others)} other files`,
  show: 'Show their timeline',
  missing: 'What these logs do not say',
  trouble: 'Problem',
  fact: 'Finding',
  next: 'What to do',
  line: (line: number) => `line ${count(line)}`,
  lineOf: (name: string, line: number) => `${name}, line ${count(line)}`,
  excerpt: (name: string, line: number) => `${name} around line ${count(line)}`,
  files: 'Files',
  format: (title: string, lines: number) => `${title}: ${lines === 1 ? '1 line' : `${count(lines)} lines`}`,
  summary: (lines: number, read: number, skipped: number) =>
    `${count(lines)} lines: ${count(read)} read, ${count(skipped)} left out.`,
  skipped: 'Lines left out, by reason',
  clocks: {
    none: 'No line has a time.',
    relative: 'Times count from the start of the program.',
    monotonic: 'Times count from the start of the computer.',
    day: 'Times are of the day.',
    wall: 'Times are of the clock on the wall.',
  },
  processes: (processes: number) => (processes === 1 ? '1 process' : `${count(processes)} processes`),
  operations: 'Operations',
});
