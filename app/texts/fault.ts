/** Words for when and how much a fault is. */
import { sayCount as count } from '../ui/say.ts';
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    forGood: 'for good',
    range: (pages: number, from: string) => `${count(pages)} ${pages === 1 ? 'page' : 'pages'} from ${from}`,
    when: {
      step: (step: number) => `at step ${count(step)}`,
      time: (time: string) => `at ${time}`,
      phase: (phase: string) => `at “${phase}”`,
      into: (time: string, phase: string) => `${time} into “${phase}”`,
    },
  },
});
