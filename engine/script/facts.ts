/** What is known of a script's run beside its log. */

import type { Recorded } from '../log/recorded.ts';
import type { ScriptError } from './parse.ts';
import type { ThpSettings } from './settings.ts';

/** One operation, done. */
export interface OpDone {
  /** Its line in the script, from 1. */
  readonly line: number;
  /** Events in the log when it had returned: the step that shows what it did. */
  readonly step: number;
  /** What it returned, for a reader: `0`, `-1 EEXIST`, `512`, `blocked`. */
  readonly says: string;
}

/** What became of the operations. */
interface OpsFacts {
  /** In the order of the script. */
  readonly done: readonly OpDone[];
  /** Remarks at places of the script: where the engine knows less than a kernel. */
  readonly notes: readonly ScriptError[];
}

/** The run of a script's operations. */
export interface OpsRun extends Recorded, OpsFacts {
  readonly settings: readonly ThpSettings[];
}

export interface ScriptFacts extends OpsFacts {
  /** What was run: an editor's text may have moved on. */
  readonly text: string;
  readonly question: string;
  /** What operations set of transparent huge pages; left out when they set nothing. */
  readonly settings?: readonly ThpSettings[];
}
