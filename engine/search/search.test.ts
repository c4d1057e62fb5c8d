/** Guards that a query finds what it says: against every event asked one by one, in real runs of every preset, of a script,
 *  and in a made-up log of several chunks; and that slices, marks and neighbours agree with the list. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { MIB } from '../base/units.ts';
import { whole } from '../base/work.ts';
import { ACTORS, actorLabel, DST_LOAD, KHUGEPAGED, type Subject, VCPU, who } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { type EventView, K, KINDS, type Kind } from '../event/event.ts';
import { CHUNK, Columns } from '../log/columns.ts';
import { eventAt } from '../log/describe.ts';
import type { Phase } from '../log/phases.ts';
import type { Recorded } from '../log/recorded.ts';
import { eventsOfPage } from '../lookup/events.ts';
import { PRESETS, withOverrides } from '../scenario/presets.ts';
import { parseScript } from '../script/parse.ts';
import { runScript } from '../script/run.ts';
import { simulate } from '../sim/run.ts';
import { compile } from './compile.ts';
import { kindsOfRule } from './names.ts';
import { parseQuery } from './parse.ts';
import { Search } from './search.ts';

/** A log and what the oracle knows of it. */
interface Log {
  readonly name: string;
  readonly columns: Columns;
  readonly cast: Subject;
  readonly phases: readonly Phase[];
  readonly events: readonly EventView[];
  /** First page and number of pages that each event is about. */
  readonly first: Uint32Array;
  readonly count: Uint32Array;
  /** Index of the phase that each event belongs to, or -1. */
  readonly phaseOf: Int8Array;
  readonly numbers: readonly number[];
  readonly pages: number;
}

/** What of a log does not depend on how its pages are known. */
const eventsOf = (columns: Columns, phases: readonly Phase[]) => ({
  columns,
  phases,
  events: Array.from({ length: columns.length }, (_, n) => eventAt(columns, n)),
  phaseOf: Int8Array.from({ length: columns.length }, (_, n) => phases.findLastIndex((p) => p.step - 1 <= n)),
  numbers: Array.from({ length: columns.length }, (_, n) => n),
});

function logOf(name: string, { recorder, cast, phases }: Recorded): Log {
  const { columns } = recorder;
  const { pages } = recorder.state;
  const first = new Uint32Array(columns.length);
  const count = new Uint32Array(columns.length);
  for (let page = pages - 1; page >= 0; page--)
    for (const n of eventsOfPage(columns, page)) {
      first[n] = page;
      count[n] = count[n]! + 1;
    }
  return { name, cast, ...eventsOf(columns, phases), first, count, pages };
}

/** Three chunks and a bit, with long chains of causes, and all that a page can be in. */
function madeUp(): Log {
  const columns = new Columns();
  const random = new Random(3, 1);
  const length = 3 * CHUNK + 777;
  const first = new Uint32Array(length);
  const count = new Uint32Array(length);
  const kinds = [K.COPY, K.WRITE, K.FAULT_HUGE, K.DONTNEED, K.VM_STOP];
  let time = 0;
  for (let n = 0; n < length; n++) {
    const kind = kinds[random.below(kinds.length)]!;
    const page = random.below(4096);
    const arg = random.below(random.below(2) ? 20 : 0xffffffff);
    const cause = random.below(3) === 0 ? NO_CAUSE : n - 1 - random.below(random.below(50) ? 6 : 70_000);
    time += random.below(3) * random.below(1000);
    columns.push(
      kind,
      who(random.below(ACTORS.length), random.below(2), random.below(8)),
      page,
      arg,
      cause < 0 ? NO_CAUSE : cause,
      time,
    );
    first[n] = kind === K.FAULT_HUGE ? page - (page % 512) : page;
    count[n] = kind === K.FAULT_HUGE ? 512 : kind === K.DONTNEED ? arg : kind === K.VM_STOP ? 0 : 1;
  }
  columns.trim();
  const phase = (step: number) =>
    ({ name: 'precopy', label: 'precopy', short: 'precopy', tight: 'precopy', step, timeNs: 0 }) as const;
  const phases = [phase(10), phase(CHUNK + 5)];
  return { name: 'made up', cast: 'qemu', ...eventsOf(columns, phases), first, count, pages: 4096 };
}

