/** A guest that does nothing: its timer ticks and daemons touch a few pages of the kernel, at a sixty-fourth of the dirty rate. */
import type { Workload, WorkloadNeeds } from './pattern.ts';

/** Pages that are touched at all. */
const PAGES = 64;

export function idle({ pages }: WorkloadNeeds): Workload {
  const touched = Math.min(PAGES, pages);
  return { next: (random) => random.below(touched), writes: null, perWrite: 1 / 64, due: null };
}
