/** The trackers beside KVM's bitmap: for whoever runs any scenario, and has no bytes to save. */
import { KvmManual } from './kvmmanual.ts';
import { KvmPml } from './kvmpml.ts';
import { KvmRing } from './kvmring.ts';
import { PagemapScan } from './pagemapscan.ts';
import { SoftDirty } from './softdirty.ts';
import { addTracker } from './trackers.ts';

addTracker('kvm-manual', (needs) => new KvmManual(needs));
addTracker('kvm-pml', (needs) => new KvmPml(needs));
addTracker('kvm-ring', (needs) => new KvmRing(needs));
addTracker('soft-dirty', (needs) => new SoftDirty(needs));
addTracker('pagemap-scan', (needs) => new PagemapScan(needs));
