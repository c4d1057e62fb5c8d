import { inLanguage } from '../../engine/index.ts';
import { sayMany as many } from '../ui/many.ts';
import { sayCount as count } from '../ui/say.ts';

/** Words of a run that is being made, and of one that was stopped. `done` and `of` are amounts of memory: `12.4`, `64 GiB`. */
export const making = inLanguage('making', {
  progress: 'Progress of the run',
  waiting: 'Running…',
  percent: (done: string) => `Running… ${done}`,
  phase: (phase: string) => `Running: ${phase}`,
  pages: (phase: string, done: string, of: string) => `Running: ${phase}, ${done} of ${of}`,
  pass: (pass: number, done: string, of: string) => `Running: precopy, pass ${pass}, ${done} of ${of}`,
  round: (phase: string, round: number) => `Running: ${phase}, round ${round}`,
  events: (n: number) => `${many(n)} events`,
  cancel: 'Cancel',
  stop: 'Stop here',
  shown: 'What there is so far is shown.',
  goOn: 'Go on',
  goesOn: 'It can run for as long again.',
  noMemory: 'The browser has no memory for more.',
  noTime: 'The log has no room for more time.',
  stopped: {
    events: (n: number) => `Stopped after ${many(n)} events.`,
    memory: (n: number) => `Stopped after ${many(n)} events, which fill the memory.`,
    time: (hours: number) => `Stopped after ${count(hours)} hours of the run’s own time.`,
    reader: (n: number) => `You stopped it after ${many(n)} events.`,
  },
  diverges: (pass: number, done: string, of: string) =>
    `Precopy does not converge: pass ${pass} has sent ${done} of ${of}.`,
  precopy: (pass: number, done: string, of: string) => `Precopy has sent ${done} of ${of} in pass ${pass}.`,
  inRound: (round: number) => `It is in round ${round}.`,
  script: (done: number, of: number) => `${count(done)} of ${count(of)} operations have run.`,
  recording: (done: number, of: number) =>
    `${count(done)} of ${count(of)} rows of the recording were played.`,
  populate: (done: string, of: string) => `The guest has written ${done} of ${of}.`,
  postcopy: (done: string, of: string) => `Postcopy has brought ${done} of ${of}.`,
  khugepaged: (done: string, of: string) => `khugepaged has made ${done} of ${of} huge.`,
  inPhase: (phase: string) => `It is in the phase “${phase}”.`,
});
