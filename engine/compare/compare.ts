/** Two runs beside each other: where they part, and what their counters do not say of each. */
import { PMD_BYTES } from '../base/units.ts';
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

export function compare(a: Recorder, b: Recorder): Comparison {
  return { divergence: divergence(a.columns, b.columns), ends: [endingOf(a), endingOf(b)] };
}

function endingOf({ columns, state }: Recorder): Ending {
  return { hugeBytes: state.dst.huge * PMD_BYTES, waitedNs: waitedNs(columns) };
}
