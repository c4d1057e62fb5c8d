/** A finished run, whatever made it: a simulation, a script or a recording. Its log, and what the log alone says of it. */
import { PHASES, type PhaseName, phaseLabel, type Subject } from '../event/actor.ts';
import { K, KINDS } from '../event/event.ts';
import { CHUNK } from './columns.ts';
import type { Recorder } from './recorder.ts';

export interface Phase {
  readonly name: PhaseName;
  readonly label: string;
  /** Step after its first event. */
  readonly step: number;
  readonly timeNs: number;
}

export interface Recorded {
  readonly recorder: Recorder;
  /** 16 hex digits over the whole log. */
  readonly digest: string;
  readonly timeNs: number;
  readonly phases: readonly Phase[];
  /** Numbers that a summary prints, by name. */
  readonly counters: Readonly<Record<string, number>>;
  /** What ran: a guest under QEMU, a process under CRIU, a script. */
  readonly cast: Subject;
}

/** Ends the recording. `phases` are those of the log, or of a script its operations; `counters` come behind those of events. */
export function recorded(
  recorder: Recorder,
  cast: Subject,
  counters: Readonly<Record<string, number>> = {},
  phases: readonly Phase[] = phasesOf(recorder),
): Recorded {
  recorder.finish();
  recorder.columns.subject = cast;
  return {
    recorder,
    digest: recorder.columns.digest(),
    timeNs: recorder.now,
    phases,
    cast,
    counters: { ...kindCounts(recorder), ...counters },
  };
}

/** Events by kind name, those that happened. */
function kindCounts(recorder: Recorder): Record<string, number> {
  const counts: Record<string, number> = {};
  KINDS.forEach((kind, i) => {
    const n = recorder.state.counts[i]!;
    if (n > 0) counts[kind.name] = n;
  });
  return counts;
}

/** Phase starts, found in the log. */
function phasesOf({ columns }: Recorder): Phase[] {
  const phases: Phase[] = [];
  for (let base = 0, c = 0; base < columns.length; base += CHUNK, c++) {
    const { kind } = columns.chunks[c]!;
    for (
      let i = kind.indexOf(K.PHASE);
      i >= 0 && base + i < columns.length;
      i = kind.indexOf(K.PHASE, i + 1)
    ) {
      const n = base + i;
      const name = PHASES[columns.arg(n)]!;
      phases.push({ name, label: phaseLabel(name), step: n + 1, timeNs: columns.time(n) });
    }
  }
  return phases;
}
