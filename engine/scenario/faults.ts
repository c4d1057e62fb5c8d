/** Faults that a reader injects, as one line of text, so that they travel in a link:
 *  `cut=20ms@postcopy+1ms; khugepaged@#8120; dontneed=0x200+512@3ms`. Each is a kind, its argument where it has one, and when
 *  it happens: at a phase (and some time into it), at a time of the run, or at a step of the log. */
import { later, type Message, worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { MS, SECOND, US } from '../base/units.ts';
import { PHASES, type PhaseName } from '../event/actor.ts';
import { INJECTION_KEYS, type Injection } from '../event/injection.ts';

/** What a fault's argument is: nothing, a time, a number, or pages `first+count`. */
type ArgKind = 'none' | 'time' | 'number' | 'pages';

interface FaultSpec {
  readonly arg: ArgKind;
  /** Argument when none is written; null: one must be. */
  readonly otherwise: number | null;
  /** Systems in which it means something; empty: all. */
  readonly systems: readonly string[];
}

const spec = (
  arg: ArgKind = 'none',
  otherwise: number | null = 0,
  systems: readonly string[] = [],
): FaultSpec => ({ arg, otherwise, systems });

/** Every fault by its word.  */
export const FAULTS = {
  cut: spec('time', 20 * MS, ['qemu']),
  slow: spec('number', 10, ['qemu', 'criu']),
  loss: spec('number', 1, ['qemu', 'criu']),
  cancel: spec('none', 0, ['qemu']),
  postcopy: spec('none', 0, ['qemu']),
  die: spec('none', 0, ['qemu', 'criu']),
  unregister: spec('none', 0, ['qemu', 'criu']),
  fork: spec('none', 0, ['criu']),
  khugepaged: spec(),
  fragment: spec('number', 0),
  pressure: spec(),
  dontneed: spec('pages', null),
  write: spec('pages', null),
  read: spec('pages', null),
  max_ptes_none: spec('number', null),
  collapse: spec('pages', null),
} as const satisfies Record<Injection, FaultSpec>;

export type FaultKind = Injection;
export const FAULT_KINDS = INJECTION_KEYS;

export type FaultWhen =
  | { readonly phase: PhaseName; readonly afterNs: number }
  | { readonly timeNs: number }
  | { readonly step: number };

export interface Fault {
  readonly kind: FaultKind;
  /** Number, ns, or first page. */
  readonly arg: number;
  /** Pages, where the argument is pages. */
  readonly pages: number;
  readonly when: FaultWhen;
}

/** So many that nobody meets the limit by hand, few enough for a link. */
const MOST = 32;
const UNITS: Readonly<Record<string, number>> = { ns: 1, us: US, ms: MS, s: SECOND };

/** Reads the line; the problem names the fault and what was expected there. */
export function parseFaults(text: string): Result<readonly Fault[]> {
  const faults: Fault[] = [];
  const parts = text.split(';').map((part) => part.trim());
  for (const part of parts) {
    if (part === '') continue;
    if (faults.length === MOST) return wrong(text, worded`at most ${MOST} faults`);
    const fault = parseFault(part);
    if (!fault.ok) return fault;
    faults.push(fault.value);
  }
  return ok(faults);
}

const wrong = (what: string, expected: string): Result<never> =>
  bad('invalid', 'faults', worded`faults: ${JSON.stringify(what.slice(0, 60))}: expected ${expected}`);

function parseFault(part: string): Result<Fault> {
  const [, name, , arg, at] = /^([a-z_]+)(=([^@]*))?@(.+)$/.exec(part) ?? [];
  if (name === undefined || at === undefined)
    return wrong(part, worded`KIND@WHEN or KIND=ARGUMENT@WHEN, such as cut=20ms@postcopy+1ms`);
  if (!Object.hasOwn(FAULTS, name)) return wrong(name, worded`one of ${FAULT_KINDS.join(', ')}`);
  const kind = name as FaultKind;
  const when = parseWhen(at.trim());
  if (!when) return wrong(at, worded`a phase (${PHASES.join(', ')}) and +TIME, a time such as 3ms, or #STEP`);
  const read = parseArg(FAULTS[kind], arg?.trim());
  if (!read) return wrong(part, worded`${ARG_WORDS[FAULTS[kind].arg]} as argument of ${kind}`);
  return ok({ kind, ...read, when });
}

const ARG_WORDS: Readonly<Record<ArgKind, Message>> = {
  none: later`nothing`,
  time: later`a time such as 20ms`,
  number: later`a number from 0 to 1000000`,
  pages: later`pages such as 0x200+512`,
};

function parseArg(spec: FaultSpec, text: string | undefined): { arg: number; pages: number } | null {
  if (text === undefined) return spec.otherwise === null ? null : { arg: spec.otherwise, pages: 0 };
  if (spec.arg === 'time') {
    const arg = parseTime(text);
    return arg === null ? null : { arg, pages: 0 };
  }
  if (spec.arg === 'number') return /^\d{1,7}$/.test(text) ? { arg: Number(text), pages: 0 } : null;
  if (spec.arg === 'none') return null;
  const [, first, count] = /^(0x[0-9a-f]{1,7}|\d{1,8})(?:\+(\d{1,8}))?$/i.exec(text) ?? [];
  if (first === undefined) return null;
  const pages = count === undefined ? 1 : Number(count);
  return pages > 0 ? { arg: Number(first), pages } : null;
}

function parseWhen(text: string): FaultWhen | null {
  if (/^#\d{1,10}$/.test(text)) return { step: Number(text.slice(1)) };
  const time = parseTime(text);
  if (time !== null) return { timeNs: time };
  const [phase, after] = text.split('+') as [string, string?];
  const afterNs = after === undefined ? 0 : parseTime(after);
  if (afterNs === null || !(PHASES as readonly string[]).includes(phase)) return null;
  return { phase: phase as PhaseName, afterNs };
}

/** `1.5ms` in whole ns, at most an hour; null when it is no time. */
function parseTime(text: string): number | null {
  const [, n, unit] = /^(\d{1,9}(?:\.\d{1,6})?)(ns|us|ms|s)$/.exec(text) ?? [];
  if (n === undefined || unit === undefined) return null;
  const ns = Math.round(Number(n) * UNITS[unit]!);
  return ns <= 3600 * SECOND ? ns : null;
}

function sayTime(ns: number): string {
  for (const unit of ['s', 'ms', 'us'] as const)
    if (ns >= UNITS[unit]!) return `${Number((ns / UNITS[unit]!).toFixed(6))}${unit}`;
  return `${ns}ns`;
}

/** The line again: the inverse of `parseFaults`. */
export function formatFaults(faults: readonly Fault[]): string {
  return faults.map(formatFault).join('; ');
}

function formatFault({ kind, arg, pages, when }: Fault): string {
  const spec: FaultSpec = FAULTS[kind];
  const given =
    spec.arg === 'none'
      ? ''
      : `=${spec.arg === 'time' ? sayTime(arg) : spec.arg === 'pages' ? `0x${arg.toString(16)}+${pages}` : arg}`;
  const at =
    'step' in when
      ? `#${when.step}`
      : 'timeNs' in when
        ? sayTime(when.timeNs)
        : `${when.phase}${when.afterNs ? `+${sayTime(when.afterNs)}` : ''}`;
  return `${kind}${given}@${at}`;
}
