/** Guards that what is a query is read as it says, that what is none is refused with its column and what was expected, and
 *  that no text makes the parser throw. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_NAMES } from './fields.ts';
import { parseQuery, type Term } from './parse.ts';
import { tokensOf } from './tokens.ts';

function clausesOf(text: string): readonly (readonly Term[])[] {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(query.problem.message);
  return query.value.clauses;
}

/** The terms of a query without their places. */
const read = (text: string) =>
  clausesOf(text).map((terms) =>
    terms.map(({ field, negated, words, ranges }) => ({
      field,
      ...(negated ? { negated } : {}),
      ...(words.length > 0 ? { words: words.map((w) => w.text) } : {}),
      ...(ranges.length > 0 ? { ranges: ranges.map((r) => [r.from, r.to]) } : {}),
    })),
  );

const MS = 1_000_000;

describe('a query', () => {
  it.each<[text: string, clauses: unknown]>([
    ['', [[]]],
    [' \t\n ', [[]]],
    ['uffd.copy', [[{ field: 'event', words: ['uffd.copy'] }]]],
    ['uffd.copy|guest.*,fault', [[{ field: 'event', words: ['uffd.copy', 'guest.*', 'fault'] }]]],
    ['uffd.copy | guest.write', [[{ field: 'event', words: ['uffd.copy', 'guest.write'] }]]],
    [
      '!uffd.copy -guest.*',
      [
        [
          { field: 'event', negated: true, words: ['uffd.copy'] },
          { field: 'event', negated: true, words: ['guest.*'] },
        ],
      ],
    ],
    ['host=src', [[{ field: 'host', words: ['src'] }]]],
    ['HOST=SRC', [[{ field: 'host', words: ['SRC'] }]]],
    ['host = src', [[{ field: 'host', words: ['src'] }]]],
    ['host!=src', [[{ field: 'host', negated: true, words: ['src'] }]]],
    ['!host!=src', [[{ field: 'host', words: ['src'] }]]],
    ['actor=src-migration,"dst load"', [[{ field: 'actor', words: ['src-migration', 'dst load'] }]]],
    ['cpu=2', [[{ field: 'cpu', ranges: [[2, 2]] }]]],
    ['cpu=..2', [[{ field: 'cpu', ranges: [[0, 2]] }]]],
    ['cpu>2', [[{ field: 'cpu', ranges: [[3, 7]] }]]],
    ['page=0x1a00..0x1BFF', [[{ field: 'page', ranges: [[0x1a00, 0x1bff]] }]]],
    [
      'page=1,5|7..9',
      [
        [
          {
            field: 'page',
            ranges: [
              [1, 1],
              [5, 5],
              [7, 9],
            ],
          },
        ],
      ],
    ],
    ['page=guest+0x1a01fff', [[{ field: 'page', ranges: [[0x1a01, 0x1a01]] }]]],
    ['region=13', [[{ field: 'region', ranges: [[13, 13]] }]]],
    ['pages>=512', [[{ field: 'pages', ranges: [[512, 0xffffffff]] }]]],
    ['arg > 5', [[{ field: 'arg', ranges: [[6, 0xffffffff]] }]]],
    ['arg<5', [[{ field: 'arg', ranges: [[0, 4]] }]]],
    ['arg<=0x10', [[{ field: 'arg', ranges: [[0, 16]] }]]],
    ['step=100..200', [[{ field: 'step', ranges: [[100, 200]] }]]],
    ['time=1ms..2.5s', [[{ field: 'time', ranges: [[MS, 2500 * MS]] }]]],
    ['time>=1min', [[{ field: 'time', ranges: [[60_000 * MS, Number.MAX_SAFE_INTEGER]] }]]],
    ['time=..3us', [[{ field: 'time', ranges: [[0, 3000]] }]]],
    ['time=0..3µs', [[{ field: 'time', ranges: [[0, 3000]] }]]],
    ['time=7ns', [[{ field: 'time', ranges: [[7, 7]] }]]],
    ['time=2.50ms', [[{ field: 'time', ranges: [[2_495_000, 2_504_999]] }]]],
    ['time="48.220 ms"', [[{ field: 'time', ranges: [[48_219_500, 48_220_499]] }]]],
    ['phase=postcopy,3..4', [[{ field: 'phase', words: ['postcopy'], ranges: [[3, 4]] }]]],
    ['cause=fault|none|17', [[{ field: 'cause', words: ['fault', 'none'], ranges: [[17, 17]] }]]],
    ['from=madvise.dontneed', [[{ field: 'from', words: ['madvise.dontneed'] }]]],
    [
      'fn=__split_huge_pmd_locked rule=K4.10',
      [
        [
          { field: 'fn', words: ['__split_huge_pmd_locked'] },
          { field: 'rule', words: ['K4.10'] },
        ],
      ],
    ],
    [
      'uffd host=dst or guest',
      [
        [
          { field: 'event', words: ['uffd'] },
          { field: 'host', words: ['dst'] },
        ],
        [{ field: 'event', words: ['guest'] }],
      ],
    ],
    ['phase=or OR host="or"', [[{ field: 'phase', words: ['or'] }], [{ field: 'host', words: ['or'] }]]],
    ['host="a or \'b\' | c=d"', [[{ field: 'host', words: ["a or 'b' | c=d"] }]]],
  ])('%s', (text, clauses) => expect(read(text)).toEqual(clauses));

  it('knows the place of each term and word', () => {
    expect(clausesOf(' !host=src, "dst"  uffd.copy')).toEqual([
      [
        {
          field: 'host',
          negated: true,
          ranges: [],
          from: 1,
          to: 17,
          words: [
            { text: 'src', from: 7, to: 10 },
            { text: 'dst', from: 12, to: 17 },
          ],
        },
        {
          field: 'event',
          negated: false,
          ranges: [],
          from: 19,
          to: 28,
          words: [{ text: 'uffd.copy', from: 19, to: 28 }],
        },
      ],
    ]);
  });
});

