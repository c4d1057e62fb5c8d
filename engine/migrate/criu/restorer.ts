/** criu restore: stores images as they come, then maps the process's VMAs in a scratch place, fills them, moves each to its final
 *  place, registers it and gives back its flags (criu/mem.c, pie/restorer.c; FACTS C8, P5, P6, S0.4). The fields show memory
 *  where it ends up, so that a move changes nothing in them. Left out: the scratch place is not congruent with the final one
 *  modulo 2 MiB, so that a huge page which came too early would be split by the move. */
import { PAGE_BYTES, PMD_PAGES } from '../../base/units.ts';
import { DST_LOAD, LINK, who } from '../../event/actor.ts';
import { NO_CAUSE } from '../../event/emitter.ts';
import { K, OLD_COPY } from '../../event/event.ts';
import { HOST_DST, SENT } from '../../event/pageword.ts';
import { touch } from '../../mm/fault.ts';
import { madvise } from '../../mm/madvise.ts';
import { type Mm, Uffd } from '../../mm/mm.ts';
import { mmap } from '../../mm/mmap.ts';
import { userfaultfdRegister } from '../../mm/userfaultfd.ts';
import { modifyFlags } from '../../mm/vma.ts';
import type { Scenario } from '../../scenario/schema.ts';
import { MSG_END, type Wire } from '../wire.ts';
import type { World } from '../world.ts';
import { copyRange } from './copy.ts';
import { CALL, MREMAP_REGION, MREMAP_VMA } from './costs.ts';
import type { Images } from './image.ts';
import type { Area } from './layout.ts';
import { LAZY, RESTORE } from './slots.ts';

/** Most pages of one read. */
const READ_PAGES = 64;

type Stage = 'receive' | 'map' | 'fill' | 'arm' | 'flags' | 'thaw' | 'done';

const BY = who(DST_LOAD, HOST_DST);
const BY_LINK = who(LINK, HOST_DST);

export class Restorer {
  stage: Stage = 'receive';
  /** Reads and copies that filled memory, and the time it took, ns. */
  calls = 0;
  fillTime = 0;
  /** Pages that were filled. */
  filled = 0;
  private cursor = 0;
  private area = 0;
  private readonly mm: Mm;
  private readonly criu: Scenario['criu'];

  constructor(
    private readonly world: World,
    private readonly areas: readonly Area[],
    private readonly images: Images,
    private readonly forward: Wire,
    /** The lazy-pages daemon: gets the userfaultfd, and hears that the process runs. */
    private readonly daemon: { listen(): void; start(): void },
  ) {
    this.mm = world.dst;
    this.criu = world.scenario.criu;
  }

  /** Does the next thing at `now`; returns when to be called again. */
  step(now: number): number {
    switch (this.stage) {
      case 'receive':
        return this.receive(now);
      case 'map':
        this.map();
        this.stage = 'fill';
        return now + this.mm.takeSpent();
      case 'fill':
        return this.fill(now);
      case 'arm':
        return this.arm(now);
      case 'flags':
        this.giveFlagsBack();
        this.stage = 'thaw';
        return now + this.mm.takeSpent();
      case 'thaw':
        this.world.phase('lazy', BY);
        this.mm.out.emit(K.THAW, BY, 0, 1, NO_CAUSE);
        this.stage = 'done';
        this.world.runGuest(HOST_DST);
        this.daemon.start();
        this.world.wake(LAZY, now);
        return Infinity;
      case 'done':
        return Infinity;
    }
  }

  /** The page server stores what arrives; the end of the last dump is the beginning of the restore. */
  private receive(now: number): number {
    const { forward, mm } = this;
    if (forward.nextArrival > now) return forward.nextArrival;
    const { messageType, first, second, cause, bytes } = forward;
    forward.take();
    const arrived = mm.out.emit(K.DELIVER, BY_LINK, 0, bytes, cause);
    if (messageType !== MSG_END) {
      mm.out.emit(K.IMAGE_STORED, BY, first, second, arrived);
      return forward.nextArrival;
    }
    this.world.phase('restore', BY);
    this.world.watchForLoss();
    this.stage = 'map';
    return now + mm.sys.costs.deviceLoad;
  }

  /** Maps all VMAs, and does what the strategy says must come before the first page. */
  private map(): void {
    const { mm, criu } = this;
    // C8: without a parent image the memory is empty until it is registered, and there is nothing to collapse.
    if (criu.thp === 'thp-disable' && criu.preDumps > 0) this.disableThp(true);
    for (const area of this.areas) {
      mmap(mm, area.start, area.end - area.start, { prot: 'rw', noreserve: false }, BY, NO_CAUSE);
      mm.spent += CALL;
      if (!area.locked) continue;
      const vma = mm.side.vmas.find(area.start)!;
      modifyFlags(mm, vma, area.start, area.end, 'mlock', BY, NO_CAUSE);
    }
    if (criu.thp === 'nohugepage' || criu.thp === 'clr-hugepage') this.advise('NOHUGEPAGE', () => true);
    if (criu.thp !== 'register-first') return;
    this.open();
    for (const area of this.areas) this.register(area);
  }

