/** Each vCPU walks its share of memory in order, over and over, as a stream or a memset does. */
import { type Workload, type WorkloadNeeds, writer } from './pattern.ts';

export function sequential({ pages, vcpus }: WorkloadNeeds): Workload {
  const share = Math.max(1, Math.floor(pages / vcpus));
  const at = new Uint32Array(vcpus);
  return writer((_, cpu) => {
    const i = at[cpu]!;
    at[cpu] = i + 1 === share ? 0 : i + 1;
    return Math.min(pages - 1, cpu * share + i);
  });
}