const SCRIPT = `mmap A 4m
madvise A 0 4m HUGEPAGE
write-range A 0 4m 7 1p
fork
child-write A 0 3
madvise A 1p 1p DONTNEED
madvise A 2m 2m NOHUGEPAGE
reap
`;

function scriptRun(): Recorded {
  const script = parseScript(SCRIPT);
  if (!script.ok) throw new Error(JSON.stringify(script.errors));
  return runScript(script.value);
}

const small = PRESETS.map((preset) => {
  const scenario = withOverrides(preset, { 'guest.bytes': 4 * MIB });
  if (!scenario.ok) throw new Error(scenario.problem.message);
  return logOf(preset.id, simulate(scenario.value));
});
const script = logOf('a script', scriptRun());
const large = madeUp();
const logs = [...small, script, large];

/** A part of a query and what it means, told without the code under test. */
interface Part {
  readonly text: string;
  readonly is: Test;
}

type Test = (n: number) => boolean;

/** `is`, or its opposite where the sign says so. */
const withSign = (sign: string, is: Test): Test => (['!', '-', '!='].includes(sign) ? (n) => !is(n) : is);
const anyOf = (tests: readonly Test[]): Test =>
  tests.length === 1 ? tests[0]! : (n) => tests.some((is) => is(n));

const areaOf = (name: string) => name.split('.')[0]!;
const verbOf = (name: string) => name.split('.')[1]!;
const caseless = (text: string) => fc.constantFrom(text, text, text.toUpperCase());