  /** The next run of pages that an image has. */
  private fill(now: number): number {
    const { words } = this.world.src.side;
    const { mm } = this;
    const { isLazy } = this.images;
    const inImage = (p: number) => (words[p]! & SENT) !== 0 && isLazy[p] === 0;
    let page = this.cursor;
    while (page < mm.pages && !inImage(page)) page++;
    if (page === mm.pages) {
      this.stage = 'arm';
      this.world.scanBefore(RESTORE);
      return now;
    }
    const area = this.areas.find((a) => page < a.end)!;
    const most = Math.min(area.end, page + READ_PAGES);
    let end = page + 1;
    while (end < most && inImage(end)) end++;
    this.cursor = end;
    mm.spent += CALL + (end - page) * mm.sys.costs.memcpyPage;
    this.calls++;
    if (this.criu.thp === 'register-first' && !area.locked) {
      // Read into a buffer of the restorer's, then a call a page, as lazy pages came in 2017 (S0.4). Calls of whole runs would
      // cost less than the faults of a read into memory.
      for (let p = page; p < end; p++) {
        this.calls++;
        copyRange(mm, p, 1, this.images.version, null, BY, NO_CAUSE);
      }
    } else this.read(page, end);
    this.filled += end - page;
    const took = mm.takeSpent();
    this.fillTime += took;
    return now + took;
  }

  /** preadv into memory: a write fault a page. Memory is fragmented: a fault that was not advised takes a huge page only if one
   *  is free, and none is; khugepaged may compact (F5, K6). */
  private read(from: number, to: number): void {
    const { mm, images } = this;
    const { sys } = mm;
    const free = sys.freeHuge;
    sys.freeHuge = 0;
    for (let p = from; p < to; p++) {
      const version = images.version[p]!;
      touch(mm, p, true, BY, NO_CAUSE);
      mm.version[p] = version;
      const old = version === this.world.src.version[p] ? 0 : OLD_COPY;
      mm.out.emit(K.RESTORE_PAGE, BY, p, (version | old) >>> 0, NO_CAUSE);
    }
    sys.freeHuge = free;
  }

  /** Moves and registers one VMA after the other; then huge pages are as the dump says again. */
  private arm(now: number): number {
    const { mm, criu } = this;
    if (this.area === 0) {
      this.world.phase('arm', BY);
      if (criu.thp !== 'register-first') this.open();
    }
    const area = this.areas[this.area++]!;
    const n = area.end - area.start;
    mm.out.emit(K.MREMAP_VMA, BY, area.start, n, NO_CAUSE);
    mm.spent += MREMAP_VMA + Math.ceil(n / PMD_PAGES) * MREMAP_REGION;
    if (criu.thp !== 'register-first') this.register(area);
    if (this.area === this.areas.length) {
      if (criu.thp === 'thp-disable') this.disableThp(false);
      this.stage = 'flags';
    }
    return now + mm.takeSpent();
  }

  /** What the application had advised, by plain madvise; MADV_CLR_HUGEPAGE first, where that is the strategy and the kernel
   *  has it (S0.1): 2017 as proposed, never in a released one. */
  private giveFlagsBack(): void {
    if (this.criu.thp === 'clr-hugepage') this.advise('CLR_HUGEPAGE', () => true);
    this.advise('HUGEPAGE', (area) => area.advice === 'HUGEPAGE');
    this.advise('NOHUGEPAGE', (area) => area.advice === 'NOHUGEPAGE');
  }

  private advise(advice: string, asks: (area: Area) => boolean): void {
    for (const area of this.areas)
      if (!area.locked && asks(area)) {
        const bytes = (area.end - area.start) * PAGE_BYTES;
        madvise(this.mm, area.start * PAGE_BYTES, bytes, advice, BY, NO_CAUSE);
      }
  }

  private open(): void {
    const { mm } = this;
    const events = this.criu.events ? ['event_fork', 'event_remap', 'event_remove', 'event_unmap'] : [];
    mm.uffd = new Uffd(events);
    mm.out.emit(K.UFFD_OPEN, BY, 0, 0, NO_CAUSE);
    mm.spent += CALL;
    this.daemon.listen();
  }

  private register({ start, end, locked }: Area): void {
    if (locked) return;
    userfaultfdRegister(this.mm, start * PAGE_BYTES, (end - start) * PAGE_BYTES, 'missing', BY, NO_CAUSE);
  }

  private disableThp(on: boolean): void {
    this.mm.thpDisable = on ? 'completely' : 'off';
    this.mm.out.emit(K.THP_DISABLE, BY, 0, on ? 1 : 0, NO_CAUSE);
    this.mm.spent += CALL;
  }
}
