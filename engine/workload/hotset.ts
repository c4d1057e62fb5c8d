/** An eighth of the regions is hot (31 of 32 touches), three eighths are warm, the rest is cold and never touched. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { shuffled } from './order.ts';
import { type Workload, type WorkloadNeeds, writer } from './pattern.ts';

const STREAM = 0x40;

export function hotset({ pages, seed }: WorkloadNeeds): Workload {
  const regions = Math.max(1, pages >>> PMD_ORDER);
  const order = shuffled(regions, seed, STREAM);
  const hot = Math.max(1, regions >>> 3);
  const warm = Math.max(1, (regions * 3) >>> 3);
  return writer((r) => {
    const region =
      r.below(32) === 0 ? order[Math.min(regions - 1, hot + r.below(warm))] : order[r.below(hot)];
    return (region! << PMD_ORDER) + r.below(PMD_PAGES);
  });
}
