/** How often each page was written or faulted on so far, by host; counts stay at 255: from 32 on a page has the last class. */
import { PMD_ORDER } from '../base/units.ts';
import { KINDS } from '../event/event.ts';
import type { Chunk, Columns } from '../log/columns.ts';
import { pagesOf } from '../lookup/events.ts';
import { PageTally } from './pagetally.ts';

const MOST = 0xff;

/** 1: a write or fault of one page, 2: of each page. */
const warms = Uint8Array.from(KINDS, ({ heat }) => (heat === 'once' ? 1 : heat === 'each' ? 2 : 0));

export class Heat extends PageTally<Uint8Array> {
  constructor(log: Columns, pages: number, regions: number) {
    super(log, [new Uint8Array(pages), new Uint8Array(pages)], regions);
  }

  protected fold({ kind, who, page, arg }: Chunk, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const warm = warms[kind[i]!];
      if (!warm) continue;
      const host = ((who[i]! >>> 4) & 1) as 0 | 1;
      const counts = this.numbers[host];
      const touched = this.touched[host];
      const first = page[i]!;
      touched[first >>> PMD_ORDER] = 1;
      const end = warm === 1 ? first + 1 : first + pagesOf(kind[i]!, arg[i]!);
      for (let p = first; p < end; p++) if (counts[p]! < MOST) counts[p] = counts[p]! + 1;
      for (let r = (first >>> PMD_ORDER) + 1; r << PMD_ORDER < end; r++) touched[r] = 1;
    }
  }
}
