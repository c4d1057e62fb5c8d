/** What a query can ask for: one table for the parser, the compiler and the completion. */
import { later } from '../base/language.ts';
import { MS, PAGE_SHIFT, SECOND, US } from '../base/units.ts';
import type { Interval } from './intervals.ts';

/** A number as it was written. */
export interface Reading {
  /** As an end of a range, or beside < and >. */
  readonly value: number;
  /** What it stands for alone: a time as exactly as its digits say. */
  readonly alone: Interval;
}

interface Numbers {
  /** Null when the text is no such number. */
  readonly read: (text: string) => Reading | null;
  /** Range of the field, ends included. */
  readonly least: number;
  readonly most: number;
}

interface Field {
  /** What stands after `=`, as an error asks for it. */
  readonly wants: () => string;
  /** For a reader who chooses among fields. */
  readonly help: () => string;
  /** Values are names. */
  readonly words: boolean;
  /** Values are numbers, too or only. */
  readonly numbers?: Numbers;
}

const MOST_ARG = 0xffffffff;

function whole(text: string): Reading | null {
  return /^(\d{1,15}|0x[0-9a-f]{1,12})$/i.test(text) ? exactly(Number(text)) : null;
}

function exactly(value: number): Reading {
  return { value, alone: { from: value, to: value } };
}

/** A page's number, or its address as strace lines of the log print it. */
function page(text: string): Reading | null {
  const address = /^guest\+(0x[0-9a-f]{1,12})$/i.exec(text)?.[1];
  return address === undefined ? whole(text) : exactly(Math.floor(Number(address) / 2 ** PAGE_SHIFT));
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: US,
  µs: US, // micro sign
  μs: US, // Greek mu
  ms: MS,
  s: SECOND,
  min: 60 * SECOND,
  h: 3600 * SECOND,
};

/** Times are shown rounded: 48.22ms alone is every time that is shown so. */
function time(text: string): Reading | null {
  const found = /^(\d{1,15})(?:\.(\d{1,9}))? ?([a-zµμ]{0,3})$/.exec(text);
  if (!found) return null;
  const [, integer = '', digits = '', name = ''] = found;
  if (name === '' && Number(integer) === 0 && digits === '') return exactly(0);
  if (!Object.hasOwn(UNITS, name)) return null;
  const unit = UNITS[name]!;
  const value = Number(digits === '' ? integer : `${integer}.${digits}`) * unit;
  const half = unit / 10 ** digits.length / 2;
  const from = Math.max(0, Math.ceil(value - half));
  return { value: Math.round(value), alone: { from, to: Math.max(from, Math.ceil(value + half) - 1) } };
}

const numbers = (most: number, least = 0, read = whole): Numbers => ({ read, least, most });

export const FIELDS = {
  host: { wants: later`a host`, help: later`where it happened`, words: true },
  actor: { wants: later`an actor`, help: later`who did it`, words: true },
  cpu: {
    wants: later`a vCPU from 0 to 7`,
    help: later`the vCPU that did it`,
    words: false,
    numbers: numbers(7),
  },
  page: {
    wants: later`a page, as 0x1a00, guest+0x1a00000 or 0x1a00..0x1bff`,
    help: later`about this page, its region or a range that holds it`,
    words: false,
    numbers: numbers(MOST_ARG, 0, page),
  },
  region: {
    wants: later`a region, as 13 or 13..15`,
    help: later`about a page of this 2 MiB region`,
    words: false,
    numbers: numbers(0x7fffff),
  },
  pages: {
    wants: later`a number of pages, as 512 or 2..`,
    help: later`about so many pages`,
    words: false,
    numbers: numbers(MOST_ARG),
  },
  step: {
    wants: later`a step, as 100 or 100..200`,
    help: later`led to this step`,
    words: false,
    numbers: numbers(Number.MAX_SAFE_INTEGER),
  },
  time: {
    wants: later`a time with its unit (ns, us, ms, s, min, h), as 48.22ms or 1ms..2.5s`,
    help: later`at this virtual time`,
    words: false,
    numbers: numbers(Number.MAX_SAFE_INTEGER, 0, time),
  },
  phase: {
    wants: later`a phase, by name or by number from 1`,
    help: later`in this phase, or operation of a script`,
    words: true,
    numbers: numbers(MOST_ARG, 1),
  },
  arg: {
    wants: later`a number up to 0xffffffff`,
    help: later`the event's argument, as the log holds it`,
    words: false,
    numbers: numbers(MOST_ARG),
  },
  cause: {
    wants: later`an event, none or a step`,
    help: later`what directly caused it`,
    words: true,
    numbers: numbers(Number.MAX_SAFE_INTEGER),
  },
  from: {
    wants: later`an event or a step`,
    help: later`what caused it, directly or through others`,
    words: true,
    numbers: numbers(Number.MAX_SAFE_INTEGER),
  },
  fn: { wants: later`a function`, help: later`the kernel or QEMU function`, words: true },
  rule: { wants: later`a rule`, help: later`the rule that it follows`, words: true },
} satisfies Record<string, Field>;

export type FieldName = keyof typeof FIELDS;
export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];

/** What is known of a field. */
export const fieldOf = (name: FieldName): Field => FIELDS[name];
