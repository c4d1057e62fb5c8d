/** Guards the gate: a file from anywhere is either a recording or a problem with a place, never an exception. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as LONGEST from '../base/longest.ts';
import { type Fixture, makeFixture } from '../testing/recording.ts';
import { playRecording } from './play.ts';
import { parseRecording } from './recording.ts';

/** The fixture after `change`, as text. */
function changed(change: (f: Fixture) => void): string {
  const f = makeFixture();
  change(f);
  return JSON.stringify(f);
}

function problemOf(text: string) {
  const parsed = parseRecording(text, 'file.json');
  if (parsed.ok) throw new Error('expected a problem');
  return parsed.problem;
}

describe('a good file', () => {
  const parsed = parseRecording(JSON.stringify(makeFixture()), 'file.json');
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const recording = parsed.value;

  it('gives its settings and its rows', () => {
    expect(recording).toMatchObject({ name: 'fixture', pages: 1536, enabled: 'madvise', maxPtesNone: 511 });
    expect(recording.rows[0]).toMatchObject({ kind: 'mmap', page: 0, n: 1536 });
    expect(recording.rows.find((r) => r.kind === 'pre_page')).toMatchObject({ n: 512, flag: true, t1: 0.03 });
  });

  it('counts rows of other blocks and of kinds it does not know', () => {
    expect(recording.skipped).toBe(2);
    const more = parseRecording(
      changed((f) => f.events.push([1, 'dst', 'never_heard_of', 0, 0, 1, null])),
      'file.json',
    );
    expect(more.ok && more.value.skipped).toBe(3);
  });

  it('has its rows in order of time, those of one time in order of the file', () => {
    const shuffled = parseRecording(
      changed((f) => f.events.reverse()),
      'file.json',
    );
    if (!shuffled.ok) throw new Error(shuffled.problem.message);
    const times = shuffled.value.rows.map((r) => r.t);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(shuffled.value.rows.filter((r) => r.t === 0.02).map((r) => r.kind)).toEqual(['pf', 'pre_page']);
  });
});

describe('a broken file', () => {
  const row = (f: Fixture, i: number) => f.events[i]!;
  const cases: [string, (f: Fixture) => void, string, RegExp][] = [
    ['without blocks', (f) => Reflect.deleteProperty(f, 'blocks'), 'blocks', /expected the field "blocks"/],
    [
      'with blocks that are no list',
      (f) => Object.assign(f, { blocks: 7 }),
      'blocks',
      /expected a list of RAM blocks, got 7/,
    ],
    [
      'with a main block that is not there',
      (f) => Object.assign(f, { main_block: 5 }),
      'main_block',
      /the 2 blocks, got 5/,
    ],
    [
      'with an odd block size',
      (f) => Object.assign(f.blocks[0] as object, { used: 4096 }),
      'blocks[0].used',
      /multiple of 2 MiB/,
    ],
    [
      'with a phase that is no time',
      (f) => Object.assign(f.phases, { src_stop: 'soon' }),
      'phases.src_stop',
      /expected seconds.*got "soon"/,
    ],
    [
      'with events that are no list',
      (f) => Object.assign(f, { events: {} }),
      'events',
      /expected a list of rows, got an object/,
    ],
    ['with no row of guest RAM', (f) => Object.assign(f, { events: [] }), 'events', /at least one row/],
    [
      'with a short row',
      (f) => row(f, 12).pop(),
      'events[12]',
      /expected a row \[t, side, kind, block, page, n, x\], got a list of 6/,
    ],
    ['with a row that is no list', (f) => Object.assign(f.events, { 3: 'x' }), 'events[3]', /got "x"/],
    [
      'with a time that is a text',
      (f) => Object.assign(row(f, 11), { 0: '1' }),
      'events[11]',
      /t in seconds.*got "1"/,
    ],
    ['with a time far off', (f) => Object.assign(row(f, 11), { 0: 1e9 }), 'events[11]', /t in seconds/],
    [
      'with a third side',
      (f) => Object.assign(row(f, 11), { 1: 'both' }),
      'events[11]',
      /side "src" or "dst"/,
    ],
    [
      'with a page outside the block',
      (f) => Object.assign(row(f, 11), { 4: 1536 }),
      'events[11]',
      /page from 0 to 1535, got 1536/,
    ],
    [
      'with half a page',
      (f) => Object.assign(row(f, 11), { 4: 0.5 }),
      'events[11]',
      /page from 0 to 1535, got 0.5/,
    ],
    [
      'with a range that leaves the block',
      (f) => Object.assign(row(f, 12), { 5: 1025 }),
      'events[12]',
      /n from 1 to 1024.*got 1025/,
    ],
    ['with a range of no pages', (f) => Object.assign(row(f, 12), { 5: 0 }), 'events[12]', /got 0/],
    [
      'with detail that is a list',
      (f) => Object.assign(row(f, 12), { 6: [] }),
      'events[12]',
      /x as an object or null/,
    ],
    [
      'with a fault neither read nor write',
      (f) => Object.assign(row(f, 7), { 6: { w: 2 } }),
      'events[7]',
      /x\.w to be 0 or 1, got 2/,
    ],
    [
      'with a load that ends before it begins',
      (f) => Object.assign(row(f, 6), { 6: { f: 'page', t1: 0 } }),
      'events[6]',
      /x\.t1/,
    ],
    [
      'with a sample that measured nothing',
      (f) => Object.assign(row(f, 2), { 6: { ahp: 0, fl: '' } }),
      'events[2]',
      /x\.rss in KiB, got nothing/,
    ],
  ];
  for (const [what, change, where, message] of cases) {
    it(`${what} is refused by its place`, () => {
      const problem = problemOf(changed(change));
      expect(problem.where).toBe(where);
      expect(problem.message).toMatch(message);
      expect(problem.message).toContain(where);
    });
  }

  it('that is no JSON, or no object, is refused', () => {
    expect(problemOf('{"meta":')).toMatchObject({ code: 'syntax', where: 'file.json' });
    expect(problemOf('null').message).toMatch(/expected an object/);
  });

  it('that is too long is not even parsed', () => {
    expect(problemOf(' '.repeat(LONGEST.recording + 1)).code).toBe('too-large');
  });

  it('that asks for endless work is refused', () => {
    const endless = changed((f) => {
      f.blocks[0] = { id: 'pc.ram', used: 8 * 1024 ** 3 };
      for (let i = 0; i < 9; i++) f.events.push([1, 'dst', 'dontneed', 0, 0, 2097152, null]);
    });
    expect(problemOf(endless)).toMatchObject({ code: 'too-large' });
    const flags = changed((f) => {
      for (let i = 0; i < 1001; i++) f.events.push([1, 'dst', 'hugepage', 0, i, 1, null]);
    });
    expect(problemOf(flags)).toMatchObject({ code: 'too-large' });
  });

  it('with a value too deep to print is refused', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const text = JSON.stringify(makeFixture()).replace('[-1,"dst","mmap",0,0,null,null]', deep);
    expect(problemOf(text)).toMatchObject({ where: 'events[0]' });
  });
});

