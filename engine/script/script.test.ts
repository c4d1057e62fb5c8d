/** Guards that what is a script is read as it says, that what is none is refused with its place and what was expected, and
 *  that no text makes the parser throw or hang. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GIB, MIB, PAGE_BYTES } from '../base/units.ts';
import { formatOp, formatScript } from './format.ts';
import { GRAMMAR, OP_NAMES, type Param, usage } from './grammar.ts';
import { MAX_ERRORS, MAX_LINES, MAX_OPS, MAX_TEXT } from './limits.ts';
import { type Act, KHUGEPAGED_KNOBS, type Op, type OpName, THP_KNOBS } from './ops.ts';
import { parseScript, type ScriptError } from './parse.ts';
import { formatSize, parseSize } from './size.ts';

function opsOf(text: string): readonly Op[] {
  const parsed = parseScript(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.value.ops;
}

function errorsOf(text: string): readonly ScriptError[] {
  const parsed = parseScript(text);
  return parsed.ok ? [] : parsed.errors;
}

/** The operation of the last line, without its place. */
function last(text: string): Act {
  const { line: _l, column: _c, text: _t, ...act } = opsOf(text).at(-1)!;
  return act as Act;
}

const actsOf = (ops: readonly Op[]) => ops.map(({ line: _l, column: _c, text: _t, ...act }) => act as Act);

