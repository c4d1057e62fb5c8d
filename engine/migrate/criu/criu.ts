/** CRIU on both ends, joined by two wires: criu dump that becomes a page server, criu restore, the lazy-pages daemon.
 *  The source's kernel makes huge pages where they are advised, as a heap that grew by brk has none; the destination's makes
 *  them everywhere, which is what half-filled memory has to fear (S0.2). */
import { Random } from '../../base/random.ts';
import { MS } from '../../base/units.ts';
import { OPERATOR, SRC_MIGRATION, who } from '../../event/actor.ts';
import { NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import { HOST_DST, HOST_SRC } from '../../event/pageword.ts';
import { VM_LOCKED } from '../../event/vmalist.ts';
import { madviseHugepage, madviseNohugepage } from '../../mm/madvise.ts';
import { modifyFlags } from '../../mm/vma.ts';
import type { Fault } from '../../scenario/faults.ts';
import { Wire } from '../wire.ts';
import type { Migration, World } from '../world.ts';
import { Dump } from './dump.ts';
import { Images } from './image.ts';
import { type Area, areasOf } from './layout.ts';
import { LazyPages } from './lazypages.ts';
import { Restorer } from './restorer.ts';
import { AFTERMATH, DUMP, LAZY, RESTORE } from './slots.ts';
import { threadAccess } from './softdirty.ts';

/** How long the threads go on when nobody brings pages any more, ns. */
const LIFE_AFTER_DEATH = 10 * MS;
/** Random stream of lost packets. */
const LOSS_STREAM = 0x60;

const BY_SOURCE = who(SRC_MIGRATION, HOST_SRC);
const BY_OPERATOR = who(OPERATOR, HOST_DST);

export class Criu implements Migration {
  private readonly areas: readonly Area[];
  private readonly images: Images;
  private readonly forward: Wire;
  private readonly back: Wire;
  private readonly dump: Dump;
  private readonly restorer: Restorer;
  private readonly lazy: LazyPages;

  constructor(private readonly world: World) {
    const { bandwidth, latency } = world.scenario.wire;
    const { pages } = world.src;
    this.areas = areasOf(pages);
    this.images = new Images(pages);
    this.forward = new Wire(bandwidth, latency);
    this.back = new Wire(bandwidth, latency);
    this.lazy = new LazyPages(world, this.images, this.forward, this.back, (at) => this.wakeBy(DUMP, at));
    this.restorer = new Restorer(world, this.areas, this.images, this.forward, this.lazy);
    this.dump = new Dump(world, this.areas, this.images, this.forward, this.back, (at) =>
      this.wakeBy(this.lazy.listening ? LAZY : RESTORE, at),
    );
  }

  setUp(): void {
    const { src, dst, guest } = this.world;
    guest.access = threadAccess;
    dst.sys.enabled = 'always';
    src.out.emit(K.MMAP, BY_SOURCE, 0, src.pages, NO_CAUSE);
    for (const { start, end, advice, locked } of this.areas) {
      const n = end - start;
      if (locked) modifyFlags(src, src.side.vmas.find(start)!, start, end, 'mlock', BY_SOURCE, NO_CAUSE);
      else if (advice === 'HUGEPAGE') madviseHugepage(src, start, n, BY_SOURCE, NO_CAUSE);
      else if (advice === 'NOHUGEPAGE') madviseNohugepage(src, start, n, BY_SOURCE, NO_CAUSE);
    }
    src.takeSpent();
  }

  start(now: number): void {
    this.world.wake(DUMP, now + this.world.scenario.criu.interval);
  }

  step(slot: number, now: number): number {
    if (slot === DUMP) return this.dump.step(now);
    if (slot === RESTORE) return this.restorer.step(now);
    if (slot === LAZY) return this.lazy.step(now);
    this.lazy.loseTheRest();
    this.world.abort();
    return Infinity;
  }

  userfault(page: number, event: number, readAt: number): void {
    this.wakeBy(LAZY, this.lazy.userfault(page, event, readAt));
  }

  /** Faults that mean something to CRIU. True also for those that struck nothing, because nobody was there yet. */
  inject(fault: Fault, now: number, event: number): boolean {
    const { dst } = this.world;
    const serves = this.lazy.listening && !this.lazy.over;
    switch (fault.kind) {
      case 'slow':
        this.forward.slow(fault.arg);
        this.back.slow(fault.arg);
        return true;
      case 'loss': {
        const random = new Random(this.world.scenario.guest.seed, LOSS_STREAM);
        this.forward.lose(fault.arg, random);
        this.back.lose(fault.arg, random);
        return true;
      }
      case 'die':
        if (!serves) return true;
        this.lazy.die(event);
        this.world.wake(LAZY, Infinity);
        this.world.wake(AFTERMATH, now + LIFE_AFTER_DEATH);
        return true;
      case 'unregister':
        if (serves) this.lazy.unregister(BY_OPERATOR, event);
        return true;
      case 'fork':
        if (serves) this.wakeBy(LAZY, this.lazy.fork(event, now));
        return true;
      case 'dontneed':
        this.dontneed(fault, now, event);
        return true;
      case 'write':
      case 'read':
        return dst.side.vmas.find(fault.arg) === undefined;
      default:
        return false;
    }
  }

  /** The restored application drops pages. Locked memory cannot be dropped (Z1). */
  private dontneed({ arg, pages }: Fault, now: number, event: number): void {
    const { dst } = this.world;
    const n = Math.min(dst.pages, arg + pages) - arg;
    if (this.restorer.stage !== 'done' || n <= 0 || dst.side.vmas.flagsAt(arg) & VM_LOCKED) return;
    this.wakeBy(LAZY, this.lazy.drop(arg, n, event, now));
  }

  counters(): Readonly<Record<string, number>> {
    const { images, restorer, lazy } = this;
    return {
      'pages written': images.written,
      'pages in parent': images.inParent,
      'pages lazy': images.lazy,
      'pages filled': restorer.filled,
      'fill calls': restorer.calls,
      'fill time': restorer.fillTime,
      'UFFDIO_COPY calls': lazy.calls,
      'longest copy': lazy.longest,
      'EEXIST swallowed': lazy.inTheWay,
      'pages lost in a child': lazy.childLost,
    };
  }

  /** The actor in `slot` acts at `time` at the latest. */
  private wakeBy(slot: number, time: number): void {
    if (time < this.world.wakesAt(slot)) this.world.wake(slot, time);
  }
}
