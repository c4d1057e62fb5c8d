/** A script from its first operation to its last: the lines of the recorded format, and a run that the app can show. */
import { worded } from '../base/language.ts';
import { type Work, whole } from '../base/work.ts';
import type { PhaseName } from '../event/actor.ts';
import { type Bound, boundReached } from '../log/bounds.ts';
import type { PhaseMark } from '../log/phases.ts';
import { recorded } from '../log/recorded.ts';
import { Recorder } from '../log/recorder.ts';
import type { Era } from '../mm/era.ts';
import { NotModelled } from './calls.ts';
import type { OpDone, OpsRun } from './facts.ts';
import { layOut } from './layout.ts';
import type { OpLine } from './line.ts';
import { ScriptMachine } from './machine.ts';
import type { Op, OpName, Script } from './ops.ts';
import { parseScript, type ScriptError } from './parse.ts';
import type { ThpSettings } from './settings.ts';

/** The two address spaces of a script, by host. */
export const SCRIPT_HOSTS = ['child', 'process'] as const;

/** The run of a script, made at once. */
export const runScript = (script: Script, onLine?: (line: OpLine) => void, era?: Era): OpsRun =>
  whole(runningScript(script, onLine, era));

/** Runs a script; `onLine` is called with every operation as it returns. An operation that the engine does not model ends the run and
 *  is a note at its place. */
export function* runningScript(
  script: Script,
  onLine?: (line: OpLine) => void,
  era: Era = script.era,
): Work<OpsRun> {
  const recorder = new Recorder(layOut(script).pages);
  recorder.columns.hosts = SCRIPT_HOSTS;
  const machine = new ScriptMachine(script, recorder, era);
  const done: OpDone[] = [];
  const marks: PhaseMark[] = [];
  const notes: ScriptError[] = [];
  let by: Bound | null = null;
  while (!machine.done) {
    by = boundReached(recorder);
    if (by) break;
    yield done.length / script.ops.length;
    const op = script.ops[done.length]!;
    const mark = {
      name: phaseOf(op),
      label: op.text,
      step: recorder.columns.length + 1,
      timeNs: recorder.now,
    };
    if (script.ops.length <= MOST_PHASES) marks.push(mark);
    try {
      const line = machine.step(onLine !== undefined);
      onLine?.(line);
      done.push({ line: op.line, step: recorder.columns.length, says: says(line) });
    } catch (error) {
      if (!(error instanceof NotModelled)) throw error;
      notes.push(
        noteAt(op, worded`expected an operation that the engine models; it does not model ${error.message}`),
      );
      break;
    }
  }
  const run = {
    ...(yield* recorded(recorder, 'script', {}, marks)),
    done,
    notes,
    settings: machine.settings,
  };
  if (!by) return run;
  const phase = marks.at(-1)?.name ?? 'populate';
  return {
    ...run,
    stopped: { by, phase, pass: 0, done: done.length, of: script.ops.length, converges: null },
  };
}

const SETS_THP: readonly OpName[] = ['thp-enabled', 'thp-set', 'prctl-thp-disable'];

/** What the script of this text sets of transparent huge pages; nothing when it has errors. */
export function settingsOf(text: string): readonly ThpSettings[] {
  const parsed = parseScript(text);
  if (!parsed.ok || !parsed.value.ops.some(({ op }) => SETS_THP.includes(op))) return [];
  return runScript(parsed.value).settings;
}

/** Operations are the phases of a script; a band of thousands would say nothing. */
const MOST_PHASES = 400;

/** The phase of a migration that an operation is most like: gives its band a colour. */
function phaseOf(op: Op): PhaseName {
  switch (op.op) {
    case 'madvise':
    case 'pmadvise':
    case 'flood':
      if (op.advice === 'NOHUGEPAGE') return 'nohugepage';
      return /DONTNEED|FREE|REMOVE|GUARD/.test(op.advice) ? 'discard' : 'precopy';
    case 'khugepaged-run':
      return 'khugepaged';
    case 'uffd-register':
    case 'uffd-open':
      return 'listen';
    case 'uffd-unregister':
    case 'uffd-close':
      return 'cleanup';
    case 'fork':
    case 'reap':
      return 'stop';
    default:
      return op.op.startsWith('uffd-') ? 'postcopy' : 'populate';
  }
}

function noteAt(op: Op, message: string): ScriptError {
  return { line: op.line, column: op.column, endColumn: op.column + op.text.length, message };
}

/** What an operation returned, for a reader. */
function says(line: OpLine): string {
  if (line.blocked) return 'blocked';
  if (line.sig) return line.sig;
  if (line.err) return `-1 ${line.err}`;
  return String(line.ret);
}
