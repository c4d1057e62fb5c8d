/** A finished run, whatever made it: a simulation, a script or a recording. Its log, and what the log alone says of it. */
import type { Work } from '../base/work.ts';
import type { Subject } from '../event/actor.ts';
import { KINDS } from '../event/event.ts';
import type { Stopped } from './bounds.ts';
import { marksOf, type Phase, type PhaseMark, phasesOf } from './phases.ts';
import type { Recorder } from './recorder.ts';

export interface Recorded {
  readonly recorder: Recorder;
  /** 16 hex digits over the whole log. */
  readonly digest: string;
  readonly timeNs: number;
  readonly phases: readonly Phase[];
  /** Phases as the log marks them: what files, traces and tables hold, whose bytes readers compare. */
  readonly marks: readonly PhaseMark[];
  /** Numbers that a summary prints, by name. */
  readonly counters: Readonly<Record<string, number>>;
  /** What ran: a guest under QEMU, a process under CRIU, a script. */
  readonly cast: Subject;
  /** It met a bound and might have gone on. */
  readonly stopped?: Stopped;
}

/** Ends the recording. Marks are those of the log where none are `given`, as a script gives its operations; `counters` come behind those of events. */
export function* recorded(
  recorder: Recorder,
  cast: Subject,
  counters: Readonly<Record<string, number>> = {},
  given?: readonly PhaseMark[],
): Work<Recorded> {
  recorder.finish();
  const { columns } = recorder;
  columns.subject = cast;
  yield 1;
  const marks = given ?? marksOf(columns);
  yield 1;
  const phases = phasesOf(columns, marks, cast);
  yield 1;
  return {
    recorder,
    digest: columns.digest(),
    timeNs: recorder.now,
    phases,
    marks,
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