describe('what is no query', () => {
  it.each<[text: string, column: number, message: string]>([
    [
      'hots=src',
      1,
      'expected a field, one of host, actor, cpu, page, region, pages, step, time, phase, arg, cause, from, fn, rule; found "hots"',
    ],
    ['uffd.copy what=1', 11, 'expected a field'],
    ['host=', 6, 'expected a host; found the end'],
    ['host= uffd|', 12, 'expected another value after |; found the end'],
    ['host=|src', 6, 'expected a host; found "|"'],
    ['host>src', 5, 'expected = or != after host; found ">"'],
    ['cause<3', 6, 'expected = or != after cause; found "<"'],
    ['=src', 1, 'expected an event or a field; found "="'],
    ['host=src=dst', 9, 'expected an event or a field; found "="'],
    ['|uffd.copy', 1, 'expected an event or a field; found "|"'],
    ['uffd.copy|', 11, 'expected another value after |; found the end'],
    ['uffd.copy,,guest', 11, 'expected another value after ,; found ","'],
    ['uffd.copy|host=src', 11, 'found the field host: terms have "or" between them'],
    ['uffd.copy|"guest.write"', 11, 'expected an event; found "guest.write"'],
    ['"uffd.copy"', 1, 'expected an event or a field; found "uffd.copy"'],
    ['!', 2, 'expected an event or a field after !; found the end'],
    ['page=1 --', 9, 'expected an event or a field after -; found "-"'],
    ['host="src', 6, 'expected a " at the end of the word; found "src"'],
    ['"', 1, 'expected a " at the end of the word'],
    ['cpu=8', 5, 'expected a vCPU from 0 to 7; found "8"'],
    ['cpu=-1', 5, 'expected a vCPU from 0 to 7; found "-1"'],
    ['page=zz', 6, 'expected a page, as 0x1a00, guest+0x1a00000 or 0x1a00..0x1bff; found "zz"'],
    ['page=1.5', 6, 'expected a page'],
    ['page=9..5', 6, 'expected a range that rises; found "9..5"'],
    ['page=..', 6, 'expected a page'],
    ['page=1..2..3', 6, 'expected a page'],
    ['page=0x100000000', 6, 'expected a page'],
    ['page>', 6, 'expected a page'],
    ['page>1..2', 6, 'expected a page'],
    ['region=1k', 8, 'expected a region'],
    [
      'time=5',
      6,
      'expected a time with its unit (ns, us, ms, s, min, h), as 48.22ms or 1ms..2.5s; found "5"',
    ],
    ['time=1..5ms', 6, 'expected a time with its unit'],
    ['time=5days', 6, 'expected a time with its unit'],
    ['time=99999999999h', 6, 'expected a time'],
    ['time=constructor', 6, 'expected a time'],
    ['arg=1e3', 5, 'expected a number up to 0xffffffff'],
    ['arg=5 step=x', 12, 'expected a step, as 100 or 100..200; found "x"'],
    ['or=1', 1, 'expected a field, one of'],
    ['or uffd', 1, 'expected an event or a field before or; found "or"'],
    ['uffd or', 8, 'expected an event or a field after or; found the end'],
    ['uffd or or guest', 9, 'expected an event or a field before or'],
    ['a '.repeat(33), 65, 'expected at most 32 terms'],
    ['a'.repeat(301), 301, 'expected a query of at most 300 characters; found 301'],
  ])('%s', (text, column, message) => {
    const query = parseQuery(text);
    if (query.ok) throw new Error('it was read');
    const { problem } = query;
    expect(problem.message).toContain(message);
    expect([problem.where, problem.from]).toEqual([`column ${column}`, column - 1]);
    expect(problem.message.startsWith(`column ${column}: expected `)).toBe(true);
  });

  it('of any letters never throws, and every problem has its place in the text', () => {
    const pieces = [
      ...FIELD_NAMES,
      'uffd.copy',
      'guest.*',
      'or',
      '=',
      '!=',
      '<',
      '>=',
      '|',
      ',',
      '!',
      '-',
      '"',
      ' ',
      '..',
      '0x1f',
      '2.5ms',
      'guest+0x1000',
      'none',
      '__proto__',
      'constructor',
      '\u{1f9e8}',
      '\ud800',
    ];
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((p) => p.join('')),
    );
    let good = 0;
    fc.assert(
      fc.property(text, (t) => {
        const query = parseQuery(t);
        if (query.ok) {
          good++;
          for (const { from, to, words, ranges } of query.value.clauses.flat()) {
            expect(0 <= from && from < to && to <= t.length).toBe(true);
            expect(words.length + ranges.length).toBeGreaterThan(0);
          }
          return;
        }
        const { from, to, message } = query.problem;
        expect(0 <= from && from <= to && to <= t.length).toBe(true);
        expect(message).toMatch(/^column \d+: expected .+; found /s);
      }),
      { numRuns: 2000, seed: 21 },
    );
    expect(good).toBeGreaterThan(50);
  });
});

describe('tokens', () => {
  it('hold every letter of the text but spaces, in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab.*-!=<>|," 1') }), (text) => {
        let at = 0;
        for (const { is, text: said, from, to } of tokensOf(text)) {
          expect(text.slice(at, from).trim()).toBe('');
          const quotes = is === 'quoted' ? 2 : is === 'open' ? 1 : 0;
          expect(said.length + quotes).toBe(to - from);
          at = to;
        }
        expect(text.slice(at).trim()).toBe('');
      }),
      { seed: 22 },
    );
  });
});
