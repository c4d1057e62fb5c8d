/** A cache or a web server: seven of eight accesses read, by Zipf's law; the eighth writes to the quarter that is hot. */
import type { Workload, WorkloadNeeds } from './pattern.ts';
import { scatter, zipfRank } from './zipf.ts';

const PER_WRITE = 8;

class ReadMostly implements Workload {
  writes = false;
  readonly perWrite = PER_WRITE;
  readonly due = null;

  constructor(private readonly needs: WorkloadNeeds) {}

  next(random: Parameters<Workload['next']>[0]): number {
    const { pages, seed } = this.needs;
    this.writes = random.below(PER_WRITE) === 0;
    const rank = this.writes ? random.below(Math.max(1, pages >>> 2)) : zipfRank(random, pages);
    return scatter(rank, pages, seed);
  }
}

export function readMostly(needs: WorkloadNeeds): Workload {
  return new ReadMostly(needs);
}
