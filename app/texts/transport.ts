/** Words of playing and stepping. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    playback: 'Playback',
    previousPhase: 'Previous phase',
    stepBack: 'Step back',
    stepForward: 'Step forward',
    nextPhase: 'Next phase',
    pause: 'Pause',
    play: 'Play',
    speed: 'Speed',
    previousBreak: 'Run to previous break',
    nextBreak: 'Run to next break',
    operation: 'Operation',
    phase: 'Phase',
    step: 'step',
    of: 'of',
    child: (name: string) => `${name}, child`,
    nothingYet: 'Nothing has happened yet.',
    shortcuts: 'Keyboard shortcuts',
    branch: 'Branch here',
    perSecond: (events: number) => (events === 1 ? '1 event/s' : `${events} events/s`),
    trueTime: 'true time',
    slower: (times: number) => `true time, ${times} times slower`,
    noBreakBefore: 'no break is hit before this step',
    noBreakAfter: 'no break is hit after this step',
    noBreak: 'no break is set: add one in the query panel (key /)',
    stepBy: 'Step by',
  },
});
