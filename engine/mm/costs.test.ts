/** Guards that every cost can be traced to a row, a published figure or an assumption, and that calls cost what their system's
 *  profile says. */
import { describe, expect, it } from 'vitest';
import { PMD_PAGES } from '../base/units.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { HOST_DST } from '../event/pageword.ts';
import { Recorder } from '../log/recorder.ts';
import { COST_IDS } from '../scenario/schema.ts';
import { COSTS, type Costs } from './costs.ts';
import { touch } from './fault.ts';
import { madviseDontneed } from './madvise.ts';
import { ROWS } from './measured.ts';
import { Mm } from './mm.ts';
import { COST_PROFILES } from './profiles.ts';
import { System } from './system.ts';

const BY = 0x13;

it('every id of a scenario has a profile with its own costs', () => {
  expect(COST_PROFILES.map((p) => p.id)).toEqual([...COST_IDS]);
  for (const p of COST_PROFILES) expect(p.costs).toBe(COSTS[p.id]);
});

describe.each(COST_PROFILES)('$id', ({ costs, sources }) => {
  it('has a source for every cost, and the same names as the first', () => {
    expect(Object.keys(costs)).toEqual(Object.keys(COSTS.measured));
    expect(Object.keys(sources).sort()).toEqual(Object.keys(costs).sort());
  });

  it('costs that are a row’s median are that median, rounded; the others are computed as they say', () => {
    for (const name of Object.keys(costs) as (keyof Costs)[]) {
      const source = sources[name];
      expect(Number.isSafeInteger(costs[name]), name).toBe(true);
      if (!('row' in source)) continue;
      const median = ROWS[source.row][0];
      if (source.how === undefined) expect(costs[name], name).toBe(Math.round(median));
      else {
        const computed: Partial<Record<keyof Costs, number>> = {
          madviseFlags: Math.round(median / 10) * 10,
          dontneedNext: Math.round(
            source.row === 'dontneed_256m_one_call_small'
              ? median / 65_536
              : (median - costs.dontneedSmall) / (PMD_PAGES - 1),
          ),
          tlbFlush: Math.round(median - costs.dontneedHole),
          faultWpSplit: Math.round(median - costs.faultReuse),
          scanWritten: Math.round(median - costs.scanTable / PMD_PAGES),
          wake: Math.floor((median - COSTS.measured.userfault - COSTS.measured.uffdCopy) / 1000) * 1000,
        };
        expect(costs[name], name).toBe(computed[name]);
      }
    }
  });

  it('is what calls cost on a system that has it', () => {
    const out = new Recorder(PMD_PAGES);
    const mm = new Mm(out, HOST_DST, new System('madvise', 'modern', costs));
    out.emit(K.MMAP, BY, 0, mm.pages, NO_CAUSE);
    const cost = (call: () => void) => {
      mm.takeSpent();
      call();
      return mm.takeSpent();
    };
    expect(cost(() => touch(mm, 0, true, BY, NO_CAUSE))).toBe(costs.faultSmall);
    expect(cost(() => touch(mm, 1, false, BY, NO_CAUSE))).toBe(costs.faultZero);
    expect(cost(() => madviseDontneed(mm, 0, 1, BY, NO_CAUSE))).toBe(costs.dontneedSmall);
  });
});

it('the middle of a published range is what the published profile has', () => {
  for (const p of COST_PROFILES.filter((one) => one.id === 'published'))
    for (const name of Object.keys(p.costs) as (keyof Costs)[]) {
      const source = p.sources[name];
      const range = 'published' in source && /^from ([\d.]+) to ([\d.]+) µs/.exec(source.how());
      if (range) expect(p.costs[name], name).toBe(((Number(range[1]) + Number(range[2])) / 2) * 1000);
    }
  const { userfault, uffdCopy, wake, userfaultHugeWrite, faultHuge } = COSTS.published;
  expect(userfault + uffdCopy + wake).toBe(10_000);
  expect(userfaultHugeWrite).toBe(userfault + faultHuge);
});

describe('MADV_DONTNEED', () => {
  /** What a discard of `n` pages costs and emits where one touch, `how`, mapped the region. */
  const discard = (how: 'huge' | 'zero' | 'small', n: number) => {
    const out = new Recorder(PMD_PAGES);
    const mm = new Mm(out, HOST_DST, new System(how === 'small' ? 'never' : 'always'));
    out.emit(K.MMAP, BY, 0, PMD_PAGES, NO_CAUSE);
    for (let page = 0; page < 8; page++) touch(mm, page, how !== 'zero', BY, NO_CAUSE);
    mm.takeSpent();
    madviseDontneed(mm, 0, n, BY, NO_CAUSE);
    const count = (kind: number) => out.state.counts[kind];
    return {
      cost: mm.takeSpent(),
      queued: count(K.FOLIO_DEFERRED),
      freed: count(K.FOLIO_FREE),
      costs: mm.sys.costs,
    };
  };

  it('of small pages costs the first and each further one, and frees no large folio', () => {
    const { cost, queued, freed, costs } = discard('small', 5);
    expect([cost, queued, freed]).toEqual([costs.dontneedSmall + 4 * costs.dontneedNext, 0, 0]);
  });

  it('of a part of a huge page costs the split and queues the folio; of the huge zero page there is none (Z5, Z6)', () => {
    for (const how of ['huge', 'zero'] as const) {
      const { cost, queued, freed, costs } = discard(how, 3);
      expect([cost, queued, freed]).toEqual([
        costs.dontneedSplit + 2 * costs.dontneedNext,
        how === 'huge' ? 1 : 0,
        0,
      ]);
    }
  });
});
