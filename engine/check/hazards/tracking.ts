/** What noticing writes costs beyond the writes (H21, H23). */
import { PMD_ORDER, PMD_PAGES } from '../../base/units.ts';
import { VCPU } from '../../event/actor.ts';
import { K } from '../../event/event.ts';
import { HOST_SRC } from '../../event/pageword.ts';
import { lastOf } from './chain.ts';
import type { Seen, Watch, Watcher } from './hazard.ts';

/** H21: soft-dirty is one bit for a huge mapping: one write makes 2 MiB dirty, and 511 pages are taken once more for nothing. */
export function watchSoftDirty({ columns, state, cast, finding }: Watch): Watcher {
  /** Marked by a write to a neighbour, + 1: the event. */
  const marked = new Uint32Array(state.pages);
  const taken = ({ n, page, arg, host }: Seen): void => {
    if (host !== HOST_SRC) return;
    for (let p = page; p < page + arg; p++) {
      const by = marked[p]!;
      if (by === 0) continue;
      marked[p] = 0;
      if (!finding('H21').hold(n, p)) continue;
      finding('H21').because(lastOf(columns, by - 1, [K.SOFT_CLEAR], HOST_SRC, p), by - 1);
    }
  };
  return {
    after: {
      SOFT_DIRTY: ({ n, page, arg }) => {
        if (arg > 1) marked.fill(n + 1, page, page + arg);
      },
      WRITE: ({ host, page }) => {
        if (host === HOST_SRC) marked[page] = 0;
      },
      SPLICE: taken,
      // Where nothing is dumped, to be found dirty is all there is.
      PAGEMAP_READ: (e) => {
        if (cast !== 'criu') taken(e);
      },
    },
  };
}

/** H23: without eager splits the first write to each 2 MiB leaf takes the slow path, under mmu_lock (D3). */
export function watchLazySplit({ columns, finding }: Watch): Watcher {
  const slow = ({ n, host, actor, page }: Seen): void => {
    if (host !== HOST_SRC || actor !== VCPU) return;
    const first = (page >>> PMD_ORDER) << PMD_ORDER;
    if (!finding('H23').holdRange(n, first, PMD_PAGES)) return;
    finding('H23').because(lastOf(columns, n, [K.LOG_START], HOST_SRC, page));
  };
  return { after: { EPT_SPLIT: slow, EPT_ZAP: slow } };
}