describe('any mutation', () => {
  const count = makeFixture().events.length;
  const kinds = [...new Set(makeFixture().events.map((r) => r[2]))];
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.integer({ min: -2, max: 1537 }),
    fc.double({ min: -2, max: 2, noNaN: true }),
    fc.constantFrom(...kinds, 'thp_gain', 'thp_loss', 'src', null),
  );

  it('of rows never throws, and a problem names a row', () => {
    let refused = 0;
    let played = 0;
    const one = fc.tuple(fc.nat(count - 1), fc.nat(6), value);
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), fc.boolean(), (mutations, always) => {
        const text = changed((f) => {
          if (always) f.meta.settings_seen = [[['always'], 1]];
          for (const [row, field, v] of mutations) (f.events[row] as unknown[])[field] = v;
        });
        const result = playRecording(text, 'file.json');
        if (result.ok) played++;
        else {
          refused++;
          expect(result.problem.where).toMatch(/^events\[\d+\]$/);
        }
      }),
      { numRuns: 400, seed: 1 },
    );
    // Both outcomes were seen, so the property says something of each.
    expect(Math.min(refused, played)).toBeGreaterThan(20);
  });

  it('of order, length and repetition never throws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(count - 1), fc.nat(1535)), { minLength: 1, maxLength: 60 }),
        (picks) => {
          const text = changed((f) => {
            const all = f.events;
            f.events = picks.map(([i, page], at) => {
              const [, side, kind, block, , , x] = all[i]!;
              const t1 = { ...x!, t1: at + 0.5 };
              return [at, side, kind, block, page, 1 + ((page * 7) % (1536 - page)), x && t1];
            });
          });
          const result = playRecording(text, 'file.json');
          if (!result.ok) expect(result.problem.where).toMatch(/^events(\[\d+\])?$/);
        },
      ),
      { numRuns: 300, seed: 2 },
    );
  });

  it('of the whole text never throws', () => {
    const text = JSON.stringify(makeFixture());
    fc.assert(
      fc.property(fc.nat(text.length), fc.string({ maxLength: 3 }), (at, put) => {
        playRecording(text.slice(0, at) + put + text.slice(at + 1), 'file.json');
      }),
      { numRuns: 300, seed: 3 },
    );
    fc.assert(fc.property(fc.json(), (json) => !parseRecording(json, 'file.json').ok));
  });
});
