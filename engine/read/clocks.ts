/** Brings the times of several files to one clock. Wall clocks of one host are equal; a monotonic clock, or one that counts from the start of
 *  a program, is moved by calls that two files both have, or by collapses that samples of AnonHugePages show. */
import { worded } from '../base/language.ts';
import { PMD_BYTES, sayNumber } from '../base/units.ts';
import { CALLS, type CallName, type Evidence, KHUGEPAGED_EVENTS } from './evidence.ts';
import type { Reading } from './read.ts';

/** Calls of a file that are looked at. */
const MOST_CALLS = 50_000;
/** Equal calls that are enough to trust an offset. */
const ENOUGH = 5;
/** What a sample takes, s. */
const SAMPLING = 0.001;
/** Calls that say where they are about; others are too alike. */
const DISTINCT: ReadonlySet<CallName> = new Set([
  'mmap',
  'munmap',
  'mremap',
  'mprotect',
  'madvise',
  'UFFDIO_COPY',
]);

/** What is added to the times of a file, s; NaN when nothing joins it to the others. */
export interface Joint {
  readonly offset: number;
  /** How the file was joined, one sentence. */
  readonly how: string;
}

/** The joints of all files: the first one with a wall clock, or the first with any, is the measure. */
export function joinClocks(readings: readonly Reading[]): Joint[] {
  const clocked = readings.map(({ evidence }) => evidence.clock);
  const measure = ['wall', 'monotonic', 'day', 'relative'].find((clock) => clocked.some((c) => c === clock));
  const joints: (Joint | undefined)[] = readings.map(({ evidence: { clock } }, i) => {
    if (clock === 'none') return { offset: Number.NaN, how: worded`no line has a time` };
    if (clock !== measure) return undefined;
    // A program's own clock is no measure for another program's.
    if (clock === 'relative' && clocked.indexOf(clock) !== i) return undefined;
    if (clock === 'wall') return { offset: 0, how: worded`wall clock, as it is` };
    return { offset: 0, how: worded`its clock is taken for all files` };
  });
  // A file may be joined by one that was joined before.
  for (let again = true; again; ) {
    again = false;
    for (const [i, { evidence }] of readings.entries()) {
      if (joints[i]) continue;
      const found = joined(evidence, readings, joints);
      if (!found) continue;
      joints[i] = found;
      again = true;
    }
  }
  return joints.map(
    (joint) => joint ?? { offset: Number.NaN, how: worded`nothing in it is also in a file of another clock` },
  );
}

function joined(
  evidence: Evidence,
  readings: readonly Reading[],
  joints: readonly (Joint | undefined)[],
): Joint | undefined {
  for (const by of ['calls', 'collapses'] as const) {
    for (const [j, other] of readings.entries()) {
      const joint = joints[j];
      if (!joint || Number.isNaN(joint.offset)) continue;
      const found =
        by === 'calls' ? byCalls(evidence, other.evidence) : byCollapses(evidence, other.evidence);
      if (!found) continue;
      const offset = found.offset + joint.offset;
      const how =
        by === 'calls'
          ? worded`moved by ${found.pairs} calls that ${other.name} has too, to ${sayNumber(Math.max(1, Math.round(found.error * 1e6)))} µs`
          : worded`moved so that its ${found.pairs} collapses are seen in the samples of ${other.name}, to ${sayNumber(Math.max(0.1, Math.round(found.error * 1e4) / 10))} ms`;
      return { offset, how };
    }
  }
  return undefined;
}

interface Found {
  readonly offset: number;
  readonly pairs: number;
  /** Half of what is left open, s. */
  readonly error: number;
}

/** The n-th call of some arguments in one file is the n-th of the same in the other. strace sees a call begin before the kernel's
 *  tracepoint does, and end after it: the offset is between both bounds. */
function byCalls(mine: Evidence, other: Evidence): Found | null {
  const theirs = keysOf(other);
  const begins: number[] = [];
  const ends: number[] = [];
  for (const [key, rows] of keysOf(mine)) {
    const pair = theirs.get(key);
    // Where one of them has missed a call, no one knows which.
    if (pair?.length !== rows.length) continue;
    for (const [n, [begin, end]] of rows.entries()) {
      const [otherBegin, otherEnd] = pair[n]!;
      if (!Number.isNaN(otherBegin - begin)) begins.push(otherBegin - begin);
      if (!Number.isNaN(otherEnd - end)) ends.push(otherEnd - end);
    }
  }
  // QEMU's trace reports a discard when it is done.
  if (begins.length < ENOUGH && ends.length >= ENOUGH)
    return { offset: quantile(ends, 0.1), pairs: ends.length, error: spread(ends, quantile(ends, 0.5)) };
  if (begins.length < ENOUGH) return null;
  const middle = quantile(begins, 0.5);
  if (ends.length < ENOUGH) return { offset: middle, pairs: begins.length, error: spread(begins, middle) };
  // strace stops a call for longer at its begin, where it prints it, than at its end: the bound from there is the nearer one.
  const straceThere = middle <= quantile(ends, 0.5);
  const far = quantile(begins, straceThere ? 0.95 : 0.05);
  const near = quantile(ends, straceThere ? 0.05 : 0.95);
  return { offset: near, pairs: begins.length, error: Math.abs(near - far) };
}

