/** Which page a vCPU touches next. One access pattern a function; all of them draw from the vCPU's own stream. */

import { Random } from '../base/random.ts';
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import type { Scenario } from '../scenario/schema.ts';

export interface Workload {
  /** Page number below the guest's pages. */
  next(random: Random): number;
}

/** Any page alike. */
export function uniform(pages: number): Workload {
  return { next: (random) => random.below(pages) };
}

/** An eighth of the regions is hot (31 of 32 touches), three eighths are warm, the rest is cold and never touched. */
export function hotset(pages: number, seed: number): Workload {
  const regions = Math.max(1, pages >>> PMD_ORDER);
  const order = Uint32Array.from({ length: regions }, (_, i) => i);
  const random = new Random(seed, 0x40);
  for (let i = regions - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const t = order[i] as number;
    order[i] = order[j] as number;
    order[j] = t;
  }
  const hot = Math.max(1, regions >>> 3);
  const warm = Math.max(1, (regions * 3) >>> 3);
  return {
    next: (r) => {
      const region =
        r.below(32) === 0 ? order[Math.min(regions - 1, hot + r.below(warm))] : order[r.below(hot)];
      return ((region as number) << PMD_ORDER) + r.below(PMD_PAGES);
    },
  };
}

/** Patterns without a function of their own yet behave as `uniform`. */
export function makeWorkload(kind: Scenario['guest']['workload'], pages: number, seed: number): Workload {
  return kind === 'hotset' ? hotset(pages, seed) : uniform(pages);
}
