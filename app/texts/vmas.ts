/** Words of the table of VMAs. */
import { sayCount as count } from '../ui/say.ts';
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    title: 'Flags of memory, VMA by VMA',
    source: 'source',
    dest: 'dest.',
    more: (n: number) => `and ${count(n)} more`,
    pages: (pages: string, first: string) => `${pages} pages from ${first}`,
    inspect: (pages: string, first: string) => `Inspect the VMA of ${pages} pages from ${first}`,
    none: 'no VMA',
  },
});