/** A line of each operation with all its words. */
const FULL: Readonly<Record<OpName, readonly [text: string, act: Act]>> = {
  mmap: [
    'mmap N 4m shift=3p ro noreserve memfd',
    {
      op: 'mmap',
      region: 'N',
      size: 4 * MIB,
      shift: 3 * PAGE_BYTES,
      prot: 'ro',
      noreserve: true,
      backing: 'memfd',
    },
  ],
  munmap: ['munmap A 5p 1p', { op: 'munmap', region: 'A', off: 5 * PAGE_BYTES, len: PAGE_BYTES }],
  mlock: ['mlock A 0 16p', { op: 'mlock', region: 'A', off: 0, len: 16 * PAGE_BYTES }],
  munlock: ['munlock A 0 16p', { op: 'munlock', region: 'A', off: 0, len: 16 * PAGE_BYTES }],
  mprotect: [
    'mprotect A 5p 1p none',
    { op: 'mprotect', region: 'A', off: 5 * PAGE_BYTES, len: PAGE_BYTES, prot: 'none' },
  ],
  mremap: [
    'mremap A 2m 1h N shift=511p dontunmap',
    {
      op: 'mremap',
      region: 'A',
      off: 2 * MIB,
      len: 2 * MIB,
      to: 'N',
      shift: 511 * PAGE_BYTES,
      dontunmap: true,
    },
  ],
  madvise: [
    'madvise A 1 4097 DONTNEED_LOCKED',
    { op: 'madvise', region: 'A', off: 1, len: 4097, advice: 'DONTNEED_LOCKED' },
  ],
  flood: [
    'flood A 0 2p 1p 512 DONTNEED',
    {
      op: 'flood',
      region: 'A',
      off: 0,
      stride: 2 * PAGE_BYTES,
      len: PAGE_BYTES,
      count: 512,
      advice: 'DONTNEED',
    },
  ],
  pmadvise: [
    'pmadvise A 0 1p 1p 1025 FREE child',
    {
      op: 'pmadvise',
      region: 'A',
      off: 0,
      stride: PAGE_BYTES,
      len: PAGE_BYTES,
      count: 1025,
      advice: 'FREE',
      child: true,
    },
  ],
  read: ['read A 2m+3p-1p', { op: 'read', region: 'A', off: 2 * MIB + 2 * PAGE_BYTES }],
  write: ['write A 0 255', { op: 'write', region: 'A', off: 0, value: 255 }],
  'read-range': [
    'read-range A 0 2m 4p',
    { op: 'read-range', region: 'A', off: 0, len: 2 * MIB, stride: 4 * PAGE_BYTES },
  ],
  'write-range': [
    'write-range A 0 2m 7 4p',
    { op: 'write-range', region: 'A', off: 0, len: 2 * MIB, value: 7, stride: 4 * PAGE_BYTES },
  ],
  sysread: ['sysread A 3p', { op: 'sysread', region: 'A', off: 3 * PAGE_BYTES }],
  'uffd-open': [
    'uffd-open wp_async move user_mode_only',
    { op: 'uffd-open', features: ['wp_async', 'move', 'user_mode_only'] },
  ],
  'uffd-close': ['uffd-close', { op: 'uffd-close' }],
  'uffd-register': [
    'uffd-register A 0 4m missing+wp',
    { op: 'uffd-register', region: 'A', off: 0, len: 4 * MIB, mode: 'missing+wp' },
  ],
  'uffd-unregister': ['uffd-unregister A 0 4m', { op: 'uffd-unregister', region: 'A', off: 0, len: 4 * MIB }],
  'uffd-wake': ['uffd-wake A 0 1p', { op: 'uffd-wake', region: 'A', off: 0, len: PAGE_BYTES }],
  'uffd-copy': [
    'uffd-copy A 0 1p 9 wp dontwake',
    { op: 'uffd-copy', region: 'A', off: 0, len: PAGE_BYTES, value: 9, dontwake: true, wp: true },
  ],
  'uffd-zeropage': [
    'uffd-zeropage A 0 1p dontwake',
    { op: 'uffd-zeropage', region: 'A', off: 0, len: PAGE_BYTES, dontwake: true },
  ],
  'uffd-wp': [
    'uffd-wp A 0 1p off dontwake',
    { op: 'uffd-wp', region: 'A', off: 0, len: PAGE_BYTES, protect: 'off', dontwake: true },
  ],
  'uffd-poison': ['uffd-poison A 0 1p', { op: 'uffd-poison', region: 'A', off: 0, len: PAGE_BYTES }],
  'uffd-move': [
    'uffd-move A 2m B 1p 4k holes',
    {
      op: 'uffd-move',
      region: 'A',
      off: 2 * MIB,
      from: 'B',
      fromOff: PAGE_BYTES,
      len: PAGE_BYTES,
      holes: true,
      dontwake: false,
    },
  ],
  'pagemap-scan': [
    'pagemap-scan A 0 1m wp checkasync',
    { op: 'pagemap-scan', region: 'A', off: 0, len: MIB, wp: true, checkasync: true },
  ],
  'khugepaged-run': ['khugepaged-run 7', { op: 'khugepaged-run', passes: 7 }],
  'khugepaged-set': [
    'khugepaged-set max_ptes_none 0',
    { op: 'khugepaged-set', knob: 'max_ptes_none', value: 0 },
  ],
  'thp-enabled': ['thp-enabled never', { op: 'thp-enabled', value: 'never' }],
  'thp-defrag': ['thp-defrag defer+madvise', { op: 'thp-defrag', value: 'defer+madvise' }],
  'thp-set': [
    'thp-set hugepages-64kB/enabled madvise',
    { op: 'thp-set', knob: 'hugepages-64kB/enabled', value: 'madvise' },
  ],
  'prctl-thp-disable': ['prctl-thp-disable 2', { op: 'prctl-thp-disable', value: 2 }],
  fork: ['fork', { op: 'fork' }],
  reap: ['reap', { op: 'reap' }],
  'child-read': ['child-read A 3p', { op: 'child-read', region: 'A', off: 3 * PAGE_BYTES }],
  'child-write': ['child-write A 3p 9', { op: 'child-write', region: 'A', off: 3 * PAGE_BYTES, value: 9 }],
  'pfn-mark': ['pfn-mark A', { op: 'pfn-mark', region: 'A' }],
  'pfn-check': ['pfn-check A', { op: 'pfn-check', region: 'A' }],
  'pfn-old': ['pfn-old A 3p', { op: 'pfn-old', region: 'A', off: 3 * PAGE_BYTES }],
  sleep: ['sleep 20', { op: 'sleep', ms: 20 }],
};
const BEFORE = 'mmap A 8m\nmmap B 8m\nfork\n';

