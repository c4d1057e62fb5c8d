/** The engine's side of the comparison: a script's text against lines recorded from a kernel. */

import { checkState } from '../check/invariants.ts';
import { Recorder } from '../log/recorder.ts';
import { layOut } from '../script/layout.ts';
import { ScriptMachine } from '../script/machine.ts';
import { parseScript } from '../script/parse.ts';
import { compareCounters, compareLines, type Difference } from './compare.ts';

/** Operations of one script as a kernel recorded them. */
export type Recorded = readonly Readonly<Record<string, unknown>>[];

export interface Comparison {
  /** Operations whose states were compared. */
  readonly compared: number;
  /** Of the first operation that differs; what comes after follows from it. */
  readonly differences: readonly Difference[];
  /** Counters beside the comparable part: wanted equal. */
  readonly counters: readonly string[];
}

/** Op lines of a recording's text, one JSON object a line. */
export function readRecording(text: string): Recorded {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{"rec":"op"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Runs the script on the engine beside what the kernel did; the engine's state keeps its laws. Throws when the script cannot be run
 *  or a law does not hold. */
export function compareScript(text: string, kernel: Recorded): Comparison {
  const parsed = parseScript(text);
  if (!parsed.ok) throw new Error(`line ${parsed.errors[0]?.line}: ${parsed.errors[0]?.message}`);
  const script = parsed.value;
  const recorder = new Recorder(layOut(script).pages);
  const machine = new ScriptMachine(script, recorder);
  const counters: string[] = [];
  for (const [i, line] of kernel.entries()) {
    const mine = machine.step();
    checkState(recorder.state);
    const differences = compareLines(line, mine);
    if (differences.length) return { compared: i + 1, differences, counters };
    for (const c of compareCounters(line, mine)) counters.push(`operation ${i + 1}, ${line.op}: ${c}`);
  }
  if (kernel.length !== script.ops.length)
    throw new Error(`${kernel.length} operations were recorded of ${script.ops.length}`);
  return { compared: kernel.length, differences: [], counters };
}
