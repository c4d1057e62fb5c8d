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
  fit: 'As a scenario',
  fitted: 'The statistics of this migration, fitted by a scenario that you can open and change',
  figure: 'Figure',
  measured: 'Measured',
  simulated: 'Fitted',
  error: 'Error',
  noError: '–',
  perSecond: (amount: string) => `${amount}/s`,
  scale: (scale: number) =>
    `The scenario is smaller than the guest by ${count(scale)}, with all rates smaller alike, so that it runs in seconds. Times are the same.`,
  openScenario: 'Open as scenario',
  whatIf: 'What if',
  takes: (total: string, downtime: string) => `takes ${total}, with ${downtime} of downtime`,
  neverEnds: 'never ends',
  assumed: 'What no line says, and was taken for granted',
  remaining: 'Memory that remains to be sent',
  remainingOf: (samples: number) =>
    `Memory that remains to be sent: ${count(samples)} samples, and a simulation`,
  key: 'Dots: measured. Line: simulated by the engine.',
  keyWaiting: 'Dots: measured. The simulation is running…',
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
