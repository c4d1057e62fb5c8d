/** A hot part that moves: fifteen of sixteen touches go to a sixteenth of the regions, and after a while to the next sixteenth, as
 *  when a program goes from one phase to another. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { shuffled } from './order.ts';
import { type Workload, type WorkloadNeeds, writer } from './pattern.ts';

const STREAM = 0x41;
/** Touches of a vCPU in one phase. */
export const PHASE = 1024;

export function hotcold({ pages, vcpus, seed }: WorkloadNeeds): Workload {
  const regions = Math.max(1, pages >>> PMD_ORDER);
  const order = shuffled(regions, seed, STREAM);
  const hot = Math.max(1, regions >>> 4);
  const touches = new Uint32Array(vcpus);
  return writer((random, cpu) => {
    const n = touches[cpu]!;
    touches[cpu] = n + 1;
    if (random.below(16) === 0) return random.below(pages);
    const phase = Math.floor(n / PHASE);
    const region = order[(phase * hot + random.below(hot)) % regions]!;
    return (region << PMD_ORDER) + random.below(PMD_PAGES);
  });
}
