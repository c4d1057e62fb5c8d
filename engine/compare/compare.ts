/** Two runs beside each other: where they part, and what their counters do not say of each. */
import { PMD_BYTES } from '../base/units.ts';
import type { Work } from '../base/work.ts';
import type { Recorder } from '../log/recorder.ts';
import { type Divergence, divergence } from './divergence.ts';
import { waitedNs } from './waiting.ts';

export interface Ending {
  /** AnonHugePages of the destination at the end, bytes. */
  readonly hugeBytes: number;
  /** Sleep in userfaults of all vCPUs and threads together. */
  readonly waitedNs: number;
}

export interface Comparison {
  /** Null for two runs with the same log. */
  readonly divergence: Divergence | null;
  readonly ends: readonly [Ending, Ending];
}

export function* compare(a: Recorder, b: Recorder): Work<Comparison> {
  const parting = yield* divergence(a.columns, b.columns);
  return { divergence: parting, ends: [yield* endingOf(a), yield* endingOf(b)] };
}

function* endingOf({ columns, state }: Recorder): Work<Ending> {
  return { hugeBytes: state.dst.huge * PMD_BYTES, waitedNs: yield* waitedNs(columns) };
}
