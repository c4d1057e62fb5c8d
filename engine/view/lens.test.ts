/** Guards what the lenses of lag, age and heat say against the events of one page after the other, folded naively. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIB } from '../base/units.ts';
import { hostOf } from '../event/actor.ts';
import { KINDS } from '../event/event.ts';
import { bitNames, DIRTY, HUGE, PRESENT, UFFD_WP, WRITE, YOUNG, ZERO } from '../event/pageword.ts';
import { eventsOfPage, versionsAfter } from '../lookup/events.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import { simulate } from '../sim/run.ts';
import { surveys } from './age.ts';
import { Viewer } from './frame.ts';
import { CELL_CLASSES, LENSES, type Lens, legend, lensTable } from './lens.ts';
import { Readings } from './readings.ts';
import { Replica } from './replica.ts';

function recorded(preset: string, overrides: Record<string, string | number | boolean>) {
  const found = findPreset(preset);
  if (!found.ok) throw new Error(found.problem.message);
  const scenario = withOverrides(found.value, overrides);
  if (!scenario.ok) throw new Error(scenario.problem.message);
  return simulate(scenario.value).recorder;
}

/** The first has more events than a tally's marks are apart. */
const RECORDERS = {
  'qemu-as-mailed': recorded('qemu-as-mailed', { 'guest.bytes': 192 * MIB, 'guest.workload': 'hotset' }),
  'criu-clr-hugepage': recorded('criu-clr-hugepage', {}),
};

const known = new Map<string, number[]>();
/** Numbers of the events of a page; kept, as the same pages are asked about for both hosts and each lens. */
function eventsOf(name: keyof typeof RECORDERS, page: number): number[] {
  const key = `${name} ${page}`;
  const events = known.get(key) ?? eventsOfPage(RECORDERS[name].columns, page);
  known.set(key, events);
  return events;
}

/** Class of a page, thought out from the list of its events alone. */
function naive(name: keyof typeof RECORDERS, lens: Lens, host: 0 | 1, page: number, step: number): string {
  const { columns } = RECORDERS[name];
  const events = eventsOf(name, page).filter((n) => n < step);
  const said = (n: number) => KINDS[columns.kind(n)]?.name ?? '';
  const mine = events.filter((n) => hostOf(columns.who(n)) === host);
  if (lens === 'heat') {
    const warm = mine.filter((n) => {
      if (/^(guest\.write|guest\.populate)$/.test(said(n))) return true;
      return /^(fault\.|uffd\.fault$)/.test(said(n)) && columns.page(n) === page;
    });
    const n = warm.length;
    return `heat${n === 0 ? 0 : Math.min(32, 2 ** Math.floor(Math.log2(n)))}`;
  }
  if (lens === 'age') {
    const last = mine.filter((n) => !surveys[columns.kind(n)]).at(-1);
    const ago = last === undefined ? Infinity : step - last;
    const limit = [1, 16, 256, 4096, 65536].find((most) => ago <= most);
    return limit === undefined ? 'ageold' : `age${limit}`;
  }
  const [src, dst] = versionsAfter(columns, events);
  const arrived = events.findLast(
    (n) =>
      /^(uffd\.copy|uffd\.zeropage|ram\.load|ram\.loadZero|restore\.page)$/.test(said(n)) ||
      (hostOf(columns.who(n)) === 1 && /^(guest\.write|pte\.zap|pmd\.zap)$/.test(said(n))),
  );
  const there = arrived !== undefined && !/zap/.test(said(arrived));
  if (there) return `lag${src <= dst ? 0 : Math.min(8, 2 ** Math.floor(Math.log2(src - dst)))}`;
  if (src === 0) return 'unwritten';
  return events.some((n) => /^(ram\.send|ram\.sendZero|image\.write)$/.test(said(n))) ? 'away' : 'neversent';
}

