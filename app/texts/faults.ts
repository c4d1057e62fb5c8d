/** Words of injecting faults. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    atStep: 'at the step on screen',
    inPhase: 'in a phase',
    atTime: 'at a time',
    another: 'Another fault',
    when: 'When',
    phase: 'Phase',
    time: 'Time of the run, such as 3ms',
    offset: 'And so long into it, such as 1ms',
    add: 'Add fault',
    howLong: 'How long, such as 20ms',
    howMany: 'How many',
    pages: 'Pages, such as 0x200+512',
    line: 'As one line: kind=argument@when; …',
    cutMsPostcopy: 'cut=20ms@postcopy+1ms; khugepaged@#8120',
    none: 'Nothing is broken in this scenario.',
    faults: 'Faults',
    remove: (fault: string) => `Remove ${fault}`,
    removeShort: 'remove',
    khugepaged: 'khugepaged scans now',
    cut: 'Cut the network here for 20 ms',
    fragmented: 'No free huge page from here',
    pressure: 'Memory pressure here',
    quick: 'At the step on screen',
  },
});
