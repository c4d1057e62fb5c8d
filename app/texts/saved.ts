/** Words about a run that was opened from a timeline file. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    saved: {
      scenario:
        'The log of a simulation, from a file. What is shown is what was saved; nothing is simulated again.',
      script: 'The log of a script, from a file. What is shown is what was saved; nothing is run again.',
      recording:
        'The log of a recording, from a file. What is shown is what was saved; nothing is played again.',
    },
    file: 'file',
    memory: 'memory',
    duration: 'duration',
    events: 'events',
    digest: 'digest',
    semantics: 'engine’s rules',
    ofToday: (then: number, now: number) => (then === now ? `${then}, as today` : `${then}, today ${now}`),
    again: 'Run it again from its link',
  },
});
