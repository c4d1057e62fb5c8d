/** What an access pattern is. */
import type { Random } from '../base/random.ts';

export interface Workload {
  /** Page number below the guest's pages that vCPU `cpu` touches next. */
  next(random: Random, cpu: number): number;
  /** Whether that access writes; null where the pattern does not say: then it does on the source, and every other time on the
   *  destination. */
  readonly writes: boolean | null;
  /** Accesses for each page that the dirty rate counts: 1 where all of them write. */
  readonly perWrite: number;
  /** Ns after it began at which the access that `next` names is due; null where the dirty rate says. */
  readonly due: number | null;
}

/** What a pattern is made of. */
export interface WorkloadNeeds {
  readonly pages: number;
  readonly vcpus: number;
  readonly seed: number;
}

/** A pattern whose every access on the source writes. */
export function writer(next: Workload['next']): Workload {
  return { next, writes: null, perWrite: 1, due: null };
}
