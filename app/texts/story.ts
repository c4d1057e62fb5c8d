/** Words around stories; their own stand in public/stories. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    student: 'Your name or number',
    why: 'It picks a guest that is yours alone. Give it before you answer.',
    own: (seed: string) =>
      `Your guest has the seed ${seed}. The link carries your answer: share it to hand it in.`,
  },
});
