/** Guards what each access pattern promises: pages in range, the shape of what is hot, who writes, the same draws for the same seed. */
import { describe, expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { PMD_ORDER } from '../base/units.ts';
import { WORKLOADS } from '../scenario/schema.ts';
import { PHASE } from './hotcold.ts';
import { q1Hot } from './q1hot.ts';
import { replay } from './trace.ts';
import { makeWorkload } from './workload.ts';

const NEEDS = { pages: 32 * 512, vcpus: 3, seed: 7 };

/** Accesses of vCPU `cpu`: pages, and which of them write. */
function accesses(kind: (typeof WORKLOADS)[number], n: number, cpu = 0, needs = NEEDS) {
  const workload = makeWorkload(kind, needs);
  const random = new Random(needs.seed, cpu);
  const pages: number[] = [];
  const writes: (boolean | null)[] = [];
  for (let i = 0; i < n; i++) {
    pages.push(workload.next(random, cpu));
    writes.push(workload.writes);
  }
  return { pages, writes, perWrite: workload.perWrite };
}

/** How many of `pages` there are below each of the most touched `n`. */
function share(pages: readonly number[], n: number): number {
  const counts = new Map<number, number>();
  for (const p of pages) counts.set(p, (counts.get(p) ?? 0) + 1);
  const most = [...counts.values()].sort((a, b) => b - a).slice(0, n);
  return most.reduce((a, b) => a + b, 0) / pages.length;
}

describe.each(WORKLOADS)('%s', (kind) => {
  it('names pages of the guest, the same for the same seed, and for guests of one region too', () => {
    for (const needs of [NEEDS, { ...NEEDS, pages: 512, vcpus: 8 }]) {
      const a = accesses(kind, 3000, 1, needs);
      expect(a).toEqual(accesses(kind, 3000, 1, needs));
      for (const p of a.pages) expect(Number.isInteger(p) && p >= 0 && p < needs.pages).toBe(true);
    }
  });

  it('writes as often as it says', () => {
    const { writes, perWrite } = accesses(kind, 8000);
    if (writes[0] === null) expect(writes.every((w) => w === null)).toBe(true);
    else expect(writes.filter((w) => w).length / 8000).toBeCloseTo(1 / perWrite, 1);
  });
});

it('sequential: each vCPU its share, in order', () => {
  expect(accesses('sequential', 4, 0).pages).toEqual([0, 1, 2, 3]);
  const third = Math.floor(NEEDS.pages / 3);
  expect(accesses('sequential', third + 2, 2).pages.slice(-3)).toEqual([
    3 * third - 1,
    2 * third,
    2 * third + 1,
  ]);
});

it('zipf: the hottest page gets about a fifteenth of a guest of 16,384, each octave as much', () => {
  const { pages } = accesses('zipf', 30_000);
  expect(share(pages, 1)).toBeCloseTo(1 / 15, 1);
  expect(share(pages, 127)).toBeGreaterThan(0.4);
  expect(share(accesses('uniform', 30_000).pages, 127)).toBeLessThan(0.05);
});

it('hotcold: the hot part is small and moves', () => {
  const { pages } = accesses('hotcold', 2 * PHASE);
  const hot = (from: number): number[] => {
    const counts = new Map<number, number>();
    for (const p of pages.slice(from, from + PHASE))
      counts.set(p >>> PMD_ORDER, (counts.get(p >>> PMD_ORDER) ?? 0) + 1);
    return [...counts].filter(([, n]) => n > PHASE / 8).map(([region]) => region);
  };
  expect(hot(0)).toHaveLength(2);
  expect(hot(PHASE)).toHaveLength(2);
  expect(hot(0).some((region) => hot(PHASE).includes(region))).toBe(false);
});

it('idle touches 64 pages; database appends to each page of its log eight times', () => {
  expect(new Set(accesses('idle', 5000).pages).size).toBe(64);
  const { pages, writes } = accesses('database', 2000);
  const log = pages.filter((p, i) => writes[i] && p < NEEDS.pages >>> 4);
  expect(log.filter((p) => p === log[0])).toHaveLength(8);
  expect(log[8]).toBe(log[0]! + NEEDS.vcpus);
});

it('trace: vCPUs take entries in turn, at their times, and begin anew behind the last', () => {
  const trace = { time: Float64Array.of(0, 10, 20), page: Uint32Array.of(5, 6, 70_000), period: 30 };
  const workload = replay(trace, { ...NEEDS, vcpus: 2 });
  const random = new Random(1, 0);
  const seen = [0, 1, 0, 1].map((cpu) => [workload.next(random, cpu), workload.due]);
  expect(seen).toEqual([
    [5, 0],
    [6, 10],
    [70_000 % NEEDS.pages, 20],
    [5, 30],
  ]);
});

it('the built-in trace is the discard set of q1_hot: 3,088 pages in 1,041 runs', () => {
  const { page, time, period } = q1Hot();
  expect(page).toHaveLength(3088);
  expect(page.filter((p, i) => p !== (page[i - 1] ?? -2) + 1)).toHaveLength(1041);
  expect([page[0], page[2047], page[2048], page[2049], page.at(-1)]).toEqual([4096, 6143, 8192, 8200, 24081]);
  expect(period).toBeGreaterThan(time.at(-1)!);
});
