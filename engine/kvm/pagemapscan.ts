/** PAGEMAP_SCAN over memory that is registered for asynchronous write-protection: one call finds pages written since it last
 *  protected them, and protects them again (PAGE_IS_WRITTEN, PM_SCAN_WP_MATCHING, PM_SCAN_CHECK_WPASYNC). It walks all page tables
 *  and copies ranges, not eight bytes a page; a write to a protected page costs a fault and no message. The first write to a huge
 *  mapping splits it, so that pages are told apart and huge memory is lost (fs/proc/task_mmu.c; FACTS C5, F9, U12, H27). KVM hears
 *  of the protection through its MMU notifier and drops its EPT. */
import { PAGE_BYTES } from '../base/units.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { LOGGED } from '../event/pageword.ts';
import { type Mm, Uffd } from '../mm/mm.ts';
import { userfaultfdClose, userfaultfdRegister } from '../mm/userfaultfd.ts';
import { walkCost, zapEpt } from './softdirty.ts';
import { countLogged, type DirtyTracker, Ledger, type TrackerKind, type TrackerNeeds } from './tracker.ts';

export class PagemapScan implements DirtyTracker {
  readonly kind: TrackerKind = 'pagemap-scan';
  readonly ledger = new Ledger();
  isOn = false;
  private readonly mm: Mm;

  constructor({ mm }: TrackerNeeds) {
    this.mm = mm;
  }

  /** UFFDIO_REGISTER for protection, then a first scan: all memory counts as written, and is protected. */
  start(by: number): void {
    this.isOn = true;
    const { mm } = this;
    const start = mm.out.emit(K.TRACK_START, by, 0, mm.pages, NO_CAUSE);
    mm.out.emit(K.UFFD_OPEN, by, 0, 0, start);
    mm.uffd = new Uffd(['wp_async', 'wp_unpopulated']);
    userfaultfdRegister(mm, 0, mm.pages * PAGE_BYTES, 'wp', by, start);
    this.scan(mm.side.words.length, by, start);
  }

  write(page: number, _cpu: number, by: number): void {
    const { mm } = this;
    if (this.isOn && !(mm.side.words[page]! & LOGGED)) mm.out.emit(K.WP_DIRTY, by, page, 0, NO_CAUSE);
  }

  sync(by: number): number {
    const { state } = this.mm.out;
    const before = state.toSend;
    this.scan(countLogged(this.mm), by, NO_CAUSE);
    return state.toSend - before;
  }

  beforeSend(_page: number, _by: number): void {}

  stop(by: number, cause: number): void {
    if (!this.isOn) return;
    this.isOn = false;
    const { mm } = this;
    const stop = mm.out.emit(K.LOG_STOP, by, 0, mm.pages, cause);
    userfaultfdClose(mm, by, stop);
    mm.uffd = null;
  }

  /** One PAGEMAP_SCAN, which finds `written` pages. */
  private scan(written: number, by: number, cause: number): void {
    const { mm, ledger } = this;
    const { costs } = mm.sys;
    const walk = walkCost(mm, costs.scanHuge, costs.scanTable);
    const first = cause !== NO_CAUSE;
    const scan = mm.out.emit(K.PAGEMAP_SCAN, by, 0, mm.pages, cause);
    if (written > 0) zapEpt(mm, by, scan);
    const protect = first ? walk : written * costs.scanWritten;
    ledger.walk += walk;
    ledger.protect += protect;
    if (written > 0) ledger.flush += costs.tlbFlush;
    mm.spent += walk + protect + (written > 0 ? costs.tlbFlush : 0);
  }
}
