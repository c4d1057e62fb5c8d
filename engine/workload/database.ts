/** A database: the log is appended to, eight records a page, in a sixteenth of memory that wraps; the index is hot, a thirty-second,
 *  read and written by Zipf's law; tables are read everywhere. Half of the accesses write. */
import type { Random } from '../base/random.ts';
import type { Workload, WorkloadNeeds } from './pattern.ts';
import { zipfRank } from './zipf.ts';

const RECORDS_A_PAGE = 8;

class Database implements Workload {
  writes = false;
  readonly perWrite = 2;
  readonly due = null;
  private readonly log: number;
  private readonly index: number;
  /** Records that each vCPU has appended: vCPUs append to pages of their own in turn. */
  private readonly appended: Uint32Array;

  constructor(private readonly needs: WorkloadNeeds) {
    this.log = Math.max(1, needs.pages >>> 4);
    this.index = Math.max(1, needs.pages >>> 5);
    this.appended = new Uint32Array(needs.vcpus);
  }

  next(random: Random, cpu: number): number {
    const { pages, vcpus } = this.needs;
    const what = random.below(8);
    this.writes = what < 4;
    if (what < 3) {
      const record = this.appended[cpu]!;
      this.appended[cpu] = record + 1;
      return (Math.floor(record / RECORDS_A_PAGE) * vcpus + cpu) % this.log;
    }
    if (what < 5) return Math.min(pages - 1, this.log + zipfRank(random, this.index));
    return random.below(pages);
  }
}

export function database(needs: WorkloadNeeds): Workload {
  return new Database(needs);
}
