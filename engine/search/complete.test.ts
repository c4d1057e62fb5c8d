/** Guards that what is offered at a place of a query may stand there, and that what may stand there is offered. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIB } from '../base/units.ts';
import type { Recorded } from '../log/recorded.ts';
import { PRESETS, withOverrides } from '../scenario/presets.ts';
import { parseScript } from '../script/parse.ts';
import { runScript } from '../script/run.ts';
import { simulate } from '../sim/run.ts';
import { compile } from './compile.ts';
import { type Completion, type CompletionContext, completions } from './complete.ts';
import { FIELD_NAMES } from './fields.ts';
import { parseQuery } from './parse.ts';
import { Search } from './search.ts';

const contextOf = ({ recorder, cast, phases }: Recorded): CompletionContext => ({
  columns: recorder.columns,
  cast,
  phases,
  counts: recorder.state.counts,
});

const scenario = withOverrides(PRESETS[0]!, { 'guest.bytes': 4 * MIB });
if (!scenario.ok) throw new Error(scenario.problem.message);
const migration = contextOf(simulate(scenario.value));
const parsed = parseScript('mmap A 4m\nwrite-range A 0 1m 7 1p\nmadvise A 0 1m DONTNEED\n');
if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
const script = contextOf(runScript(parsed.value));

/** The cursor is where `^` stands. */
function at(marked: string, context = migration): Completion[] {
  const cursor = marked.indexOf('^');
  return completions(marked.replace('^', ''), cursor, context);
}
const labels = (marked: string, context = migration) => at(marked, context).map((c) => c.label);

const applied = (text: string, { from, to, insert }: Completion) =>
  text.slice(0, from) + insert + text.slice(to);

describe('completion', () => {
  it('of nothing offers fields, then areas and events, the commonest first', () => {
    const all = labels('^');
    expect(all.slice(0, FIELD_NAMES.length)).toEqual(FIELD_NAMES.map((f) => `${f}=`));
    expect(all).toEqual(expect.arrayContaining(['uffd.*', 'uffd.copy', 'guest.write']));
    expect(all).not.toContain('or');
    expect(labels('uffd.copy ^')).toContain('or');
    expect(labels('uffd.copy or ^')).not.toContain('or');
    expect(labels('!^')).not.toContain('or');
  });

  it.each<[marked: string, first: string[]]>([
    ['uffd.co^', ['uffd.copy']],
    ['ho^', ['host=']],
    ['pag^', ['page=', 'pages=']],
    ['pag^=5', ['page', 'pages']],
    ['host=^', ['source', 'destination']],
    ['host=d^', ['destination']],
    ['host = "d^', ['destination']],
    ['uffd.copy host=^ page=5', ['source', 'destination']],
    ['host=source|^', ['destination']],
    ['actor=dst-^', ['dst-load', 'dst-listen', 'dst-fault']],
    ['phase=post^', ['postcopy']],
    ['cause=no^', ['none']],
    ['fn=handle_u^', ['handle_userfault']],
    ['rule=Z12^', []],
    ['rule=K4.^', ['K4.10']],
    ['page=^', []],
    ['time=1^', []],
    ['what=^', []],
    ['!uffd.co^', ['uffd.copy']],
    ['-uffd.co^', ['uffd.copy']],
    ['fault|uffd.co^', ['uffd.copy']],
  ])('%s', (marked, first) => expect(labels(marked).slice(0, Math.max(1, first.length))).toEqual(first));

  it('offers no field among alternatives, and nothing twice', () => {
    const after = labels('uffd.copy|^');
    expect(after).not.toContain('host=');
    expect(after).not.toContain('uffd.copy');
    expect(after).toContain('uffd.wake');
  });

  it('puts the word in place of the whole word under the cursor', () => {
    expect(at('page=5 uffd.zero^page host=src')).toEqual([]);
    const [offer] = at('page=5 uf^fd.x host=src');
    expect(offer).toMatchObject({ from: 7, to: 13 });
    expect(applied('page=5 uffd.x host=src', offer!)).toMatch(/^page=5 uffd\.\S+ host=src$/);
  });

  it('says what it is about, and how much of it there is', () => {
    const count = (text: string) => {
      const query = parseQuery(text);
      const matcher = query.ok ? compile(query.value, migration) : query;
      if (!matcher.ok) throw new Error(matcher.problem.message);
      const search = new Search(matcher.value);
      search.run(Infinity);
      return search.total.toLocaleString('en');
    };
    const detail = (marked: string, label: string) => at(marked).find((c) => c.label === label)?.detail;
    expect(detail('uffd.c^', 'uffd.copy')).toBe(`mfill_atomic, ${count('uffd.copy')} events`);
    expect(detail('uffd^', 'uffd.*')).toMatch(new RegExp(`^\\d+ kinds, ${count('uffd')} events$`));
    expect(detail('fn=mfill^', 'mfill_atomic')).toBe(`${count('fn=mfill_atomic')} events`);
    expect(detail('host=^', 'source')).toBe('src');
  });

  it('has the names of a script, in quotes where they need them', () => {
    expect(labels('host=^', script)).toEqual(['child', 'process']);
    expect(at('phase=madv^', script)).toEqual([
      expect.objectContaining({
        label: 'madvise A 0 1m DONTNEED',
        insert: '"madvise A 0 1m DONTNEED"',
        from: 6,
        to: 10,
      }),
    ]);
    expect(labels('phase="madvise A^', script)).toEqual(['madvise A 0 1m DONTNEED']);
  });

  it('offers nothing that may not stand there, at any place of any query', () => {
    const pieces = [
      ...FIELD_NAMES,
      'uffd.copy',
      'guest',
      'or',
      '=',
      '!=',
      '>',
      '|',
      ',',
      '!',
      '"',
      ' ',
      '..',
      '5',
      'src',
      'none',
      'dst-',
      'Z',
    ];
    const text = fc.array(fc.constantFrom(...pieces, ' ', ' '), { maxLength: 8 }).map((p) => p.join(''));
    let offered = 0;
    fc.assert(
      fc.property(
        text,
        fc.nat(40),
        fc.nat(),
        fc.constantFrom(migration, script),
        (t, place, pick, context) => {
          const cursor = Math.min(place, t.length);
          const offers = completions(t, cursor, context);
          const offer = offers[pick % Math.max(1, offers.length)];
          if (!offer) return;
          offered++;
          expect(offer.from <= cursor && cursor <= offer.to && offer.to <= t.length).toBe(true);
          // Up to here the query is right, or what is wrong with it stands before the word, or something is missing after it.
          const isField = FIELD_NAMES.some((f) => f === offer.label);
          const prefix = `${t.slice(0, offer.from)}${offer.insert}${isField ? '=' : ''}`;
          const query = parseQuery(prefix);
          if (!query.ok) {
            const { from, message } = query.problem;
            const isMissing = from === prefix.length && (/=$/.test(prefix) || offer.label === 'or');
            expect(from < offer.from || isMissing, `${t} + ${prefix}: ${message}`).toBe(true);
            return;
          }
          const compiled = query.ok ? compile(query.value, context) : query;
          if (!compiled.ok && !compiled.problem.message.includes('none is both'))
            expect(compiled.problem.from, `${prefix}: ${compiled.problem.message}`).toBeLessThan(offer.from);
        },
      ),
      { numRuns: 2000, seed: 31 },
    );
    expect(offered).toBeGreaterThan(500);
  });
});