type Times = readonly [begin: number, end: number];

/** Begin and end of the calls by name and arguments, in order; discards as QEMU's trace reports them have no begin. */
function keysOf({ calls, events }: Evidence): Map<string, Times[]> {
  const keys = new Map<string, Times[]>();
  const add = (key: string, times: Times) => {
    const rows = keys.get(key);
    if (rows) rows.push(times);
    else keys.set(key, [times]);
  };
  const most = Math.min(calls.count, MOST_CALLS);
  for (let i = 0; i < most; i++) {
    const name = CALLS[calls.name.at(i)]!;
    const start = calls.start.at(i);
    if (!DISTINCT.has(name) || !(start > 0)) continue;
    const begin = calls.time.at(i);
    if (name === 'UFFDIO_COPY') {
      add(`copy ${start}`, [begin, Number.NaN]);
      continue;
    }
    const detail = name === 'madvise' ? calls.texts.text(calls.detail.at(i)) : '';
    add(`${name} ${detail} ${start} ${calls.length.at(i)}`, [begin, begin + calls.took.at(i)]);
  }
  for (let i = 0, found = 0; i < events.count && found < MOST_CALLS; i++) {
    const name = events.texts.text(events.name.at(i));
    if (name !== 'ram_block_discard_range' && name !== 'uffd_copy') continue;
    found++;
    if (name === 'uffd_copy') add(`copy ${events.a.at(i)}`, [events.time.at(i), Number.NaN]);
    else add(`madvise MADV_DONTNEED ${events.a.at(i)} ${events.b.at(i)}`, [Number.NaN, events.time.at(i)]);
  }
  return keys;
}

function quantile(values: number[], q: number): number {
  values.sort((a, b) => a - b);
  return values[Math.round((values.length - 1) * q)]!;
}

const spread = (values: readonly number[], middle: number): number =>
  quantile(
    values.map((v) => Math.abs(v - middle)),
    0.5,
  );

/** Every 2 MiB that samples show more than before were collapsed between two samples: that bounds the offset from both sides. */
function byCollapses(mine: Evidence, other: Evidence): Found | null {
  const times = collapseTimes(mine);
  const series = hugeSeries(other);
  if (times.length < ENOUGH || series.length < 2) return null;
  // Huge pages that are there before the first collapse came of faults.
  for (let base = 0; base < series.length; base++) {
    if (base > 0 && series[base]!.huge === series[base - 1]!.huge) continue;
    const found = fits(times, series.slice(base));
    if (found) return found;
  }
  return null;
}

/** A sample with k regions more than the first one was taken after collapse k and before the next. */
function fits(times: readonly number[], series: readonly { time: number; huge: number }[]): Found | null {
  const from = series[0]!.huge;
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (const { time, huge } of series) {
    const done = huge - from;
    if (done < 0 || done > times.length) break;
    if (done < times.length) low = Math.max(low, time - times[done]!);
    if (done > 0) high = Math.min(high, time - times[done - 1]!);
  }
  if (!Number.isFinite(high) || !Number.isFinite(low) || low > high + SAMPLING || high - low > 0.5)
    return null;
  return { offset: (low + high) / 2, pairs: times.length, error: Math.abs(high - low) / 2 };
}

function collapseTimes({ verdicts }: Evidence): number[] {
  const times: number[] = [];
  const collapse = KHUGEPAGED_EVENTS.indexOf('collapse');
  for (let i = 0; i < verdicts.count; i++)
    if (verdicts.event.at(i) === collapse && verdicts.texts.text(verdicts.status.at(i)) === 'succeeded')
      times.push(verdicts.time.at(i));
  return times;
}

/** AnonHugePages in regions of 2 MiB, over time. */
function hugeSeries({ maps }: Evidence): { time: number; huge: number }[] {
  return maps.flatMap(({ time, vmas, total }) => {
    if (total || Number.isNaN(time)) return [];
    let kib = 0;
    for (const { fields } of vmas) kib += fields.AnonHugePages ?? 0;
    return [{ time, huge: Math.round((kib * 1024) / PMD_BYTES) }];
  });
}
