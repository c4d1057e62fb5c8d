/** What each of two runs cost, by the names the rest of the page uses. */
import { type Comparison, type RunInfo, sayBytes, sayTime } from '../../engine/index.ts';
import { compare as words } from '../texts/compare.ts';
import { sayCount } from '../ui/say.ts';

type Ending = Comparison['ends'][number];

/** Null where a run has none. */
type Value = number | boolean | null;

interface Row {
  readonly id: keyof typeof words.rows;
  readonly of: (info: RunInfo, ending: Ending) => Value;
  readonly say: (n: number) => string;
  /** Which is better; null for neither. */
  readonly better: 'less' | 'more' | null;
}

/** Events of these kinds; none is none. */
const events =
  (...kinds: readonly string[]) =>
  ({ counters }: RunInfo): number =>
    kinds.reduce((sum, kind) => sum + (counters[kind] ?? 0), 0);

/** A value that only a simulation of some systems has: what nobody recorded is not none. */
const simulated =
  (of: (info: RunInfo) => Value, ...casts: readonly RunInfo['cast'][]) =>
  (info: RunInfo): Value =>
    info.recording || (casts.length > 0 && !casts.includes(info.cast)) ? null : of(info);

/** A counter that a system keeps; below nothing it says that it was not reached. */
const counter =
  (name: string) =>
  ({ counters }: RunInfo): Value => {
    const n = counters[name];
    return n === undefined || n < 0 ? null : n;
  };

/** Of what was stopped nobody knows the end. */
const migrated = ({ recording, cast, stopped, making }: RunInfo): boolean =>
  !recording && cast !== 'tracking' && cast !== 'script' && !stopped && !making;

export const ROWS: readonly Row[] = [
  { id: 'lost', of: (i) => (migrated(i) ? i.verdict.lostPages : null), say: sayCount, better: 'less' },
  { id: 'stale', of: (i) => (migrated(i) ? i.verdict.stalePages : null), say: sayCount, better: 'less' },
  { id: 'flags', of: (i) => (migrated(i) ? i.verdict.flagsEqual : null), say: sayCount, better: 'more' },
  { id: 'huge', of: (_, e) => e.hugeBytes, say: sayBytes, better: 'more' },
  { id: 'downtime', of: counter('downtime'), say: sayTime, better: 'less' },
  { id: 'blocktime', of: counter('postcopy blocktime'), say: sayTime, better: 'less' },
  { id: 'waited', of: (_, e) => e.waitedNs, say: sayTime, better: 'less' },
  { id: 'bytes', of: counter('transferred'), say: sayBytes, better: 'less' },
  { id: 'sent', of: simulated(events('ram.send', 'ram.sendZero'), 'qemu'), say: sayCount, better: 'less' },
  {
    id: 'madvise',
    of: events('madvise.hugepage', 'madvise.nohugepage', 'madvise.dontneed'),
    say: sayCount,
    better: 'less',
  },
  { id: 'copies', of: events('uffd.copy', 'uffd.eexist'), say: sayCount, better: 'less' },
  { id: 'faults', of: events('uffd.fault'), say: sayCount, better: 'less' },
  { id: 'flushes', of: simulated(events('tlb.flush')), say: sayCount, better: 'less' },
  { id: 'collapses', of: events('khugepaged.collapse'), say: sayCount, better: null },
  { id: 'wasted', of: (i) => (migrated(i) ? i.verdict.wastedBytes : null), say: sayBytes, better: 'less' },
  { id: 'time', of: (i) => i.timeNs, say: sayTime, better: null },
  { id: 'steps', of: (i) => i.steps, say: sayCount, better: null },
];

export interface Cost {
  readonly id: Row['id'];
  readonly values: readonly [string, string];
  readonly differs: boolean;
  /** Which of the two is better, when that can be said. */
  readonly better: 0 | 1 | null;
}

export function costsOf(infos: readonly [RunInfo, RunInfo], ends: readonly [Ending, Ending]): Cost[] {
  return ROWS.map(({ id, of, say, better }) => {
    const [a, b] = [of(infos[0], ends[0]), of(infos[1], ends[1])];
    const comparable = a !== null && b !== null && a !== b;
    return {
      id,
      values: [sayValue(a, say), sayValue(b, say)],
      differs: a !== b,
      better: comparable && better ? (Number(a) < Number(b) === (better === 'less') ? 0 : 1) : null,
    };
  });
}

function sayValue(value: Value, say: (n: number) => string): string {
  if (value === null) return words.unknown;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  return say(value);
}
