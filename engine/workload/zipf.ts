/** Zipf's law with exponent 1: the page of rank r is touched about 1/r times as often as the first. In whole numbers, so that
 *  every machine draws the same: an octave of ranks is picked, each alike, and a rank in it. Ranks are scattered over memory. */
import type { Random } from '../base/random.ts';
import { type Workload, type WorkloadNeeds, writer } from './pattern.ts';

/** A prime above every number of pages' factors, small enough that the product with 2^24 pages stays whole. */
const SCATTER = 7_368_787;

/** A rank below `n`, 0 the hottest. */
export function zipfRank(random: Random, n: number): number {
  const octaves = 32 - Math.clz32(n);
  for (;;) {
    const octave = random.below(octaves);
    const first = 2 ** octave - 1;
    const rank = first + random.below(first + 1);
    // The last octave may be cut off; another draw keeps the rest in proportion.
    if (rank < n) return rank;
  }
}

/** Where the page of `rank` is among `n`: another order for each `seed`. */
export function scatter(rank: number, n: number, seed: number): number {
  return (rank * SCATTER + seed) % n;
}

export function zipf({ pages, seed }: WorkloadNeeds): Workload {
  return writer((random) => scatter(zipfRank(random, pages), pages, seed));
}
