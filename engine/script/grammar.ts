/** The language as data: what follows each operation's name. The parser reads by this table, the formatter writes by it,
 *  and an editor completes from it. */
import { PAGE_BYTES, PMD_BYTES } from '../base/units.ts';
import { MAX_COUNT, MAX_MEMORY, MAX_PASSES, MAX_SLEEP_MS } from './limits.ts';
import {
  type Act,
  ADVICES,
  KHUGEPAGED_KNOBS,
  type OpName,
  THP_DEFRAG,
  THP_ENABLED,
  THP_KNOBS,
  UFFD_FEATURES,
  UFFD_MODES,
} from './ops.ts';

/** One word of an operation. `name` is what the language calls it, `field` where it goes in the operation. */
export interface Param {
  readonly name: string;
  readonly field: string;
  readonly kind: /** A region that an earlier line made, or one that this line makes. */
    | { readonly is: 'region' | 'new-region' }
    /** Bytes. */
    | { readonly is: 'size'; readonly min: number; readonly max: number; readonly multiple: number }
    | { readonly is: 'number'; readonly min: number; readonly max: number }
    /** One of a list; as a number when `numeric`. */
    | { readonly is: 'word'; readonly words: readonly string[]; readonly numeric?: true }
    /** A knob; the parameter after it is the value. */
    | { readonly is: 'knob'; readonly knobs: Readonly<Record<string, Values>> }
    | { readonly is: 'value-of-knob' };
  /** What the field is when the word is left out; only words at the end may be. */
  readonly fallback?: number;
}
export type Values = readonly string[] | readonly [min: number, max: number];

/** A word after the others, in any order, at most once. Two that set the same field exclude each other. */
export interface Option {
  readonly word: string;
  readonly field: string;
  /** Null: the word ends in `=` and a size of SHIFT follows it. */
  readonly value: true | string | null;
}

/** What `shift=` takes: a region begins at a page, and its 2 MiB boundaries repeat after 2 MiB. */
export const SHIFT = { min: 0, max: PMD_BYTES - PAGE_BYTES, multiple: PAGE_BYTES };

export interface Form {
  readonly params: readonly Param[];
  readonly options: readonly Option[];
  /** Fields of options that are left out. */
  readonly unset: Readonly<Record<string, boolean | string | number>>;
  /** Words of a list instead of options, gathered in one field. */
  readonly list?: { readonly name: string; readonly field: string; readonly words: readonly string[] };
}

const REGION: Param = { name: 'NAME', field: 'region', kind: { is: 'region' } };
const size = (name: string, field: string, min = 0, multiple = 1): Param => ({
  name,
  field,
  kind: { is: 'size', min, max: MAX_MEMORY, multiple },
});
const OFF = size('OFF', 'off');
const LEN = size('LEN', 'len');
const RANGE = [REGION, OFF, LEN];
const BYTE: Param = { name: 'VAL', field: 'value', kind: { is: 'number', min: 0, max: 255 } };
const word = (name: string, field: string, words: readonly string[]): Param => ({
  name,
  field,
  kind: { is: 'word', words },
});
const ADVICE = word('ADVICE', 'advice', ADVICES);
const VECTOR = [
  REGION,
  OFF,
  size('STRIDE', 'stride'),
  LEN,
  { name: 'COUNT', field: 'count', kind: { is: 'number', min: 0, max: MAX_COUNT } },
  ADVICE,
] as const;
/** Ranges are walked page by page at the closest: a stride of nothing would never end. */
const STRIDE: Param = { ...size('STRIDE', 'stride', PAGE_BYTES, PAGE_BYTES), fallback: PAGE_BYTES };
const WRITTEN: Param = { ...BYTE, fallback: 1 };

const flag = (name: string): Option => ({ word: name, field: name, value: true });
const DONTWAKE = flag('dontwake');
const SHIFT_OPTION: Option = { word: 'shift=', field: 'shift', value: null };

function form(
  params: readonly Param[] = [],
  options: readonly Option[] = [],
  unset: Form['unset'] = {},
): Form {
  const missing = Object.fromEntries(
    options.map((o): [string, boolean | number] => [o.field, o.value === null ? 0 : false]),
  );
  return { params, options, unset: { ...missing, ...unset } };
}

const knob = (knobs: Readonly<Record<string, Values>>): readonly Param[] => [
  { name: 'KNOB', field: 'knob', kind: { is: 'knob', knobs } },
  { name: 'V', field: 'value', kind: { is: 'value-of-knob' } },
];

