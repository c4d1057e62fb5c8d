/** What a run of a script tells beside its log. */
import type { ThpEnabled } from '../mm/system.ts';
import type { Run } from '../sim/run.ts';
import type { ScriptError } from './parse.ts';

/** One operation, done. */
export interface OpDone {
  /** Its line in the script, from 1. */
  readonly line: number;
  /** Events in the log when it had returned: the step that shows what it did. */
  readonly step: number;
  /** What it returned, as a reader is told it: `0`, `-1 EEXIST`, `512`, `blocked`. */
  readonly says: string;
}

/** The run of a script's operations. */
export type OpsRun = Run & {
  /** In the order of the script. */
  readonly done: readonly OpDone[];
  /** What the engine wants to say at a place of the script: where it knows less than a kernel. */
  readonly notes: readonly ScriptError[];
};

/** A finished run of any kind: of a scenario, of a script, or of a recording, which says what
 *  `/sys/kernel/mm/transparent_hugepage/enabled` was. */
export type AnyRun = Run & { readonly script?: ScriptFacts; readonly enabled?: ThpEnabled };

export interface ScriptFacts {
  /** What was run: an editor's text may have moved on. */
  readonly text: string;
  readonly question: string;
  readonly done: readonly OpDone[];
  readonly notes: readonly ScriptError[];
}
