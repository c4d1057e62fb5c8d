/** Who waits for pages, and pages that come twice (H29, H30). */

import { MS } from '../../base/units.ts';
import { PHASES, VCPU } from '../../event/actor.ts';
import { K } from '../../event/event.ts';
import { HOST_DST, RECEIVED } from '../../event/pageword.ts';
import { lastOf } from './chain.ts';
import type { Watch, Watcher } from './hazard.ts';
import { hazardWords } from './words.ts';

const PAUSED = PHASES.indexOf('paused');
/** As long as the downtime that QEMU aims at by default (Q1). */
const AS_LONG_AS_DOWNTIME = 300 * MS;

/** H29: a vCPU sleeps whole where with async page faults one task would; when all do, the guest is down once more. */
export function watchBlocked({ columns, state, finding }: Watch): Watcher {
  let vcpus = 0;
  /** Pages that tasks of each vCPU wait for; with async page faults it runs as long as one does not. */
  const waits: Set<number>[] = [];
  const asleep = new Set<number>();
  let since = -1;
  let fault = -1;
  let total = 0;
  let paused = false;
  const runs = (cpu: number, n: number): void => {
    asleep.delete(cpu);
    if (since >= 0 && !paused) total += columns.time(n) - since;
    since = -1;
  };
  return {
    before: {
      WAKE: ({ n, host, page }) => {
        if (host !== HOST_DST) return;
        waits.forEach((pages, cpu) => {
          if (pages.delete(page)) runs(cpu, n);
        });
        const f = finding('H29');
        if (total < AS_LONG_AS_DOWNTIME || f.holds) return;
        f.hold(n, page);
        f.because(fault);
        f.note(n, hazardWords().allSlept(vcpus, total));
      },
    },
    after: {
      WRITE: ({ host, actor, cpu }) => {
        if (host !== HOST_DST && actor === VCPU && cpu >= vcpus) vcpus = cpu + 1;
      },
      PHASE: () => {
        paused = state.phase === PAUSED;
      },
      ASYNC_PF: ({ n, cpu }) => runs(cpu, n),
      UFFD_FAULT: ({ n, host, actor, cpu, page }) => {
        if (host !== HOST_DST || actor !== VCPU || cpu >= vcpus) return;
        const pages = waits[cpu] ?? new Set();
        pages.add(page);
        waits[cpu] = pages;
        asleep.add(cpu);
        if (asleep.size < vcpus || since >= 0) return;
        since = columns.time(n);
        fault = n;
      },
    },
  };
}

/** H30: two threads bring the same page; the second is told EEXIST and must not take it for an error. */
export function watchTwice({ columns, state, finding }: Watch): Watcher {
  return {
    after: {
      EEXIST: ({ n, host, page }) => {
        if (host !== HOST_DST || !(state.dst.words[page]! & RECEIVED)) return;
        if (finding('H30').hold(n, page))
          finding('H30').because(lastOf(columns, n, [K.COPY, K.ZEROPAGE], host, page));
      },
    },
  };
}