/** Terms that are about this log: each of its names stands in it. */
function termsOf(log: Log): fc.Arbitrary<Part> {
  const { columns, events, first, count, pages } = log;
  const { length } = columns;
  const event = (n: number) => events[n]!;
  const isRoot = (n: number) => columns.cause(n) === NO_CAUSE;
  /** Asks each kind once, not each event. */
  const ofKind = (is: (kind: Kind) => boolean): Test => {
    const meets = KINDS.map(is);
    return (n) => meets[event(n).kind]!;
  };
  const seen = [...new Set(events.map((e) => e.kind))].map((k) => KINDS[k]!);
  const anyEvent = fc.nat(length - 1);

  const name = fc.constantFrom(...seen).chain(
    ({ name: full }): fc.Arbitrary<{ text: string; is: (name: string) => boolean }> =>
      fc.oneof(
        caseless(full).map((text) => ({ text, is: (n: string) => n === full })),
        caseless(`${areaOf(full)}.*`).map((text) => ({
          text,
          is: (n: string) => areaOf(n) === areaOf(full),
        })),
        caseless(areaOf(full)).map((text) => ({ text, is: (n: string) => areaOf(n) === areaOf(full) })),
        caseless(`*.${verbOf(full)}`).map((text) => ({
          text,
          is: (n: string) => verbOf(n) === verbOf(full),
        })),
      ),
  );
  const bar = fc.constantFrom('|', ',', ' | ', ', ');
  const some = <T extends { text: string }>(one: fc.Arbitrary<T>) =>
    fc
      .tuple(fc.array(one, { minLength: 1, maxLength: 3 }), bar)
      .map(([all, b]) => ({ all, text: all.map((a) => a.text).join(b) }));
  const names = some(name).map(({ all, text }) => ({
    text,
    is: ofKind((kind) => all.some((a) => a.is(kind.name))),
  }));

  /** Numbers near those that the log has, in all ways of writing them. */
  const field = (
    label: string,
    near: fc.Arbitrary<number>,
    least: number,
    meets: (n: number, from: number, to: number) => boolean,
    write: (x: number) => string = String,
  ): fc.Arbitrary<Part> => {
    const at = fc.tuple(near, fc.integer({ min: -2, max: 2 })).map(([x, d]) => Math.max(least, x + d));
    const interval = fc.oneof(
      at.map((a) => ({ text: write(a), from: a, to: a })),
      fc
        .tuple(at, fc.nat(30))
        .map(([a, w]) => ({ text: `${write(a)}..${write(a + w)}`, from: a, to: a + w })),
      fc
        .tuple(at, at)
        .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
        .map(([from, to]) => ({ text: `${write(from)}..${write(to)}`, from, to })),
      at.map((a) => ({ text: `${write(a)}..`, from: a, to: Infinity })),
      at.map((a) => ({ text: `..${write(a)}`, from: 0, to: a })),
    );
    const equal = some(interval).chain(({ all, text }) =>
      fc.constantFrom('=', '!=').map((op) => ({
        text: `${label}${op}${text}`,
        is: withSign(
          op,
          anyOf(
            all.map(
              ({ from, to }) =>
                (n) =>
                  meets(n, from, to),
            ),
          ),
        ),
      })),
    );
    const compared = fc
      .tuple(at, fc.constantFrom('<', '<=', '>', '>='), fc.constantFrom('', ' '))
      .map(([a, op, space]) => {
        const from = op === '>' ? a + 1 : op === '>=' ? a : 0;
        const to = op === '<' ? a - 1 : op === '<=' ? a : Infinity;
        return {
          text: `${label}${space}${op}${space}${write(a)}`,
          is: (n: number) => from <= to && meets(n, from, to),
        };
      });
    return label === 'phase' ? equal : fc.oneof(equal, compared);
  };
  const inside = (value: (n: number) => number) => (n: number, from: number, to: number) =>
    value(n) >= from && value(n) <= to;
  const about = (n: number, from: number, to: number) =>
    count[n]! > 0 && first[n]! <= to && first[n]! + count[n]! - 1 >= from;
  const hexed = (x: number) => `0x${x.toString(16)}`;
  const page = fc.nat(pages - 1);

  const hosts = (columns.hosts ?? ['source', 'destination']).flatMap((own, h) =>
    [own, h ? 'dst' : 'src'].map((text) => ({ text, h })),
  );
  const word = <T extends { text: string }>(
    label: string,
    value: fc.Arbitrary<T>,
    meaning: (value: T) => Test,
  ): fc.Arbitrary<Part> =>
    fc.tuple(some(value), fc.constantFrom('=', '!=', ' = ')).map(([{ all, text }, op]) => {
      const is = anyOf(all.map(meaning));
      return { text: `${label}${op}${text}`, is: withSign(op, is) };
    });

  /** Whether one of the events that led to this one meets `is`. A cause stands before its event. */
  const comesFrom = (is: Test): Test => {
    let found: boolean[] | undefined;
    const find = () => {
      const all: boolean[] = [];
      for (const n of log.numbers) {
        const cause = columns.cause(n);
        all.push(cause !== NO_CAUSE && (all[cause]! || is(cause)));
      }
      return all;
    };
    return (n) => {
      found ??= find();
      return found[n]!;
    };
  };
  const ofPhase = (n: number) => log.phaseOf[n]!;
  const cpu = inside((n) => event(n).cpu);
  const pagesOf = inside((n) => count[n]!);
  const phases = log.phases.flatMap((p) => [
    { text: `"${p.name}"`, is: (q: Phase) => q.name === p.name || q.label === p.name },
    { text: `"${p.label}"`, is: (q: Phase) => q.label === p.label || q.name === p.label },
  ]);
  const fns = seen.filter((k) => k.fn !== '').map((k) => k.fn);
  const none = fc.constant({ text: 'none', is: () => false });

  const term = fc.oneof(
    { weight: 3, arbitrary: names },
    word(
      'host',
      fc.constantFrom(...hosts),
      ({ h }) =>
        (n) =>
          event(n).host === h,
    ),
    word(
      'actor',
      fc.constantFrom(
        ...ACTORS.flatMap((id, a) => [
          { text: id, a },
          { text: `"${actorLabel(a, log.cast)}"`, a },
        ]),
      ),
      ({ text, a }) => {
        const is = ACTORS.map((_, b) => b === a || `"${actorLabel(b, log.cast)}"` === text);
        return (n) => is[event(n).actor]!;
      },
    ),
    field(
      'cpu',
      fc.constantFrom(2, 3, 5),
      0,
      (n, from, to) => event(n).actor === VCPU && cpu(n, from, to),
      (x) => String(Math.min(7, x)),
    ),
    field('page', page, 0, about, hexed),
    field('page', page, 0, about, (x) => `guest+${hexed(x * 4096)}`),
    field(
      'region',
      page.map((p) => Math.floor(p / 512)),
      0,
      (n, from, to) => about(n, from * 512, to * 512 + 511),
    ),
    field(
      'pages',
      anyEvent.map((n) => count[n]!),
      0,
      (n, from, to) => count[n]! > 0 && pagesOf(n, from, to),
    ),
    field(
      'step',
      anyEvent,
      0,
      inside((n) => n + 1),
    ),
    field(
      'time',
      anyEvent.map((n) => columns.time(n)),
      0,
      inside((n) => columns.time(n)),
      (x) => `${x}ns`,
    ),
    field(
      'arg',
      anyEvent.map((n) => Math.min(event(n).arg, 0xffffff00)),
      0,
      inside((n) => event(n).arg),
    ),
    field(
      'phase',
      fc.integer({ min: 3, max: 9 }),
      1,
      (n, from, to) => ofPhase(n) >= 0 && ofPhase(n) + 1 >= from && ofPhase(n) + 1 <= to,
    ),
    word('phase', fc.constantFrom(...phases), ({ is }) => {
      const meets = log.phases.map(is);
      return (n) => meets[ofPhase(n)] ?? false;
    }),
    word('cause', fc.oneof(name, none), ({ text, is }) => {
      const meets = ofKind((kind) => is(kind.name));
      return (n) => (isRoot(n) ? text === 'none' : meets(columns.cause(n)));
    }),
    word(
      'cause',
      anyEvent.map((m) => ({ text: String(m + 1), m })),
      ({ m }) =>
        (n) =>
          columns.cause(n) === m,
    ),
    word('from', name, ({ is }) => comesFrom(ofKind((kind) => is(kind.name)))),
    word(
      'from',
      anyEvent.map((m) => ({ text: `${m + 1}..${m + 4}`, m })),
      ({ m }) => comesFrom((o) => o >= m && o < m + 4),
    ),
    word(
      'fn',
      fc.constantFrom(...fns).map((fn) => ({ text: fn, fn })),
      ({ fn }) => ofKind((kind) => kind.fn === fn),
    ),
    word(
      'fn',
      fc.constantFrom(...fns).map((fn) => ({ text: `*${fn.slice(2, 5)}*`, part: fn.slice(2, 5) })),
      ({ part }) => ofKind(({ fn }) => fn.toLowerCase().includes(part.toLowerCase())),
    ),
    word(
      'rule',
      fc.constantFrom(...seen).map(({ rule }) => ({ text: rule, rule })),
      ({ rule }) => ofKind((kind) => kind.rule === rule || kind.rule.startsWith(`${rule}.`)),
    ),
    word(
      'rule',
      fc.constantFrom(...seen).map(({ rule }) => ({ text: `${rule[0]}*`, rule })),
      ({ rule }) => ofKind((kind) => kind.rule[0] === rule[0]),
    ),
  );
  return fc.tuple(fc.constantFrom('', '', '!', '-'), term).map(([sign, { text, is }]) => ({
    text: `${sign}${text}`,
    is: withSign(sign, is),
  }));
}

