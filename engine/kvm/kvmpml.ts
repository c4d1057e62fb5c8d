/** Page modification logging: the processor itself writes the address of each page it sets the EPT dirty bit of into a buffer of
 *  512 entries a vCPU, so that a write costs no fault; a full buffer is an exit, and what is left is fetched at each sync, which
 *  also clears the dirty bits (arch/x86/kvm/vmx; FACTS D1, D7, N20). */

import { VCPU, who } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { HOST_SRC, LOGGED } from '../event/pageword.ts';
import { protectLeaves, splitHugePages } from './ept.ts';
import { BY_PML, KvmBitmap } from './kvmbitmap.ts';
import type { TrackerKind, TrackerNeeds } from './tracker.ts';
import { logDirty } from './vcpu.ts';

/** Entries of one buffer, a page of 8-byte addresses. */
export const PML_ENTRIES = 512;

export class KvmPml extends KvmBitmap {
  override readonly kind: TrackerKind = 'kvm-pml';
  /** Entries in each vCPU's buffer. */
  private readonly entries: Uint16Array;

  constructor(needs: TrackerNeeds) {
    super(needs);
    this.entries = new Uint16Array(needs.vcpus);
  }

  /** Dirty bits are cleared, which the harvest's costs say again for each page; only 2 MiB leaves are protected. */
  protected override protectAll(by: number, cause: number): void {
    const { mm, ledger } = this;
    if (this.eagerSplit) ledger.split += this.spend(splitHugePages(mm, 0, mm.pages, true, by, cause));
    else ledger.protect += this.spend(protectLeaves(mm, 0, mm.pages, by, cause));
  }

  override write(page: number, cpu: number, by: number): void {
    const { mm } = this;
    if (!this.isOn || mm.side.words[page]! & LOGGED) return;
    logDirty(mm, page, BY_PML, by);
    const n = this.entries[cpu]! + 1;
    if (n === PML_ENTRIES) {
      this.ledger.exits += this.spend(mm.sys.costs.pmlExit);
      this.flush(cpu, n, by);
    } else this.entries[cpu] = n;
  }

  /** vCPUs are made to exit, which empties their buffers; theirs is the time, which the log does not make them wait. */
  override sync(by: number): number {
    this.entries.forEach((n, cpu) => {
      if (n === 0) return;
      this.ledger.exits += this.mm.sys.costs.pmlExit;
      this.flush(cpu, n, who(VCPU, HOST_SRC, cpu));
    });
    return super.sync(by);
  }

  protected override get harvestKind(): number {
    return K.HARVEST;
  }

  /** vmx_flush_pml_buffer. */
  private flush(cpu: number, n: number, by: number): void {
    this.mm.out.emit(K.PML_FLUSH, by, 0, n, NO_CAUSE);
    this.entries[cpu] = 0;
  }
}