describe('reading', () => {
  it.each(OP_NAMES.map((op) => FULL[op]))('%s', (text, act) => {
    expect(last(BEFORE + text)).toStrictEqual(act);
    expect(last(`${BEFORE}${formatOp(act)}`)).toStrictEqual(act);
  });

  it.each([
    ['mmap N 2m', { shift: 0, prot: 'rw', noreserve: false, backing: 'private' }],
    ['mremap A 0 2m N', { shift: 0, dontunmap: false }],
    ['pmadvise A 0 1p 1p 8 DONTNEED', { child: false }],
    ['write A 0', { value: 1 }],
    ['child-write A 0', { value: 1 }],
    ['write-range A 0 2m', { value: 1, stride: PAGE_BYTES }],
    ['write-range A 0 2m 7', { value: 7, stride: PAGE_BYTES }],
    ['read-range A 0 2m', { stride: PAGE_BYTES }],
    ['uffd-open', { features: [] }],
    ['uffd-copy A 0 1p 5', { dontwake: false, wp: false }],
    ['pagemap-scan A 0 1m', { wp: false, checkasync: false }],
    ['khugepaged-run', { passes: 3 }],
  ])('%s has its defaults', (text, fields) => {
    expect(last(BEFORE + text)).toMatchObject(fields);
  });

  it('keeps the question, the words of each operation and their places', () => {
    const parsed = parseScript(
      '# a note\r\n#  Q: Why?  \n# Q: no second one\n\n  mmap A 2m # Q: no\r\tread  A 0#x',
    );
    expect(parsed.ok && parsed.value.question).toBe('Why?');
    expect(parsed.ok && parsed.value.ops.map(({ line, column, text }) => [line, column, text])).toEqual([
      [5, 3, 'mmap A 2m'],
      [6, 2, 'read  A 0'],
    ]);
  });

  it('an empty text is a script without operations', () => {
    expect(parseScript('')).toEqual({ ok: true, value: { question: '', era: 'modern', ops: [] } });
    expect(parseScript('# era: 2017')).toEqual({ ok: true, value: { question: '', era: '2017', ops: [] } });
    expect(parseScript('# era: 1999')).toMatchObject({ value: { era: 'modern' } });
  });

  it.each([
    ['0', 0],
    ['4097', 4097],
    ['4k', 4096],
    ['3p', 3 * 4096],
    ['1h', 2 * MIB],
    ['1g', GIB],
    ['2m+3p-1p', 2 * MIB + 2 * 4096],
    ['1p-2p', -4096],
    ['', null],
    ['p', null],
    ['1P', null],
    ['-1p', null],
    ['1p+', null],
    ['1p++1p', null],
    ['0x10', null],
    ['1.5m', null],
    ['9'.repeat(400), Number.POSITIVE_INFINITY],
  ])('the size %s', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it('sizes come back as they were', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.nat(GIB),
          fc.nat(GIB / 4096).map((n) => n * 4096),
        ),
        (n) => {
          expect(parseSize(formatSize(n))).toBe(n);
        },
      ),
    );
    expect([511 * 4096, 2 * MIB + 3 * 4096, MIB, 4097].map(formatSize)).toEqual([
      '511p',
      '2m+3p',
      '1m',
      '4097',
    ]);
  });
});

