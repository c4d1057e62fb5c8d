/** What belongs to the whole machine: the files below /sys/kernel/mm/transparent_hugepage, the era's rules, free huge pages,
 *  and khugepaged's list of processes (FACTS V10, V11, K1, K2, F5). */

import { COSTS, type Costs } from './costs.ts';
import { type Era, Rules } from './era.ts';

/** sysfs transparent_hugepage/enabled. */
export type ThpEnabled = 'always' | 'madvise' | 'never';
/** sysfs hugepages-NkB/enabled. */
export type SizeEnabled = ThpEnabled | 'inherit';

/** Orders of anonymous folios: 16 KiB to 2 MiB (THP_ORDERS_ALL_ANON). */
export const MIN_ORDER = 2;
export const MAX_ORDER = 9;

/** Files below transparent_hugepage/khugepaged, with the kernel's defaults. */
export interface KhugepagedKnobs {
  defrag: number;
  max_ptes_none: number;
  max_ptes_shared: number;
  max_ptes_swap: number;
  pages_to_scan: number;
  alloc_sleep_millisecs: number;
  scan_sleep_millisecs: number;
}

export class System {
  readonly rules: Rules;
  defrag = 'madvise';
  useZeroPage = true;
  /** Index is the order; 2 MiB inherits, all others are off, as a kernel starts. */
  readonly sizes: SizeEnabled[] = Array.from({ length: MAX_ORDER + 1 }, (_, order) =>
    order === MAX_ORDER ? 'inherit' : 'never',
  );
  readonly khugepaged: KhugepagedKnobs = {
    defrag: 1,
    max_ptes_none: 511,
    max_ptes_shared: 256,
    max_ptes_swap: 64,
    pages_to_scan: 4096,
    alloc_sleep_millisecs: 60_000,
    scan_sleep_millisecs: 10_000,
  };
  /** Content of shared memory by the page where its file was mapped first; null before the first shared mapping. */
  shmem: Map<number, number> | null = null;
  /** Large folios that can still be allocated: fragmentation makes it 0 (H11). */
  freeHuge = Number.POSITIVE_INFINITY;

  constructor(
    public enabled: ThpEnabled = 'madvise',
    era: Era = 'modern',
    /** What operations take, ns. */
    readonly costs: Costs = COSTS.measured,
  ) {
    this.rules = new Rules(era);
  }

  /** Takes a free large folio if there is one: alloc_pages with the gfp of F5, reduced to yes or no. */
  allocateLarge(): boolean {
    if (this.freeHuge <= 0) return false;
    this.freeHuge--;
    return true;
  }
}
