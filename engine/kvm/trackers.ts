/** Which trackers there are, and which of them a kernel has. */
import type { Rules } from '../mm/era.ts';
import { KvmBitmap } from './kvmbitmap.ts';
import { KvmManual } from './kvmmanual.ts';
import { KvmPml } from './kvmpml.ts';
import { KvmRing } from './kvmring.ts';
import { PagemapScan } from './pagemapscan.ts';
import { SoftDirty } from './softdirty.ts';
import type { DirtyTracker, TrackerKind, TrackerNeeds } from './tracker.ts';

const TRACKERS: Readonly<Record<TrackerKind, (needs: TrackerNeeds) => DirtyTracker>> = {
  'kvm-bitmap': (needs) => new KvmBitmap(needs),
  'kvm-manual': (needs) => new KvmManual(needs),
  'kvm-pml': (needs) => new KvmPml(needs),
  'kvm-ring': (needs) => new KvmRing(needs),
  'soft-dirty': (needs) => new SoftDirty(needs),
  'pagemap-scan': (needs) => new PagemapScan(needs),
};

/** The tracker that a kernel with these rules has. In 2017 KVM had the bitmap and PML, a process had soft-dirty bits; a request
 *  for a later tracker gets what user space fell back to (E1, V15). */
export function trackerOf(kind: TrackerKind, rules: Rules): TrackerKind {
  if (kind === 'kvm-manual' && !rules.has('kvm-manual-protect')) return 'kvm-bitmap';
  if (kind === 'kvm-ring' && !rules.has('kvm-dirty-ring')) return 'kvm-bitmap';
  return kind === 'pagemap-scan' && !rules.has('pagemap-scan') ? 'soft-dirty' : kind;
}

/** Makes the tracker that `kind` gets on the kernel of `needs.mm`. */
export function makeTracker(kind: TrackerKind, needs: TrackerNeeds): DirtyTracker {
  const { rules } = needs.mm.sys;
  return TRACKERS[trackerOf(kind, rules)]({
    ...needs,
    eagerSplit: needs.eagerSplit && rules.has('ept-eager-split'),
  });
}