describe('refusing', () => {
  it.each<[string, string, RegExp]>([
    ['madvice A 0 2m HUGEPAGE', 'madvice', /an operation, perhaps madvise; found "madvice"/],
    ['frobnicate', 'frobnicate', /an operation, one of mmap, munmap, .* and \d+ more; found "frobnicate"/],
    ['read C 0', 'C', /a region, one of A, B; found "C"/],
    ['read A', 'A', /expected OFF, as in read NAME OFF; found the end of the line/],
    ['read A 0 1', '1', /expected the end of the line, as in read NAME OFF; found "1"/],
    ['read A 2x', '2x', /OFF as a size \(4k, 3p, 2m, .*\); found "2x"/],
    ['read A 1p-2p', '1p-2p', /OFF from 0 to 1g; found "1p-2p"/],
    ['read A 2g', '2g', /OFF from 0 to 1g/],
    ['write A 0 256', '256', /VAL as a whole number from 0 to 255; found "256"/],
    ['madvise A 0 2m HUGEPAGES', 'HUGEPAGES', /an advice, perhaps HUGEPAGE; found "HUGEPAGES"/],
    ['madvise A 0 2m hugepage', 'hugepage', /an advice, perhaps HUGEPAGE/],
    ['madvise A 0 2m MAGIC', 'MAGIC', /an advice, one of NORMAL, .*, GUARD_REMOVE; found "MAGIC"/],
    ['uffd-open wp_async magic', 'magic', /a feature, one of event_fork, .*, user_mode_only; found "magic"/],
    ['uffd-open move move', 'move', /move once/],
    ['uffd-register A 0 2m minor', 'minor', /one of missing, wp, missing\+wp; found "minor"/],
    ['mmap A 2m', 'A', /expected a new name: there is a region A already/],
    ['mmap 1st 2m', '1st', /a name for the region: a letter/],
    ['mmap N 0', '0', /SIZE from 1 to 1g/],
    ['mmap N 2m shift=1', 'shift=1', /shift in whole pages/],
    ['mmap N 2m shift=2m', 'shift=2m', /shift from 0 to 511p/],
    ['mmap N 2m ro none', 'none', /expected one of ro and none; found both/],
    ['mmap N 2m ro ro', 'ro', /ro once; found it again/],
    ['mmap N 2m huge', 'huge', /an option, one of shift=OFF, ro, none, noreserve, shared, memfd/],
    ['mmap N 1g', 'mmap', /at most 1 GiB in all regions together; found 1\.02 GiB up to here/],
    ['read-range A 0 2m 0', '0', /STRIDE from 1p to 1g/],
    ['khugepaged-set max_ptes 0', 'max_ptes', /a knob, one of defrag, max_ptes_none, .*; found "max_ptes"/],
    ['khugepaged-set max_ptes_none 512', '512', /a whole number from 0 to 511/],
    ['khugepaged-set toString 512', 'toString', /a knob, one of defrag/],
    ['thp-set hugepages-64kB/enabled maybe', 'maybe', /a value, one of always, inherit, madvise, never/],
    ['thp-set __proto__ always', '__proto__', /a knob, one of enabled, defrag/],
    ['constructor', 'constructor', /an operation/],
    ['thp-enabled sometimes', 'sometimes', /one of always, madvise, never/],
    ['prctl-thp-disable 3', '3', /one of 0, 1, 2/],
    ['khugepaged-run 0', '0', /PASSES as a whole number from 1 to 100/],
    ['uffd-wp A 0 1p maybe', 'maybe', /one of on, off/],
    ['flood A 0 1p 1g 1k DONTNEED', 'flood', /touch at most \d+ pages together/],
  ])('%s', (text, under, message) => {
    const whole = BEFORE + text;
    const [error, ...others] = errorsOf(whole);
    expect(others).toEqual([]);
    expect(error?.line).toBe(4);
    const line = whole.split('\n')[3]!;
    expect(line.slice(error!.column - 1, error!.endColumn - 1)).toBe(under);
    expect(error?.message).toMatch(message);
  });

  it('needs a fork before the child', () => {
    expect(errorsOf('mmap A 2m\nchild-read A 0')[0]?.message).toMatch(/a fork before child-read/);
    expect(errorsOf('mmap A 2m\nfork\nreap\nreap')[0]?.message).toMatch(/a fork before reap/);
    expect(errorsOf('mmap A 2m\npmadvise A 0 1p 1p 1 FREE child')[0]?.message).toMatch(/a fork/);
  });

  it('tells every error, and a wrong line breaks no other', () => {
    const errors = errorsOf('mmap A 2x\nread A 0\nmadvise A x 2m MAGIC\nflop\nread A 1p 2');
    expect(errors.map((e) => [e.line, e.column])).toEqual([
      [1, 8],
      [3, 11],
      [3, 16],
      [4, 1],
      [5, 11],
    ]);
  });

  it.each([
    ['too many characters', ' '.repeat(MAX_TEXT + 1), /characters/],
    ['too many lines', '\n'.repeat(MAX_LINES), /lines/],
    ['too many operations', `mmap A 2m\n${'read A 0\n'.repeat(MAX_OPS)}`, /operations/],
    [
      'too many regions',
      Array.from({ length: 65 }, (_, i) => `mmap R${i} 4k`).join('\n'),
      /at most 64 regions/,
    ],
    ['too many passes', `mmap A 1g\n${'khugepaged-run\n'.repeat(20)}`, /touch at most/],
  ])('%s', (_, text, message) => {
    const errors = errorsOf(text);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toMatch(message);
  });

  it('nonsense as long as a script may be is refused soon, with as many errors as are told', () => {
    expect(errorsOf(`mmap A 2m ${'x '.repeat(MAX_TEXT / 2 - 8)}`)).toHaveLength(1);
    expect(errorsOf('1p+'.repeat(MAX_TEXT / 3))).toHaveLength(1);
    expect(errorsOf(`mmap A ${'1p+'.repeat(MAX_TEXT / 3 - 8)}`)).toHaveLength(1);
    expect(errorsOf('flop\n'.repeat(MAX_ERRORS + 1))).toHaveLength(MAX_ERRORS);
  }, 5_000);
});