/** One to three clauses of one to three terms. */
function queriesOf(log: Log): fc.Arbitrary<{ text: string; clauses: Test[][] }> {
  const clause = fc.array(termsOf(log), { minLength: 1, maxLength: 3 }).map((terms) => ({
    text: terms.map((t) => t.text).join(' '),
    tests: terms.map((t) => t.is),
  }));
  return fc
    .oneof({ weight: 3, arbitrary: clause.map((c) => [c]) }, fc.array(clause, { minLength: 2, maxLength: 3 }))
    .map((clauses) => ({
      text: clauses.map((c) => c.text).join(' or '),
      clauses: clauses.map((c) => c.tests),
    }));
}

function searchFor(text: string, log: Log): Search {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(`${text}: ${query.problem.message}`);
  const matcher = compile(query.value, log);
  if (!matcher.ok) throw new Error(`${text}: ${matcher.problem.message}`);
  return new Search(matcher.value);
}

/** Null when compiling says that a clause can never be true. */
function searchOrNull(text: string, log: Log): Search | null {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(`${text}: ${query.problem.message}`);
  const matcher = compile(query.value, log);
  if (matcher.ok) return new Search(matcher.value);
  expect(matcher.problem.message).toContain('none is both');
  return null;
}

function listOf(search: Search): number[] {
  search.run(search.length);
  return [...search.slice(0, search.total)];
}

