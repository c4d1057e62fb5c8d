/** A recording beside a simulation of the same migration: the calls of the destination in order, and AnonHugePages as it rises
 *  and falls. What is left to differ is said in words. */
import { PMD_BYTES } from '../base/units.ts';
import { hostOf } from '../event/actor.ts';
import { K } from '../event/event.ts';
import type { Run } from '../sim/run.ts';
import type { Recording, RowKind } from './recording.ts';

/** Calls on guest RAM, by the names both sides share. */
const CALLS = ['HUGEPAGE', 'NOHUGEPAGE', 'DONTNEED', 'REGISTER', 'COPY', 'UNREGISTER'] as const;
export type Call = (typeof CALLS)[number];

const OF_ROW: Partial<Record<RowKind, Call>> = {
  hugepage: 'HUGEPAGE',
  nohugepage: 'NOHUGEPAGE',
  init_dontneed: 'DONTNEED',
  dontneed: 'DONTNEED',
  uffd_register: 'REGISTER',
  uffd_copy: 'COPY',
  uffd_zeropage: 'COPY',
  uffd_unregister: 'UNREGISTER',
};

const OF_KIND: Readonly<Record<number, Call>> = {
  [K.HUGEPAGE]: 'HUGEPAGE',
  [K.NOHUGEPAGE]: 'NOHUGEPAGE',
  [K.DONTNEED]: 'DONTNEED',
  [K.REGISTER]: 'REGISTER',
  [K.COPY]: 'COPY',
  [K.ZEROPAGE]: 'COPY',
  [K.UNREGISTER]: 'UNREGISTER',
};

/** What happened in order: calls, loaded pages and collapses. Samples of AnonHugePages are taken between them. */
type Mark = Call | 'LOAD' | 'COLLAPSE';

interface Sequence {
  readonly marks: readonly Mark[];
  /** Pages of the calls, in the same order; -1 for what is no call. */
  readonly first: readonly number[];
  readonly pages: readonly number[];
  /** AnonHugePages in regions after each mark. */
  readonly huge: readonly number[];
}

/** The calls of a run on its destination. */
function ofRun(run: Run): Sequence {
  const { columns, curve, curveLength } = run.recorder;
  const marks: Mark[] = [];
  const first: number[] = [];
  const pages: number[] = [];
  const huge: number[] = [];
  let at = 0;
  let now = 0;
  for (let n = 0; n < columns.length; n++) {
    // The recorder samples at every event that changes the curve (SAMPLE: step, pages to send, huge regions, waiting).
    while (at < curveLength && curve[at * 4]! <= n + 1) now = curve[at++ * 4 + 2]!;
    const kind = columns.kind(n);
    const call = hostOf(columns.who(n)) === 1 ? OF_KIND[kind] : undefined;
    const mark =
      call ?? (kind === K.LOAD || kind === K.LOAD_ZERO ? 'LOAD' : kind === K.COLLAPSE ? 'COLLAPSE' : null);
    if (!mark) {
      if (huge.length > 0) huge[huge.length - 1] = now;
      continue;
    }
    marks.push(mark);
    first.push(call ? columns.page(n) : -1);
    pages.push(call === 'COPY' ? 1 : call ? columns.arg(n) : 0);
    huge.push(now);
  }
  return { marks, first, pages, huge };
}

/** The calls of a recording; smaps samples say AnonHugePages, NaN where nobody looked. */
function ofRecording(recording: Recording): Sequence {
  const marks: Mark[] = [];
  const first: number[] = [];
  const pages: number[] = [];
  const huge: number[] = [];
  const push = (mark: Mark, page: number, n: number) => {
    marks.push(mark);
    first.push(page);
    pages.push(n);
    huge.push(Number.NaN);
  };
  for (const row of recording.rows) {
    const call = OF_ROW[row.kind];
    // One call of UFFDIO_COPY a page is what QEMU does; a row may tell several.
    if (call === 'COPY') for (let p = row.page; p < row.page + row.n; p++) push('COPY', p, 1);
    else if (call) push(call, row.page, row.n);
    else if (row.kind === 'pre_page') for (let i = 0; i < row.n; i++) push('LOAD', -1, 0);
    else if (row.kind === 'collapse' && row.text === 'succeeded') push('COLLAPSE', -1, 0);
    else if (row.kind === 'smaps' && huge.length > 0) huge[huge.length - 1] = (row.b * 1024) / PMD_BYTES;
  }
  return { marks, first, pages, huge };
}

