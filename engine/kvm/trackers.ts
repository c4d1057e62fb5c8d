/** Which trackers there are, and which of them a kernel has. KVM's bitmap is here from the start; the others tell of themselves
 *  when they are loaded (everytracker.ts). */
import { EngineBug } from '../base/invariant.ts';
import type { Rules } from '../mm/era.ts';
import { KvmBitmap } from './kvmbitmap.ts';
import type { DirtyTracker, TrackerKind, TrackerNeeds } from './tracker.ts';

type Make = (needs: TrackerNeeds) => DirtyTracker;

const trackers: Partial<Record<TrackerKind, Make>> = { 'kvm-bitmap': (needs) => new KvmBitmap(needs) };

/** Makes a tracker known. */
export function addTracker(kind: TrackerKind, make: Make): void {
  trackers[kind] = make;
}

/** The tracker that a kernel really has: in 2017 KVM knew the bitmap and PML, a process soft-dirty bits; who asks for a later one
 *  gets what user space fell back to (E1, V15). */
export function trackerOf(kind: TrackerKind, rules: Rules): TrackerKind {
  if (kind === 'kvm-manual' && !rules.has('kvm-manual-protect')) return 'kvm-bitmap';
  if (kind === 'kvm-ring' && !rules.has('kvm-dirty-ring')) return 'kvm-bitmap';
  return kind === 'pagemap-scan' && !rules.has('pagemap-scan') ? 'soft-dirty' : kind;
}

/** Makes the tracker that stands for `kind` on the kernel of `needs.mm`. Throws EngineBug when its part was not loaded. */
export function makeTracker(kind: TrackerKind, needs: TrackerNeeds): DirtyTracker {
  const { rules } = needs.mm.sys;
  const make = trackers[trackerOf(kind, rules)];
  if (!make) throw new EngineBug('tracker-not-loaded', { kind });
  return make({ ...needs, eagerSplit: needs.eagerSplit && rules.has('ept-eager-split') });
}