/** In the order in which a reader is shown them. */
export const GRAMMAR: Readonly<Record<OpName, Form>> = {
  mmap: form(
    [{ ...REGION, kind: { is: 'new-region' } }, size('SIZE', 'size', 1)],
    [
      SHIFT_OPTION,
      { word: 'ro', field: 'prot', value: 'ro' },
      { word: 'none', field: 'prot', value: 'none' },
      flag('noreserve'),
      { word: 'shared', field: 'backing', value: 'shared' },
      { word: 'memfd', field: 'backing', value: 'memfd' },
    ],
    { prot: 'rw', backing: 'private' },
  ),
  munmap: form(RANGE),
  mlock: form(RANGE),
  munlock: form(RANGE),
  mprotect: form([...RANGE, word('rw|r|none', 'prot', ['rw', 'r', 'none'])]),
  mremap: form(
    [...RANGE, { name: 'NEW', field: 'to', kind: { is: 'new-region' } }],
    [SHIFT_OPTION, flag('dontunmap')],
  ),
  madvise: form([...RANGE, ADVICE]),
  flood: form(VECTOR),
  pmadvise: form(VECTOR, [flag('child')]),
  read: form([REGION, OFF]),
  write: form([REGION, OFF, WRITTEN]),
  'read-range': form([...RANGE, STRIDE]),
  'write-range': form([...RANGE, WRITTEN, STRIDE]),
  sysread: form([REGION, OFF]),
  'uffd-open': { ...form(), list: { name: 'FEATURE', field: 'features', words: UFFD_FEATURES } },
  'uffd-close': form(),
  'uffd-register': form([...RANGE, word('missing|wp|missing+wp', 'mode', UFFD_MODES)]),
  'uffd-unregister': form(RANGE),
  'uffd-wake': form(RANGE),
  'uffd-copy': form([...RANGE, BYTE], [DONTWAKE, flag('wp')]),
  'uffd-zeropage': form(RANGE, [DONTWAKE]),
  'uffd-wp': form([...RANGE, word('on|off', 'protect', ['on', 'off'])], [DONTWAKE]),
  'uffd-poison': form(RANGE),
  'uffd-move': form(
    [
      { ...REGION, name: 'DST' },
      OFF,
      { name: 'SRC', field: 'from', kind: { is: 'region' } },
      size('OFF', 'fromOff'),
      LEN,
    ],
    [flag('holes'), DONTWAKE],
  ),
  'pagemap-scan': form(RANGE, [flag('wp'), flag('checkasync')]),
  'khugepaged-run': form([
    { name: 'PASSES', field: 'passes', kind: { is: 'number', min: 1, max: MAX_PASSES }, fallback: 3 },
  ]),
  'khugepaged-set': form(knob(KHUGEPAGED_KNOBS)),
  'thp-enabled': form([word('V', 'value', THP_ENABLED)]),
  'thp-defrag': form([word('V', 'value', THP_DEFRAG)]),
  'thp-set': form(knob(THP_KNOBS)),
  'prctl-thp-disable': form([
    { name: '0|1|2', field: 'value', kind: { is: 'word', words: ['0', '1', '2'], numeric: true } },
  ]),
  fork: form(),
  reap: form(),
  'child-read': form([REGION, OFF]),
  'child-write': form([REGION, OFF, WRITTEN]),
  'pfn-mark': form([REGION]),
  'pfn-check': form([REGION]),
  'pfn-old': form([REGION, OFF]),
  sleep: form([{ name: 'MS', field: 'ms', kind: { is: 'number', min: 0, max: MAX_SLEEP_MS } }]),
};

export const OP_NAMES = Object.keys(GRAMMAR) as readonly OpName[];

/** The form of an operation, by any word: null when there is no such operation. */
export function formOf(word: string): Form | null {
  return Object.hasOwn(GRAMMAR, word) ? GRAMMAR[word as OpName] : null;
}

/** `write-range NAME OFF LEN [VAL] [STRIDE]`. */
export function usage(op: OpName): string {
  const { params, options, list } = GRAMMAR[op];
  const words = params.map((p) => (p.fallback === undefined ? p.name : `[${p.name}]`));
  const seen = new Map<string, string[]>();
  for (const o of options)
    seen.set(o.field, [...(seen.get(o.field) ?? []), o.value === null ? `${o.word}OFF` : o.word]);
  for (const same of seen.values()) words.push(`[${same.join('|')}]`);
  if (list) words.push(`[${list.name}]…`);
  return [op, ...words].join(' ');
}

/** The fields of an operation, by name. Every operation is read and written through this view. */
export function fieldsOf(act: Act): Readonly<Record<string, unknown>> {
  return act as unknown as Readonly<Record<string, unknown>>;
}