for (const name of Object.keys(RECORDERS) as (keyof typeof RECORDERS)[])
  describe(name, () => {
    const { columns, keyframes, state } = RECORDERS[name];
    const { pages } = state;

    it.each(['lag', 'age', 'heat'] as const)(
      '%s is what the events of a page say, along any path',
      (lens) => {
        const replica = new Replica(columns, keyframes, pages, state.folios !== null);
        const readings = new Readings(columns, replica.state);
        const seen = new Set<string>();
        fc.assert(
          fc.property(
            fc.integer({ min: 0, max: columns.length }),
            fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
            (step, any) => {
              // The other lenses get ready meanwhile, and this one where it is not looked at.
              readings.at('huge', step, false);
              readings.grow(any[0]! % 100_000);
              const read = readings.at(lens, step, false);
              // Pages that something has just happened to, and any others.
              for (const n of any) {
                const recent = columns.page(Math.max(0, step - 1 - (n % 300))) % pages;
                const page = n % 2 ? recent : n % pages;
                for (const host of [0, 1] as const) {
                  const out = new Uint8Array(1);
                  read[host].read(out, page, 1);
                  const is = CELL_CLASSES[out[0]!]!.id!;
                  seen.add(is);
                  expect(`${lens} ${host} ${page} @${step}: ${is}`).toBe(
                    `${lens} ${host} ${page} @${step}: ${naive(name, lens, host, page, step)}`,
                  );
                }
              }
            },
          ),
          { numRuns: 40, seed: 11 },
        );
        expect(seen.size).toBeGreaterThan(3);
      },
    );

    it('counts every page of the guest once, in classes of the legend', () => {
      const viewer = new Viewer(RECORDERS[name]);
      const tiles = { first: 0, count: 1, sub: 16 } as const;
      for (const lens of LENSES)
        for (const step of [0, columns.length >>> 1, columns.length]) {
          const { counts } = viewer.frame({ step, lens, src: tiles, dst: tiles, inspect: null });
          for (const host of [0, 1] as const) {
            expect(counts[host].reduce((a, b) => a + b, 0)).toBe(pages);
            const named = CELL_CLASSES.reduce(
              (sum, { id, under }, c) =>
                legend(lens, host).some((entry) => CELL_CLASSES[entry]?.id === (under ?? id))
                  ? sum + counts[host][c]!
                  : sum,
              0,
            );
            expect(named).toBe(pages);
          }
        }
    });

    it('tells asked pages one by one, with what the inspector says of them', () => {
      const viewer = new Viewer(RECORDERS[name]);
      const tiles = { first: 0, count: 1, sub: 16 } as const;
      for (const step of [columns.length, columns.length >>> 1])
        for (const page of [3, 700, pages - 1]) {
          const { near, inspect } = viewer.frame({
            step,
            lens: 'huge',
            src: tiles,
            dst: tiles,
            inspect: page,
            near: [[page], [page, pages + 5, -1]],
          });
          expect([...near[1].pages]).toEqual([page]);
          expect([near[0].src[0], near[0].dst[0]]).toEqual([inspect?.src.version, inspect?.dst.version]);
          expect(bitNames(near[1].words[0]!, 1)).toEqual(inspect?.dst.bits);
        }
    });
  });

it('page tables: each entry has the class of what it says', () => {
  const table = lensTable('tables', 1);
  const is = (word: number) => CELL_CLASSES[table[word]!]?.id;
  expect(is(0)).toBe('hole');
  expect(is(UFFD_WP)).toBe('marker');
  expect(is(PRESENT | ZERO)).toBe('zero');
  expect(is(PRESENT | ZERO | HUGE)).toBe('hugezero');
  expect(is(PRESENT | YOUNG | DIRTY)).toBe('readonly');
  expect(is(PRESENT | WRITE)).toBe('clean');
  expect(is(PRESENT | WRITE | DIRTY)).toBe('dirtyold');
  expect(is(PRESENT | WRITE | DIRTY | YOUNG)).toBe('dirtyyoung');
  expect(is(PRESENT | HUGE | WRITE | DIRTY | YOUNG)).toBe('pmddirtyyoung');
  expect(is(PRESENT | UFFD_WP | DIRTY)).toBe('uffdwp');
});