/** Long lists are compared by their first difference: printing them all would say nothing. */
function expectSame(found: ArrayLike<number>, expected: ArrayLike<number>, text: string): void {
  const lengths = Math.max(found.length, expected.length);
  let at = 0;
  while (at < lengths && found[at] === expected[at]) at++;
  const near = (list: ArrayLike<number>) => ({ at, n: list[at], length: list.length });
  expect(near(found), text).toEqual(near(expected));
}

/** What is in any of the lists. */
function inOrder(lists: readonly (readonly number[])[], log: Log): number[] {
  const marks = new Uint8Array(log.numbers.length);
  for (const list of lists) for (const n of list) marks[n] = 1;
  return log.numbers.filter((n) => marks[n]);
}

describe('a query', () => {
  for (const log of logs)
    it(`finds what every event asked one by one says: ${log.name}`, () => {
      let empty = 0;
      let runs = 0;
      fc.assert(
        fc.property(queriesOf(log), ({ text, clauses }) => {
          const search = searchOrNull(text, log);
          const found = clauses.map((tests) => tests.reduce((left, is) => left.filter(is), log.numbers));
          if (!search) {
            expect(found.map((list) => list.length)).toContain(0);
            return;
          }
          const expected = found.length === 1 ? found[0]! : inOrder(found, log);
          expectSame(listOf(search), expected, text);
          runs++;
          if (expected.length === 0) empty++;
        }),
        { numRuns: log === large ? 40 : 200, seed: 11 },
      );
      // An oracle that never finds anything would prove nothing.
      expect(empty).toBeLessThan(runs / 2);
    });

  it('of nothing finds every event', () => {
    for (const log of logs) expect(searchFor(' ', log).run(Infinity)).toBe(true);
    const search = searchFor('', large);
    expectSame(listOf(search), large.numbers, 'every event');
  });

  it('of a time finds those that are shown so', () => {
    const { columns } = large;
    const at = columns.time(5000);
    const shown = `${(at / 1e6).toFixed(2)}ms`;
    const expected = large.numbers.filter((n) => {
      const off = columns.time(n) - Number(shown.slice(0, -2)) * 1e6;
      return off >= -5000 && off < 5000;
    });
    expect(expected).toContain(5000);
    expect(listOf(searchFor(`time=${shown}`, large))).toEqual(expected);
    expect(listOf(searchFor(`time="${shown.replace('ms', ' ms')}"`, large))).toEqual(expected);
  });

  it('of overlapping ranges finds each event once', () => {
    expect(listOf(searchFor('step=1..5,4..8,9|20,20', large))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 19]);
    expect(listOf(searchFor('step=1..5 or step=4..6', large))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(listOf(searchFor('step<9 !step=1..5,4..7', large))).toEqual([7]);
  });

  it('of a rule finds its parts, too', () => {
    expect(kindsOfRule('K4')).toEqual(expect.arrayContaining([K.KH_SCAN, K.ACCESSED]));
    expect(kindsOfRule('K4.10')).toEqual([K.ACCESSED]);
    expect(kindsOfRule('K')).toEqual([]);
  });

  it('of two names at once is told how alternatives are written', () => {
    const log = small[0]!;
    const query = parseQuery('uffd.copy guest.write');
    const compiled = query.ok ? compile(query.value, log) : query;
    expect(compiled.ok ? null : compiled.problem).toMatchObject({
      code: 'invalid',
      where: 'column 11',
      from: 10,
      to: 21,
    });
    expect(searchFor('uffd.* *.copy', log).run(Infinity)).toBe(true);
  });
});

