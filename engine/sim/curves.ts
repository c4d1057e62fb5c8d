/** What a round of each tracker costs: against the size of a guest that writes the same, and against the pages written in one guest
 *  (FACTS D9, S0.3). The trackers themselves run, on a guest of huge pages, with a state and no log; the second of two equal
 *  rounds counts, in which nothing is done for the first time any more. */
import { GIB, MIB, PAGE_BYTES, PMD_PAGES } from '../base/units.ts';
import { KVM, VCPU, who } from '../event/actor.ts';
import { type Emitter, NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { fold } from '../event/fold.ts';
import { HOST_SRC, type Host, TO_SEND } from '../event/pageword.ts';
import { MemoryState } from '../event/state.ts';
import type { TrackerKind } from '../kvm/tracker.ts';
import { makeTracker } from '../kvm/trackers.ts';
import { eptAccess } from '../kvm/vcpu.ts';
import { COSTS } from '../mm/costs.ts';
import { madviseHugepage } from '../mm/madvise.ts';
import { Mm } from '../mm/mm.ts';
import { System } from '../mm/system.ts';
import { type Scenario, TRACKERS } from '../scenario/schema.ts';
import { shuffled } from '../workload/order.ts';

/** Cost of a round by tracker, ns: with guests of growing size and the same writes, and with growing writes in one guest. */
export interface TrackingCurves {
  /** Guest sizes of `bySize`, bytes, and pages written of `byDirtied`. */
  readonly bytes: readonly number[];
  readonly dirtied: readonly number[];
  readonly trackers: readonly {
    readonly id: string;
    readonly label: string;
    /** A round, ns: guest and manager together. */
    readonly bySize: readonly number[];
    readonly byDirtied: readonly number[];
  }[];
}

export const TRACKER_LABELS: Readonly<Record<TrackerKind, string>> = {
  'kvm-bitmap': 'KVM bitmap',
  'kvm-manual': 'KVM manual protect',
  'kvm-pml': 'PML',
  'kvm-ring': 'dirty ring',
  'soft-dirty': 'soft-dirty bits',
  'pagemap-scan': 'PAGEMAP_SCAN',
};

const BYTES = [64 * MIB, 256 * MIB, 512 * MIB, GIB, 2 * GIB];
/** Pages that guests of every size write, and the size of the guest that writes more and more. */
const WRITTEN = 4096;
const DIRTIED = [256, 1024, 2048, 4096, 8192, 16384];
const ONE_SIZE = 256 * MIB;
const VCPUS = 4;

const BY_KVM = who(KVM, HOST_SRC);
const BY_VCPU = who(VCPU, HOST_SRC);

/** A state that events change and nobody records. */
class Fresh implements Emitter {
  readonly state: MemoryState;
  length = 0;
  now = 0;

  constructor(pages: number) {
    this.state = new MemoryState(pages);
  }

  emit(kind: number, by: number, page: number, arg: number): number {
    fold(this.state, kind, ((by >>> 4) & 1) as Host, page, arg >>> 0);
    return this.length++;
  }
}

/** What a round costs in which a guest of `pages` writes `written` of them, ns. */
export function costOfRound(
  kind: TrackerKind,
  pages: number,
  written: Uint32Array,
  costs: Scenario['costs'],
): { guest: number; manager: number } {
  const out = new Fresh(pages);
  const mm = new Mm(out, HOST_SRC, new System('madvise', 'modern', COSTS[costs]));
  out.emit(K.MMAP, BY_KVM, 0, pages);
  madviseHugepage(mm, 0, pages, BY_KVM, NO_CAUSE);
  for (let first = 0; first < pages; first += PMD_PAGES) eptAccess(mm, first, true, BY_VCPU);
  const tracker = makeTracker(kind, { mm, vcpus: VCPUS, eagerSplit: true });
  const { ledger } = tracker;
  const { words } = mm.side;
  const take = (): void => {
    for (let p = 0; p < pages; p++) if (words[p]! & TO_SEND) tracker.beforeSend(p, BY_KVM);
    out.emit(K.TRACK_TAKE, BY_KVM, 0, 0);
  };
  tracker.start(BY_KVM);
  take();
  let guest = 0;
  let manager = 0;
  for (let round = 0; round < 2; round++) {
    guest = ledger.guest;
    manager = ledger.manager;
    written.forEach((page, i) => {
      mm.takeSpent();
      eptAccess(mm, page, true, BY_VCPU);
      const { exits } = ledger;
      tracker.write(page, i % VCPUS, BY_VCPU);
      ledger.faults += mm.spent - (ledger.exits - exits);
    });
    tracker.sync(BY_KVM);
    take();
  }
  return { guest: ledger.guest - guest, manager: ledger.manager - manager };
}

/** The curves with the costs of a profile. Half a second of work. */
export function trackingCurves(costs: Scenario['costs']): TrackingCurves {
  const total = (kind: TrackerKind, bytes: number, written: Uint32Array): number => {
    const { guest, manager } = costOfRound(kind, bytes / PAGE_BYTES, written, costs);
    return guest + manager;
  };
  // The same pages in a guest of any size: all of them below the smallest.
  const same = shuffled(BYTES[0]! / PAGE_BYTES, 1, 0).subarray(0, WRITTEN);
  const order = shuffled(ONE_SIZE / PAGE_BYTES, 1, 1);
  return {
    bytes: BYTES,
    dirtied: DIRTIED,
    trackers: TRACKERS.map((id) => ({
      id,
      label: TRACKER_LABELS[id],
      bySize: BYTES.map((bytes) => total(id, bytes, same)),
      byDirtied: DIRTIED.map((n) => total(id, ONE_SIZE, order.subarray(0, n))),
    })),
  };
}
