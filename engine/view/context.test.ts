/** Guards what the inspector says beyond a page: sums against the state, deeds against the log. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whole } from '../base/work.ts';
import { actorOf, cpuOf, VCPU } from '../event/actor.ts';
import { K } from '../event/event.ts';
import { WAITING } from '../event/pageword.ts';
import { CHUNK } from '../log/columns.ts';
import { ActorTally } from '../lookup/actors.ts';
import { eventsOfPage } from '../lookup/events.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/schema.ts';
import { simulate } from '../sim/run.ts';
import { regionsAround, vmasAround } from './context.ts';
import { Replica } from './replica.ts';

const preset = findPreset('qemu-as-mailed');
const made = preset.ok ? withOverrides(preset.value, { 'guest.bytes': 128 << 20 }) : preset;
if (!made.ok) throw new Error(made.problem.message);
const { recorder } = simulate(made.value as Scenario);
const { columns, keyframes } = recorder;
const { pages } = recorder.state;
const replica = new Replica(columns, keyframes, pages);
const anywhere = fc.tuple(fc.nat(pages - 1), fc.nat(columns.length));

describe('around a page', () => {
  it('every page of its region and of its VMA is counted once, and as often mapped as it is', () => {
    fc.assert(
      fc.property(anywhere, ([page, step]) => {
        const s = replica.seek(step);
        const regions = regionsAround(s, columns, page, step, eventsOfPage(columns, page));
        const vmas = vmasAround(s, page);
        for (const host of [0, 1] as const) {
          const { words } = s.side(host);
          const first = page & ~511;
          const region = regions[host];
          expect(region.census.reduce((sum, [, n]) => sum + n, 0)).toBe(512);
          expect(region.mapped).toBe(words.subarray(first, first + 512).filter((w) => w & 1).length);
          const visits = [];
          for (let n = 0; n < step; n++)
            if (columns.kind(n) === K.KH_SCAN && columns.page(n) >>> 9 === page >>> 9) visits.push(n + 1);
          if (host) expect(region.visit?.step).toBe(visits.at(-1));
          const vma = vmas[host];
          expect(vma === null).toBe(s.side(host).vmas.find(page) === undefined);
          if (!vma) continue;
          expect(vma.census.reduce((sum, [, n]) => sum + n, 0)).toBe(vma.pages);
          expect(vma.huge).toBe(s.side(host).huge);
        }
      }),
      { numRuns: 40, seed: 7 },
    );
  });
});

describe('who acts', () => {
  const tally = whole(ActorTally.of(columns));
  const factsOf = (...of: Parameters<ActorTally['facts']>) => whole(tally.facts(...of));

  it('each event is somebody’s, across chunks', () => {
    expect(columns.length).toBeGreaterThan(CHUNK);
    fc.assert(
      fc.property(fc.nat(columns.length), (step) => {
        const state = replica.seek(step);
        const counts = new Map<string, number>();
        for (let n = 0; n < step; n++) {
          const w = columns.who(n);
          const key = `${actorOf(w)} ${actorOf(w) === VCPU ? cpuOf(w) : null}`;
          counts.set(key, (counts.get(key) ?? 0) + 1);
        }
        for (const id of tally.all()) {
          const facts = factsOf(id, step, state);
          expect(facts.events).toBe(counts.get(`${id.actor} ${id.cpu}`) ?? 0);
          for (const { step: at } of facts.last) {
            expect(at).toBeLessThanOrEqual(step);
            expect(actorOf(columns.who(at - 1))).toBe(id.actor);
          }
        }
      }),
      { numRuns: 12, seed: 8 },
    );
  });

  it('a vCPU waits from its fault until it is woken', () => {
    let seen = 0;
    for (let n = 0; n < columns.length && seen < 60; n++) {
      if (columns.kind(n) !== K.UFFD_FAULT) continue;
      seen++;
      const id = { actor: VCPU, cpu: cpuOf(columns.who(n)) };
      const page = columns.page(n);
      expect(factsOf(id, n + 1, replica.seek(n + 1)).waits).toEqual({ page, step: n + 1, ns: 0 });
      expect(factsOf(id, n, replica.seek(n)).waits).toBeNull();
      let end = n + 1;
      while (replica.seek(end).dst.words[page]! & WAITING) end++;
      expect(factsOf(id, end, replica.seek(end)).waits).toBeNull();
    }
    expect(seen).toBeGreaterThan(10);
  });

  it('no vCPU runs in the downtime', () => {
    const numberOf = (kind: number) => {
      for (let n = 0; n < columns.length; n++) if (columns.kind(n) === kind) return n;
      return -1;
    };
    const [stop, start] = [numberOf(K.VM_STOP), numberOf(K.VM_RUN)];
    expect([stop, start]).not.toContain(-1);
    const vcpu = tally.all().find((a) => a.actor === VCPU)!;
    const stopped = (step: number) => factsOf(vcpu, step, replica.seek(step)).stopped;
    expect([stopped(stop), stopped(start + 1), stopped(columns.length)]).toEqual([null, null, null]);
    for (const step of [stop + 1, Math.floor((stop + start) / 2), start])
      expect(stopped(step)).toEqual({ step: stop + 1, ns: columns.time(step - 1) - columns.time(stop) });
    expect(
      factsOf(tally.all().find((a) => a.actor !== VCPU)!, start, replica.seek(start)).stopped,
    ).toBeNull();
  });
});
