/** Dirty ring: KVM puts the number of each page that becomes dirty into a ring of the vCPU that wrote it. Whoever wants dirty pages
 *  reads the rings and has them reset, which protects the pages again; a vCPU whose ring is nearly full exits, reads and resets
 *  itself, and that is its throttle. The cost is by dirtied page, whatever the guest's size (virt/kvm/dirty_ring.c, QEMU's
 *  kvm_dirty_ring_reap; FACTS D8, D9). Left out: QEMU's reaper thread, which comes once a second. */
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { LOGGED } from '../event/pageword.ts';
import { BY_RING, KvmBitmap } from './kvmbitmap.ts';
import type { TrackerKind, TrackerNeeds } from './tracker.ts';
import { logDirty } from './vcpu.ts';

/** Entries of a vCPU's ring (QEMU's dirty-ring-size, a power of two), and those kept free of it for writes still under way
 *  (KVM_DIRTY_RING_RSVD_ENTRIES). */
export const RING_ENTRIES = 4096;
export const RING_RESERVED = 64;
/** A reset gathers neighbours into masks of this many pages. */
const MASK_PAGES = 64;
const MASK_SHIFT = 6;

export class KvmRing extends KvmBitmap {
  override readonly kind: TrackerKind = 'kvm-ring';
  /** Rings one behind the other, and how many entries each has. */
  private readonly ring: Uint32Array;
  private readonly used: Uint32Array;
  /** Masks that the reset under way has named. */
  private readonly named: Uint8Array;

  constructor(
    needs: TrackerNeeds,
    private readonly size = RING_ENTRIES,
  ) {
    super(needs);
    this.ring = new Uint32Array(needs.vcpus * size);
    this.used = new Uint32Array(needs.vcpus);
    this.named = new Uint8Array(((needs.mm.pages - 1) >>> MASK_SHIFT) + 1);
  }

  override write(page: number, cpu: number, by: number): void {
    const { mm, ledger } = this;
    if (!this.isOn || mm.side.words[page]! & LOGGED) return;
    logDirty(mm, page, BY_RING, by);
    const n = this.used[cpu]!;
    this.ring[cpu * this.size + n] = page;
    this.used[cpu] = n + 1;
    if (n + 1 < this.size - RING_RESERVED) return;
    const full = mm.out.emit(K.RING_FULL, by, page, n + 1, NO_CAUSE);
    ledger.exits += this.spend(mm.sys.costs.ringExit + this.reap(by, full) * this.perEntry);
  }

  override sync(by: number): number {
    const { mm, ledger } = this;
    const { costs } = mm.sys;
    const before = mm.out.state.toSend;
    const entries = this.reap(by, NO_CAUSE);
    ledger.harvest += this.spend(entries * costs.ringEntry);
    ledger.protect += this.spend(entries * costs.ringReset);
    if (entries > 0) ledger.flush += this.spend(costs.tlbFlush);
    return mm.out.state.toSend - before;
  }

  private get perEntry(): number {
    return this.mm.sys.costs.ringEntry + this.mm.sys.costs.ringReset;
  }

  /** All rings are read and reset. Returns the entries. */
  private reap(by: number, cause: number): number {
    const { mm, ring, used, named, size } = this;
    let entries = 0;
    for (const n of used) entries += n;
    const reset = mm.out.emit(K.RING_RESET, by, 0, entries, cause);
    for (let cpu = 0; cpu < used.length; cpu++)
      for (let i = cpu * size, end = i + used[cpu]!; i < end; i++) {
        const mask = ring[i]! >>> MASK_SHIFT;
        if (named[mask]) continue;
        named[mask] = 1;
        mm.out.emit(K.LOG_HARVEST, by, mask << MASK_SHIFT, MASK_PAGES, reset);
      }
    for (let cpu = 0; cpu < used.length; cpu++) {
      for (let i = cpu * size, end = i + used[cpu]!; i < end; i++) named[ring[i]! >>> MASK_SHIFT] = 0;
      used[cpu] = 0;
    }
    return entries;
  }
}
