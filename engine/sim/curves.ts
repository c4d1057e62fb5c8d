/** What a round of each tracker costs: against the size of a guest that writes the same, and against the pages written in one guest
 *  (FACTS D9, S0.3). The trackers themselves run, on a guest of huge pages, with a state and no log; the second of two equal
 *  rounds counts, in which nothing is done for the first time any more. */
import { MIB, PAGE_BYTES, PMD_PAGES } from '../base/units.ts';
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
  'soft-dirty': 'soft-dirty, 2 MiB',
  'pagemap-scan': 'PAGEMAP_SCAN',
};

/** Guest sizes of the curves, 64 MiB to 1 TiB. */
const BYTES = Array.from({ length: 15 }, (_, n) => 64 * MIB * 2 ** n);
/** Guests that are tracked: a round costs so much, and so much more for each further region, so that two sizes give all. */
const TRACKED = [64 * MIB, 256 * MIB] as const;
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

/** What a round costs in which a guest of `pages` writes `written` of them, ns; `huge` says whether the host maps it by 2 MiB. */
export function costOfRound(
  kind: TrackerKind,
  pages: number,
  written: Uint32Array,
  costs: Scenario['costs'],
  huge = true,
): { guest: number; manager: number } {
  const out = new Fresh(pages);
  const mm = new Mm(out, HOST_SRC, new System('madvise', 'modern', COSTS[costs]));
  out.emit(K.MMAP, BY_KVM, 0, pages);
  if (huge) madviseHugepage(mm, 0, pages, BY_KVM, NO_CAUSE);
  for (let p = 0; p < pages; p += huge ? PMD_PAGES : 1) eptAccess(mm, p, true, BY_VCPU);
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

/** A line of the curves: a tracker, on a host that maps the guest by 2 MiB or by 4 KiB. */
interface Line {
  readonly id: string;
  readonly label: string;
  readonly kind: TrackerKind;
  readonly huge: boolean;
}

/** The mail speaks of a walk through all 4 KiB entries; where the host maps huge pages, the walk has 512 times fewer. */
const LINES: readonly Line[] = [
  ...TRACKERS.map((kind): Line => ({ id: kind, label: TRACKER_LABELS[kind], kind, huge: true })),
  { id: 'soft-dirty-4k', label: 'soft-dirty, 4 KiB', kind: 'soft-dirty', huge: false },
];

/** Guest and manager together, ns. */
function total({ kind, huge }: Line, bytes: number, written: Uint32Array, costs: Scenario['costs']): number {
  const { guest, manager } = costOfRound(kind, bytes / PAGE_BYTES, written, costs, huge);
  return guest + manager;
}

/** The same pages in a guest of any size: all of them below the smallest. */
export const sameWrites = (): Uint32Array => shuffled(TRACKED[0] / PAGE_BYTES, 1, 0).subarray(0, WRITTEN);

/** Cost of a round against the guest's size, a straight line: what it is for none, and for each byte more. */
function lineOf(line: Line, costs: Scenario['costs']): { readonly base: number; readonly slope: number } {
  const written = sameWrites();
  const [small, large] = TRACKED.map((bytes) => total(line, bytes, written, costs)) as [number, number];
  const slope = (large - small) / (TRACKED[1] - TRACKED[0]);
  return { base: small - slope * TRACKED[0], slope };
}

/** Size of the guest, in bytes, from which on a round of one tracker costs more than one of the other, with the measured costs and
 *  4,096 pages written; null when there is none, or no such tracker. */
export function crossing(one: string, other: string): number | null {
  const [a, b] = [one, other].map((id) => LINES.find((line) => line.id === id));
  if (!a || !b) return null;
  const [x, y] = [lineOf(a, 'measured'), lineOf(b, 'measured')];
  const at = (y.base - x.base) / (x.slope - y.slope);
  return Number.isFinite(at) && at > 0 ? at : null;
}

/** The curves with the costs of a profile. Half a second of work. */
export function trackingCurves(costs: Scenario['costs']): TrackingCurves {
  const order = shuffled(ONE_SIZE / PAGE_BYTES, 1, 1);
  return {
    bytes: BYTES,
    dirtied: DIRTIED,
    trackers: LINES.map((line) => {
      const { base, slope } = lineOf(line, costs);
      return {
        id: line.id,
        label: line.label,
        bySize: BYTES.map((bytes) => base + slope * bytes),
        byDirtied: DIRTIED.map((n) => total(line, ONE_SIZE, order.subarray(0, n), costs)),
      };
    }),
  };
}