describe('names that this run does not have', () => {
  it.each([
    ['uffd.cpoy', 'column 1: expected an event, perhaps uffd.copy; found "uffd.cpoy"'],
    ['page=1 copy', 'column 8: expected an event, perhaps *.copy; found "copy"'],
    ['ufd', 'column 1: expected an event, perhaps uffd; found "ufd"'],
    ['!uffd.copy|what.ever', 'column 12: expected an event'],
    ['host=here', 'column 6: expected a host, one of source, destination; found "here"'],
    ['host=src,here', 'column 10: expected a host'],
    ['host=child', 'column 6: expected a host'],
    ['actor=kswapd', 'column 7: expected an actor'],
    ['phase=postcpy', 'column 7: expected a phase, perhaps postcopy; found "postcpy"'],
    ['phase=0', 'column 7: expected a phase'],
    ['cause=none|nothing', 'column 12: expected an event'],
    ['from=none', 'column 6: expected an event'],
    [
      'fn=handle_userfalt',
      'column 4: expected a function, perhaps handle_userfault; found "handle_userfalt"',
    ],
    ['rule=Y9', 'column 6: expected a rule'],
    ['host=src or uffd.wroite', 'column 13: expected an event'],
  ])('%s', (text, message) => {
    const query = parseQuery(text);
    if (!query.ok) throw new Error(query.problem.message);
    const compiled = compile(query.value, small[0]!);
    if (compiled.ok) throw new Error('it compiled');
    const { problem } = compiled;
    expect(problem.message).toContain(message);
    expect(problem.code).toBe('invalid');
    expect(problem.where).toBe(`column ${problem.from + 1}`);
    expect(problem.to).toBeGreaterThan(problem.from);
  });

  it('hosts of a script are its own', () => {
    const child = listOf(searchFor('host=child', script));
    expect(child.length).toBeGreaterThan(0);
    expect(listOf(searchFor('host=src', script))).toEqual(child);
    expect(listOf(searchFor('actor=calls', script))).toEqual(listOf(searchFor('actor=dst-load', script)));
    expect(listOf(searchFor('phase="madvise*dontneed"', script)).length).toBeGreaterThan(0);
  });
});

/** Sizes of slices: none is a whole chunk, some are more. */
const SLICE = fc.integer({ min: 777, max: 150_000 });