export interface Versus {
  /** Calls in order, runs of the same call as one: `DONTNEED x1`, `NOHUGEPAGE x1`, … */
  readonly order: { readonly recorded: string; readonly simulated: string; readonly equal: boolean };
  readonly calls: Readonly<Record<Call, readonly [recorded: number, simulated: number]>>;
  /** The discards of the flood are the same ranges in the same order. */
  readonly sameRanges: boolean;
  /** Pages placed after the discards are the same set. */
  readonly samePages: boolean;
  /** Largest difference of AnonHugePages at a sample, regions of 2 MiB; samples compared. */
  readonly worstRegions: number;
  readonly samples: number;
  /** What differs, in words. */
  readonly differences: readonly string[];
}

/** Compares them. Samples are matched by what had happened before them, not by the clock. */
export function versus(recording: Recording, run: Run): Versus {
  const real = ofRecording(recording);
  const sim = ofRun(run);
  const order = { recorded: orderOf(real), simulated: orderOf(sim), equal: false };
  order.equal = order.recorded === order.simulated;
  const calls = Object.fromEntries(
    CALLS.map((c) => [c, [count(real, c), count(sim, c)] as const]),
  ) as Versus['calls'];
  const sameRanges = rangesOf(real) === rangesOf(sim);
  const samePages = placedBy(real) === placedBy(sim);
  const { worst, samples } = compareHuge(real, sim);
  const differences: string[] = [];
  if (!order.equal)
    differences.push(`order of calls: recorded ${order.recorded}; simulated ${order.simulated}`);
  for (const c of CALLS)
    if (calls[c][0] !== calls[c][1])
      differences.push(`${c}: ${calls[c][0]} calls recorded, ${calls[c][1]} simulated`);
  if (!sameRanges) differences.push('the flood drops other ranges, or in another order');
  if (!samePages) differences.push('other pages are placed');
  if (worst > 1) differences.push(`AnonHugePages differs by up to ${worst} regions`);
  const collapses = [count(real, 'COLLAPSE'), count(sim, 'COLLAPSE')] as const;
  if (collapses[0] !== collapses[1])
    differences.push(`collapses: ${collapses[0]} recorded, of other memory too; ${collapses[1]} simulated`);
  const loads = [count(real, 'LOAD'), count(sim, 'LOAD')] as const;
  if (loads[0] !== loads[1])
    differences.push(`pages loaded by precopy: ${loads[0]} recorded, ${loads[1]} simulated`);
  return { order, calls, sameRanges, samePages, worstRegions: worst, samples, differences };
}

const isCall = (mark: Mark): mark is Call => mark !== 'LOAD' && mark !== 'COLLAPSE';
const count = (s: Sequence, mark: Mark): number => s.marks.filter((m) => m === mark).length;

function orderOf(s: Sequence): string {
  const runs: [Call, number][] = [];
  for (const mark of s.marks) {
    if (!isCall(mark)) continue;
    const last = runs.at(-1);
    if (last?.[0] === mark) last[1]++;
    else runs.push([mark, 1]);
  }
  return runs.map(([call, n]) => `${call} x${n}`).join(', ');
}

/** Ranges that DONTNEED dropped, in order. */
const rangesOf = (s: Sequence): string =>
  s.marks.flatMap((m, i) => (m === 'DONTNEED' ? [`${s.first[i]}+${s.pages[i]}`] : [])).join();

/** Pages placed, ascending. */
const placedBy = (s: Sequence): string =>
  s.marks
    .flatMap((m, i) => (m === 'COPY' ? [s.first[i]!] : []))
    .sort((a, b) => a - b)
    .join();

/** At each sample of the recording: what the simulation held when as many loads, or calls of the same kind, or collapses had
 *  been done since the last change of kind. */
function compareHuge(real: Sequence, sim: Sequence): { worst: number; samples: number } {
  const a = stages(real);
  const b = stages(sim);
  let worst = 0;
  let samples = 0;
  for (let stage = 0; stage < a.length; stage++) {
    const [from, to] = a[stage]!;
    const other = b[stage];
    if (!other) break;
    for (let i = from; i < to; i++) {
      const measured = real.huge[i]!;
      if (Number.isNaN(measured)) continue;
      // Collapses of other memory are among the recorded ones: there it is the part done that counts. Loads go on in further
      // rounds, which make nothing huge.
      const length = other[1] - other[0];
      const nth =
        real.marks[from] === 'COLLAPSE' && to - from > 1
          ? Math.round(((i - from) / (to - from - 1)) * (length - 1))
          : Math.min(i - from, length - 1);
      const at = other[0] + nth;
      worst = Math.max(worst, Math.abs(measured - sim.huge[at]!));
      samples++;
    }
  }
  return { worst, samples };
}

/** Stretches of the same mark: [from, to). */
function stages(s: Sequence): [number, number][] {
  const found: [number, number][] = [];
  s.marks.forEach((mark, i) => {
    const last = found.at(-1);
    if (last && s.marks[last[0]] === mark) last[1] = i + 1;
    else found.push([i, i + 1]);
  });
  return found;
}
