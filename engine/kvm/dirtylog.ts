/** KVM's dirty log for one slot: eager split and write protection at start, bits harvested and pages protected again at
 *  each sync (FACTS D1, D2, D5). Left out here: manual protect, PML, dirty ring. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { EPT, EPT_4K, LOGGED } from '../event/pageword.ts';
import type { Mm } from '../mm/mm.ts';

/** Turns logging on: every 2 MiB EPT leaf becomes 512 protected ones. The host's own huge pages stay. */
export function startDirtyLog(mm: Mm, by: number): void {
  const start = mm.out.emit(K.LOG_START, by, 0, mm.pages, NO_CAUSE);
  const { words } = mm.side;
  for (let region = 0; region < mm.out.state.regions; region++) {
    const w = words[region << PMD_ORDER] as number;
    if (w & EPT && !(w & EPT_4K)) {
      mm.out.emit(K.EPT_SPLIT, by, region << PMD_ORDER, 0, start);
      mm.spent += mm.sys.costs.eptSplit;
    }
  }
}

/** KVM_GET_DIRTY_LOG: moves logged pages to QEMU's bitmap and protects them again. Returns how many bits QEMU's bitmap gained. */
export function syncDirtyLog(mm: Mm, by: number): number {
  const { words } = mm.side;
  const { state } = mm.out;
  const before = state.toSend;
  let logged = 0;
  for (let p = 0; p < mm.pages; p++) if ((words[p] as number) & LOGGED) logged++;
  const sync = mm.out.emit(K.SYNC, by, 0, logged, NO_CAUSE);
  for (let region = 0; region < state.regions; region++) {
    const first = region << PMD_ORDER;
    let any = 0;
    for (let p = first; p < first + PMD_PAGES; p++) any |= words[p] as number;
    if (any & LOGGED) mm.out.emit(K.LOG_HARVEST, by, first, PMD_PAGES, sync);
  }
  mm.spent += mm.sys.costs.syncRegion * state.regions;
  return state.toSend - before;
}
