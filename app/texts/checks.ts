/** Words of the checks beside the picture. */
import { sayCount as count } from '../lib/say.ts';
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    notSentYet: 'not sent yet',
    twice: (pages: string) => `${pages} twice`,
    nowhere: (pages: string) => `${pages} nowhere`,
    accounted: 'pages accounted for',
    atDestination: 'at the destination',
    inFlight: 'in flight',
    atSource: 'at the source',
    checks: 'Checks',
    predicted: 'Predicted and measured',
    largest:
      'Largest difference between what the engine predicts from the recorded calls and what smaps measured.',
    asleep: 'threads asleep',
    lostNow: 'lost pages now',
    staleNow: 'stale pages now',
    waiting: 'vCPUs waiting',
    held: 'held beyond what is mapped',
    heldAtSource: 'and at the source',
    eexist: 'EEXISTs swallowed',
    kept: 'every page kept',
    lost: (pages: string) => `${pages} lost`,
    fresh: 'no page stale',
    stale: (pages: string) => `${pages} stale`,
    flagsKept: 'flags as at the start',
    differ: (flags: string) => `differ: ${flags}`,
    huge: 'every region huge',
    aborted: 'no: aborted',
    atEnd: 'At the end',
    flagsDiffer: 'flags differ',
    flagsEqual: 'flags as at the source',
    flagsOf: 'destination flags',
    hazards: 'Hazards',
    looking: 'Looking for them…',
    none: 'Nothing went wrong in this run.',
    through: (steps: number) => `Look through ${count(steps)} steps`,
    ledger: 'Ledger of this page',
    tools: 'What the tools print',
  },
});
