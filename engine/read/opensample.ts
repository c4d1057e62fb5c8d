/** A sample of statistics while its lines are read. */
import { type Evidence, MOST_ENTRIES, type StatSample } from './evidence.ts';
import type { Statistic, StatName } from './statistics.ts';

export class OpenSample {
  status = '';
  error = '';
  time = Number.NaN;
  source = '';
  perVcpu: readonly number[] = [];
  latencyPerVcpu: readonly number[] = [];
  private readonly values: Partial<Record<StatName, number>> = {};
  private some = false;

  constructor(readonly line: number) {}

  has(row: Statistic): boolean {
    return this.values[row.name] !== undefined;
  }

  /** Notes a value; one that is no number, or below 0, was not measured. */
  put(row: Statistic, value: number): boolean {
    if (!(value >= 0 && value < Number.MAX_SAFE_INTEGER)) return false;
    this.values[row.name] = value;
    this.some = true;
    return true;
  }

  /** Adds it to the evidence, when it has anything. False when there is no room. */
  close(evidence: Evidence): boolean {
    const { status, error, source, perVcpu, latencyPerVcpu } = this;
    if (!this.some && (status === '' || status === 'none') && perVcpu.length === 0) return true;
    if (evidence.statistics.length >= MOST_ENTRIES) return false;
    const sample: StatSample = {
      time: this.time,
      line: this.line,
      status,
      values: this.values,
      ...(perVcpu.length > 0 ? { perVcpu } : {}),
      ...(latencyPerVcpu.length > 0 ? { latencyPerVcpu } : {}),
      ...(error === '' ? {} : { error }),
      ...(source === '' ? {} : { source }),
    };
    evidence.statistics.push(sample);
    return true;
  }
}

/** Most vCPUs of a guest (KVM_MAX_VCPUS is less). */
const MOST_VCPUS = 4096;
const NUMBERS = /\d+(?:-\d+)?/g;

/** Numbers of a printed list: `[1310, 1064]`, or `3,7-9` as lists of QEMU before 10.1 have them, sorted and with ranges. */
export function listOf(text: string): number[] {
  const numbers: number[] = [];
  for (const [found] of text.matchAll(NUMBERS)) {
    const [from = 0, to = from] = found.split('-').map(Number);
    for (let n = from; n <= to && numbers.length < MOST_VCPUS; n++) numbers.push(n);
  }
  return numbers;
}
