/** Any page alike. */
import { type Workload, type WorkloadNeeds, writer } from './pattern.ts';

export function uniform({ pages }: WorkloadNeeds): Workload {
  return writer((random) => random.below(pages));
}
