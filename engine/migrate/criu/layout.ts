/** The process that migrates: VMAs of different flags over the guest's pages, most of their boundaries inside a 2 MiB region. */
import { PMD_PAGES } from '../../base/units.ts';

export interface Area {
  readonly start: number;
  /** One past the last page. */
  readonly end: number;
  /** What the application advised. */
  readonly advice: 'HUGEPAGE' | 'NOHUGEPAGE' | null;
  /** mlocked: CRIU does not restore it lazily (vma_entry_can_be_lazy, C12). */
  readonly locked: boolean;
}

/** Locked memory, an arena with hg, a heap without flags, a part with nh, a stack; for any guest of at least 2 MiB. */
export function areasOf(pages: number): readonly Area[] {
  const regions = pages / PMD_PAGES;
  const ends = [
    Math.min(8 * regions, 1000) + 5,
    (pages >>> 1) + 37,
    pages - (pages >>> 2),
    pages - Math.min(8 * regions, 2048),
    pages,
  ];
  const advice = [null, 'HUGEPAGE', null, 'NOHUGEPAGE', null] as const;
  return ends.map((end, i) => ({
    start: i === 0 ? 0 : ends[i - 1]!,
    end,
    advice: advice[i] as Area['advice'],
    locked: i === 0,
  }));
}
