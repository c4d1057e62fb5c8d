/** Faults in words. */
import {
  FAULT_KINDS,
  FAULTS,
  type Fault,
  type FaultKind,
  hex,
  phaseLabel,
  type Subject,
  sayTime,
} from '../../engine/index.ts';
import { fault as words } from '../texts/source.ts';
import { sayCount } from '../ui/say.ts';

/** Faults that mean something in a system. */
export function kindsIn(system: Subject): FaultKind[] {
  return FAULT_KINDS.filter((kind) => {
    const { systems } = FAULTS[kind];
    return systems.length === 0 || (systems as readonly string[]).includes(system);
  });
}

/** `20 ms`, `10`, `512 pages from 0x200`; empty for a fault without argument. */
export function sayArgument({ kind, arg, pages }: Fault): string {
  const what = FAULTS[kind].arg;
  if (what === 'time') return arg === 0 ? words.forGood : sayTime(arg);
  if (what === 'number') return sayCount(arg);
  return what === 'pages' ? words.range(pages, hex(arg)) : '';
}

export function sayWhen({ when }: Fault): string {
  if ('step' in when) return words.when.step(when.step);
  if ('timeNs' in when) return words.when.time(sayTime(when.timeNs));
  const phase = phaseLabel(when.phase);
  return when.afterNs > 0 ? words.when.into(sayTime(when.afterNs), phase) : words.when.phase(phase);
}
