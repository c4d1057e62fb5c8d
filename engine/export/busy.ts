/** How long its thread is busy with an event. The log says when things happen and not how long they take; the costs with which
 *  the engine spaces them do, kind by kind. Only for drawing: a thread's next event always ends what came before it. */
import { K, KINDS, type KindKey } from '../event/event.ts';
import { COSTS } from '../mm/costs.ts';

const C = COSTS.measured;
/** What has no cost of its own: a step in QEMU, a message. */
const OTHER = 200;
/** Pages that the guest writes while it boots come in batches. */
const BATCH = 32;

const BUSY: { readonly [P in KindKey]?: number } = {
  HUGEPAGE: C.madviseFlags,
  NOHUGEPAGE: C.madviseFlags,
  POPULATE: BATCH * C.populatePage,
  EPT_MAP: C.eptFault,
  EPT_SPLIT: C.eptSplit,
  LOG_DIRTY: C.eptFix,
  LOG_HARVEST: C.syncRegion,
  FAULT_HUGE: C.faultHuge,
  FAULT_HUGE_ZERO: C.faultHugeZero,
  FAULT_SMALL: C.faultSmall,
  FAULT_ZERO: C.faultZero,
  COW_SMALL: C.faultSmall,
  COW_HUGE: C.cowHuge,
  THP_THROWN: C.userfaultHugeWrite - C.userfault,
  DONTNEED: C.dontneedHole,
  PMD_SPLIT: C.dontneedSplit,
  ZAP: C.dontneedSmall,
  ZAP_PMD: C.dontneedHuge,
  REGISTER: C.uffdRegister,
  UNREGISTER: C.uffdUnregister,
  UFFD_FAULT: C.userfault,
  COPY: C.uffdCopy,
  ZEROPAGE: C.uffdZeropage,
  KH_SCAN: C.khugepagedScan,
  COLLAPSE: C.collapse,
  VM_STOP: C.vmStop,
  SEND: C.memcpyPage,
  LOAD: C.memcpyPage,
  LISTEN: C.madviseFlags,
};

const busy = new Float64Array(KINDS.length).fill(OTHER);
for (const key of Object.keys(BUSY) as KindKey[]) busy[K[key]] = BUSY[key]!;

/** ns, by kind. */
export const busyWith = (kind: number): number => busy[kind] ?? OTHER;