const NEW_NAMES = fc.stringMatching(/^N[a-z0-9_]{6}$/);

/** Any operation of a name on regions A, B, on a child that is there, within all limits. */
function actsNamed(op: OpName): fc.Arbitrary<Act> {
  const { params, options, unset, list } = GRAMMAR[op];
  const fields: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [field, value] of Object.entries(unset)) fields[field] = fc.constant(value);
  for (const p of params) fields[p.field] = anyOf(p);
  for (const field of new Set(options.map((o) => o.field)))
    fields[field] = fc.oneof(
      fc.constant(unset[field]),
      ...options
        .filter((o) => o.field === field)
        .map((o) => (o.value === null ? fc.nat(511).map((n) => n * PAGE_BYTES) : fc.constant(o.value))),
    );
  if (list) fields[list.field] = fc.subarray([...list.words], { minLength: 0 });
  if (op === 'khugepaged-set' || op === 'thp-set') return settings(op);
  return fc.record(fields).map((made) => ({ op, ...made }) as unknown as Act);
}

// Made once for each name: to make an arbitrary of strings takes longer than to take one from it.
const byName = new Map(OP_NAMES.map((op) => [op, actsNamed(op)]));
const acts = fc.constantFrom(...OP_NAMES).chain((op) => byName.get(op)!);

function anyOf({ kind }: Param): fc.Arbitrary<unknown> {
  switch (kind.is) {
    case 'region':
      return fc.constantFrom('A', 'B');
    case 'new-region':
      return NEW_NAMES;
    case 'size':
      return fc.nat(64).map((n) => Math.max(kind.min, n * PAGE_BYTES));
    case 'number':
      return fc.integer({ min: kind.min, max: Math.min(kind.max, 64) });
    case 'word':
      return fc.constantFrom(...kind.words.map((w) => (kind.numeric ? Number(w) : w)));
    case 'knob':
    case 'value-of-knob':
      return fc.constant('');
  }
}

