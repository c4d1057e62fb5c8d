/** How often each page was written or faulted on so far, by host; counts stay at 65,535. */
import { PMD_ORDER } from '../base/units.ts';
import { K, KINDS, type KindKey } from '../event/event.ts';
import type { Chunk, Columns } from '../log/columns.ts';
import { pagesOf } from '../lookup/events.ts';
import { PageTally } from './pagetally.ts';

const MOST = 0xffff;

/** Kinds that are one write or one fault each, of the page they name; a huge page's fault counts where it was touched. */
const ONCE: readonly KindKey[] = [
  'WRITE',
  'FAULT_HUGE',
  'FAULT_HUGE_ZERO',
  'FAULT_SMALL',
  'FAULT_ZERO',
  'FAULT_MTHP',
  'COW_SMALL',
  'COW_HUGE',
  'COW_COPY',
  'COW_REUSE',
  'FILE_MAP',
  'FILE_MAP_PMD',
  'FILE_MKWRITE',
  'UFFD_FAULT',
];
/** Kinds that are a write of each of their pages. */
const EACH: readonly KindKey[] = ['POPULATE', 'FILL'];

/** 1 a write or fault of one page, 2 of each. */
export const warms = new Uint8Array(KINDS.length);
for (const key of ONCE) warms[K[key]] = 1;
for (const key of EACH) warms[K[key]] = 2;

export class Heat extends PageTally<Uint16Array> {
  constructor(log: Columns, pages: number, regions: number) {
    super(log, [new Uint16Array(pages), new Uint16Array(pages)], regions);
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
