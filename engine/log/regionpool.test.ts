/** Guards that regions are read back as they were kept, however many different words they have. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PMD_PAGES } from '../base/units.ts';
import { MemoryState } from '../event/state.ts';
import { RegionPool } from './regionpool.ts';

/** A state whose last region is cut short. */
const PAGES = 3 * PMD_PAGES + 77;

describe('regions in a pool', () => {
  it('are what they were, of any number of words and in any order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(1, 2, 3, 4, 5, 16, 17, 400), fc.nat(3), fc.nat(0xffff)), {
          minLength: 1,
          maxLength: 40,
        }),
        (regions) => {
          const pool = new RegionPool<Uint16Array>(Uint16Array);
          const state = new MemoryState(PAGES);
          const other = new MemoryState(PAGES);
          const kept = regions.map(([words, region, seed]) => {
            const from = region * PMD_PAGES;
            const to = Math.min(PAGES, from + PMD_PAGES);
            for (let p = from; p < to; p++)
              state.src.words[p] = seed + ((Math.imul(p ^ seed, 0x9e3779b1) >>> 9) % words);
            return {
              place: pool.pack(state.src.words, region, seed),
              region,
              words: state.src.words.slice(from, to),
              seed,
            };
          });
          for (const { place, region, words, seed } of kept.toReversed()) {
            expect(pool.unpack(place, other.src.words, region)).toBe(seed);
            const from = region * PMD_PAGES;
            expect(other.src.words.slice(from, from + words.length)).toEqual(words);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are kept in as many pieces as they need', () => {
    const pool = new RegionPool<Uint16Array>(Uint16Array);
    const state = new MemoryState(PAGES);
    for (let p = 0; p < PAGES; p++) state.src.words[p] = p;
    const places = Array.from({ length: 1200 }, (_, i) => pool.pack(state.src.words, i % 4));
    state.src.words.fill(0);
    for (const [i, place] of places.entries()) if (i >= 1196) pool.unpack(place, state.src.words, i % 4);
    expect(state.src.words.findIndex((w, p) => w !== p)).toBe(-1);
    expect(pool.bytes).toBeGreaterThan(1200 * PMD_PAGES);
  });
});