function settings(op: 'khugepaged-set' | 'thp-set'): fc.Arbitrary<Act> {
  return op === 'khugepaged-set'
    ? fc
        .constantFrom(...(Object.keys(KHUGEPAGED_KNOBS) as (keyof typeof KHUGEPAGED_KNOBS)[]))
        .chain((knob) =>
          fc
            .integer({ min: KHUGEPAGED_KNOBS[knob][0], max: KHUGEPAGED_KNOBS[knob][1] })
            .map((value) => ({ op, knob, value })),
        )
    : fc
        .constantFrom(...(Object.keys(THP_KNOBS) as (keyof typeof THP_KNOBS)[]))
        .chain((knob) => fc.constantFrom<string>(...THP_KNOBS[knob]).map((value) => ({ op, knob, value })));
}

const scripts = fc
  .record({
    question: fc.stringMatching(/^([!-~]( ?[!-~]){0,30})?$/),
    body: fc.array(acts, { maxLength: 12 }),
  })
  .map(({ question, body }) => {
    const named = new Set<unknown>();
    // Every operation after a fork of its own, so that there is a child; names of regions are new only once.
    const ops = body
      .filter((a) => {
        const name = a.op === 'mmap' ? a.region : a.op === 'mremap' ? a.to : a;
        return !named.has(name) && named.add(name);
      })
      .flatMap((a): Act[] => [{ op: 'fork' }, a]);
    return { question, ops: [...actsOf(opsOf('mmap A 8m\nmmap B 8m')), ...ops] };
  });

describe('any script', () => {
  it('comes back from its text as it was', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const text = formatScript(script);
        const parsed = parseScript(text);
        if (!parsed.ok) throw new Error(JSON.stringify([text, parsed.errors]));
        expect(parsed.value.question).toBe(script.question);
        expect(actsOf(parsed.value.ops)).toStrictEqual(script.ops);
        expect(formatScript(parsed.value)).toBe(text);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('damaged anywhere, is read or refused at a place inside the text', () => {
    const words = fc.oneof(
      fc.constantFrom(...OP_NAMES, 'A', '1p', '\n', '#', '# Q: ', '1g', 'HUGEPAGE', '99999999999999999999'),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    const cut = fc.tuple(fc.nat(), fc.nat({ max: 6 }), words);
    fc.assert(
      fc.property(scripts, fc.array(cut, { maxLength: 6 }), (script, cuts) => {
        let text = formatScript(script);
        for (const [at, length, put] of cuts) {
          const i = at % (text.length + 1);
          text = text.slice(0, i) + put + text.slice(i + length);
        }
        within(text);
      }),
      { seed: 12, numRuns: 1000 },
    );
  });

  it('any string at all is read or refused at a place inside it', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), within), { seed: 13 });
  });
});

function within(text: string): void {
  const parsed = parseScript(text);
  if (parsed.ok) return;
  expect(parsed.errors.length).toBeGreaterThan(0);
  const lines = text.split(/\r\n?|\n/);
  for (const e of parsed.errors) {
    const line = lines[e.line - 1];
    expect(line).toBeDefined();
    expect(e.column).toBeGreaterThanOrEqual(1);
    expect(e.endColumn).toBeGreaterThanOrEqual(e.column);
    expect(e.endColumn).toBeLessThanOrEqual(line!.length + 1);
    expect(e.message.length).toBeLessThan(2500);
  }
}

it('usage says what may be left out', () => {
  expect(usage('write-range')).toBe('write-range NAME OFF LEN [VAL] [STRIDE]');
  expect(usage('mmap')).toBe('mmap NAME SIZE [shift=OFF] [ro|none] [noreserve] [shared|memfd]');
  expect(usage('uffd-open')).toBe('uffd-open [FEATURE]…');
});
