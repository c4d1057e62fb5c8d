/** A script from its first operation to its last: the lines of the recorded format, and a run that the app can show. */
import type { PhaseName } from '../event/actor.ts';
import { Recorder } from '../log/recorder.ts';
import type { Era } from '../mm/era.ts';
import { kindCounts, type Phase } from '../sim/run.ts';
import type { OpDone, OpsRun } from './facts.ts';
import { layOut } from './layout.ts';
import { NotModelled, type OpLine, ScriptMachine } from './machine.ts';
import type { Op, Script } from './ops.ts';
import type { ScriptError } from './parse.ts';

/** The two address spaces of a script, by host. */
export const SCRIPT_HOSTS = ['child', 'process'] as const;

/** Runs a script; `tell` hears of every operation as it returns. An operation that the engine does not model ends the run and
 *  is a note at its place. */
export function runScript(script: Script, tell?: (line: OpLine) => void, era: Era = script.era): OpsRun {
  const recorder = new Recorder(layOut(script).pages);
  recorder.columns.hosts = SCRIPT_HOSTS;
  const machine = new ScriptMachine(script, recorder, era);
  const done: OpDone[] = [];
  const phases: Phase[] = [];
  const notes: ScriptError[] = [];
  while (!machine.done) {
    const op = script.ops[done.length]!;
    const phase = {
      name: phaseOf(op),
      label: op.text,
      step: recorder.columns.length + 1,
      timeNs: recorder.now,
    };
    if (script.ops.length <= MOST_PHASES) phases.push(phase);
    try {
      const line = machine.step(tell !== undefined);
      tell?.(line);
      done.push({ line: op.line, step: recorder.columns.length, says: says(line) });
    } catch (error) {
      if (!(error instanceof NotModelled)) throw error;
      notes.push(
        noteAt(op, `expected an operation that the engine models; it does not model ${error.message}`),
      );
      break;
    }
  }
  recorder.finish();
  return {
    recorder,
    digest: recorder.columns.digest(),
    timeNs: recorder.now,
    phases,
    verdict: {
      lostPages: 0,
      stalePages: 0,
      flagsEqual: true,
      allHuge: false,
      aborted: false,
      flagsAtEnd: '',
      wastedBytes: 0,
    },
    cast: 'script',
    counters: kindCounts(recorder),
    done,
    notes,
  };
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

/** What an operation returned, as a reader is told it. */
function says(line: OpLine): string {
  if (line.blocked) return 'blocked';
  if (line.sig) return line.sig;
  if (line.err) return `-1 ${line.err}`;
  return String(line.ret);
}
