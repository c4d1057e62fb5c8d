/** Replay of a recorded dirty trace: pages and when each was written. vCPUs take entries in turn; behind the last one it begins anew. */
import type { Workload, WorkloadNeeds } from './pattern.ts';

/** Writes in the order of their time. */
export interface DirtyTrace {
  /** Ns since the trace began. */
  readonly time: Float64Array;
  readonly page: Uint32Array;
  /** Length of the trace, ns: then it begins anew. */
  readonly period: number;
}

class Replay implements Workload {
  readonly writes = true;
  readonly perWrite = 1;
  due = 0;
  /** Entries that each vCPU has taken. */
  private readonly taken: Float64Array;

  constructor(
    private readonly trace: DirtyTrace,
    private readonly needs: WorkloadNeeds,
  ) {
    this.taken = new Float64Array(needs.vcpus);
  }

  next(_random: unknown, cpu: number): number {
    const { time, page, period } = this.trace;
    const entry = this.taken[cpu]! * this.needs.vcpus + cpu;
    this.taken[cpu] = this.taken[cpu]! + 1;
    const i = entry % page.length;
    this.due = Math.floor(entry / page.length) * period + time[i]!;
    return page[i]! % this.needs.pages;
  }
}

/** A guest that writes what `trace` says; it has one entry at least, and its period is longer than its last time. */
export function replay(trace: DirtyTrace, needs: WorkloadNeeds): Workload {
  return new Replay(trace, needs);
}
