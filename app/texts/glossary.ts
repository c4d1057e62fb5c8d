/** Words around the glossary; its own stand in public/glossary.json. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    title: 'Glossary',
    search: 'Find a term',
    found: (n: number) => (n === 1 ? '1 term' : `${n} terms`),
    none: 'No term says that.',
  },
});