describe('a search', () => {
  const asked = fc.constantFrom(...logs).chain((log) => queriesOf(log).map(({ text }) => ({ log, text })));

  it('finds the same in slices of any size', () => {
    fc.assert(
      fc.property(asked, fc.array(SLICE, { minLength: 1, maxLength: 5 }), ({ log, text }, sizes) => {
        const whole = searchOrNull(text, log);
        const sliced = searchOrNull(text, log);
        if (!whole || !sliced) return;
        const list = listOf(whole);
        let found = 0;
        for (let i = 0; !sliced.run(sizes[i % sizes.length]!); i++) {
          // What is found so far is the beginning of the list.
          while ((list[found] ?? Infinity) < sliced.at) found++;
          expect(sliced.total, text).toBe(found);
          expectSame(sliced.slice(found - 5, 9), list.slice(Math.max(0, found - 5), found), text);
        }
        expectSame(sliced.slice(0, sliced.total), list, text);
      }),
      { numRuns: 100, seed: 12 },
    );
  });

  it('gives any part of its list, and the place of any step in it', () => {
    fc.assert(
      fc.property(
        asked,
        fc.integer({ min: -5, max: 300_000 }),
        fc.integer({ min: -5, max: 300 }),
        fc.nat(300_000),
        ({ log, text }, offset, count, step) => {
          const search = searchOrNull(text, log);
          if (!search) return;
          const list = listOf(search);
          const from = Math.max(0, offset % (list.length + 3));
          expectSame(search.slice(from, count), list.slice(from, from + Math.max(0, count)), text);
          expect(search.before(step)).toBe(list.filter((n) => n + 1 <= step).length);
        },
      ),
      { numRuns: 100, seed: 13 },
    );
  });

  it('finds neighbours of any step, run or not', () => {
    fc.assert(
      fc.property(
        asked,
        fc.integer({ min: -3, max: 300_000 }),
        fc.nat(250_000),
        ({ log, text }, anywhere, part) => {
          const list = searchOrNull(text, log);
          const search = searchOrNull(text, log);
          if (!list || !search) return;
          const steps = listOf(list).map((n) => n + 1);
          const step = anywhere < 0 ? anywhere : anywhere % (log.columns.length + 3);
          const next = steps.find((s) => s > step) ?? null;
          const previous = steps.findLast((s) => s < step) ?? null;
          expect([whole(search.previous(step)), whole(search.next(step))]).toEqual([previous, next]);
          search.run(part);
          expect([whole(search.previous(step)), whole(search.next(step))]).toEqual([previous, next]);
          search.run(Infinity);
          expect([whole(search.previous(step)), whole(search.next(step))]).toEqual([previous, next]);
        },
      ),
      { numRuns: 150, seed: 14 },
    );
  });

  it('finds neighbours on either side of where it stands', () => {
    const search = searchFor('', large);
    search.run(CHUNK + 100);
    for (let step = search.at - 40; step < search.at + 40; step++)
      expect([whole(search.previous(step)), whole(search.next(step))]).toEqual([step - 1, step + 1]);
    for (const seen of [500, 501]) {
      const only = searchFor('step=501', large);
      only.run(seen);
      expect([whole(only.next(0)), whole(only.next(500)), whole(only.next(501))]).toEqual([501, 501, null]);
      expect([whole(only.previous(900)), whole(only.previous(502)), whole(only.previous(501))]).toEqual([
        501,
        501,
        null,
      ]);
    }
  });

  it('marks every match of a window in its bucket once', () => {
    fc.assert(
      fc.property(
        asked,
        fc.integer({ min: -9, max: 200_000 }),
        fc.integer({ min: -9, max: 200_000 }),
        fc.integer({ min: 1, max: 700 }),
        ({ log, text }, a, b, buckets) => {
          const search = searchOrNull(text, log);
          if (!search) return;
          const list = listOf(search);
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          const { length } = log.columns;
          const first = Math.max(0, Math.min(length, from));
          const last = Math.max(first, Math.min(length, to));
          const edge = (i: number) => Math.round(first + ((last - first) * i) / buckets);
          const expected = Array.from(
            { length: buckets },
            (_, i) => list.filter((n) => n >= edge(i) && n < edge(i + 1)).length,
          );
          expect([...search.marks(from, to, buckets)]).toEqual(expected);
        },
      ),
      { numRuns: 60, seed: 15 },
    );
  });

  it('marks the buckets of a timeline on any axis', () => {
    const search = searchFor('uffd.copy', large);
    const list = listOf(search);
    expect([...search.marksAt([5, 5, 70_000, 70_001, large.columns.length])]).toEqual([
      0,
      list.filter((n) => n >= 5 && n < 70_000).length,
      list.filter((n) => n === 70_000).length,
      list.filter((n) => n > 70_000).length,
    ]);
  });

  it('of a log without events is over at once', () => {
    const empty = { columns: new Columns(), cast: 'qemu' as const, phases: [] };
    const query = parseQuery('uffd.copy step=1..5 from=uffd page=1 or !time=1ms');
    const matcher = query.ok ? compile(query.value, empty) : query;
    if (!matcher.ok) throw new Error(matcher.problem.message);
    const search = new Search(matcher.value);
    expect([
      search.run(1),
      search.total,
      whole(search.next(0)),
      whole(search.previous(9)),
      search.before(3),
    ]).toEqual([true, 0, null, null, 0]);
    expect([...search.slice(0, 9), ...search.marks(0, 9, 3)]).toEqual([0, 0, 0]);
  });

  it('follows chains of causes of any length', () => {
    const columns = new Columns();
    const length = 2 * CHUNK + 9;
    for (let n = 0; n < length; n++)
      columns.push(
        n === 0 ? K.VM_STOP : K.KH_WAKE,
        who(n % 2 ? KHUGEPAGED : DST_LOAD, 1),
        0,
        0,
        n === 0 ? NO_CAUSE : n - 1,
        n,
      );
    columns.trim();
    const log = { ...large, columns };
    expect(whole(searchFor('from=guest.stop', log).previous(length + 1))).toBe(length);
    const search = searchFor('from=guest.stop actor=khugepaged', log);
    search.run(Infinity);
    expect(search.total).toBe(Math.floor(length / 2));
  });
});
