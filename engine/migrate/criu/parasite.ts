/** What is done to the process while it is frozen: parasite code in it gives away the pages of one VMA after the other
 *  (criu/mem.c generate_iovs, drain_pages; FACTS C6, H14). Left out: pipes hold pages by reference, so that a write after the
 *  thaw would copy one (C7); pages without PROT_READ; guard regions. */
import { K } from '../../event/event.ts';
import { PRESENT, TO_SEND, ZERO } from '../../event/pageword.ts';
import type { Mm } from '../../mm/mm.ts';
import { eachRun } from '../../mm/walk.ts';
import { CALL, SPLICE_PAGE } from './costs.ts';
import { type Images, PIPE_PAGES } from './image.ts';
import type { Area } from './layout.ts';
import { readPagemap } from './softdirty.ts';

const PIPED = 1;
const IN_PARENT = 2;

/** Lists the pages of a VMA by pagemap and puts into pipes what the dump needs: without a parent everything that is mapped, else
 *  what is soft-dirty. Zero pages are skipped. In the last dump lazy pages stay in their pipes. Adds to `mm.spent`. */
export function dumpArea(
  mm: Mm,
  images: Images,
  area: Area,
  parent: boolean,
  last: boolean,
  by: number,
): void {
  const { out } = mm;
  const read = readPagemap(mm, area.start, area.end - area.start, by);
  const kindOf = (w: number): number =>
    !(w & PRESENT) || w & ZERO ? 0 : !parent || w & TO_SEND ? PIPED : IN_PARENT;
  eachRun(mm.side.words, area.start, area.end, kindOf, (kind, first, pages) => {
    if (kind === IN_PARENT) {
      out.emit(K.IMAGE_HOLE, by, first, pages, read);
      images.inParent += pages;
      return;
    }
    const spliced = out.emit(K.SPLICE, by, first, pages, read);
    mm.spent += Math.ceil(pages / PIPE_PAGES) * CALL + pages * SPLICE_PAGE;
    images.version.set(mm.version.subarray(first, first + pages), first);
    if (last && !area.locked) {
      out.emit(K.IMAGE_LAZY, by, first, pages, spliced);
      images.keep(first, pages);
    } else images.queue(first, pages);
  });
}
