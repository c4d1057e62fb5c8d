import { inLanguage } from '../../engine/index.ts';
import { sayCount as count } from '../ui/say.ts';

/** Words of the table of VMAs. */
export const vmas = inLanguage('vmas', {
  title: 'Flags of memory, VMA by VMA',
  source: 'source',
  dest: 'dest.',
  more: (n: number) => `${count(n)} more VMAs are not listed.`,
  pages: (pages: string, first: string) => `${pages} pages from ${first}`,
  inspect: (pages: string, first: string) => `Inspect the VMA of ${pages} pages from ${first}`,
  none: 'no VMA',
  tracked: 'The dirty tracker sets `uw` on the source. The comparison leaves it out.',
  equal: 'equal',
  differs: 'differs',
});
