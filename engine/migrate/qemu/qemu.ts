/** QEMU on both ends, joined by two wires: source thread, the destination's stream reader and its fault thread. */
import { DST_LOAD, SRC_MIGRATION, who } from '../../event/actor.ts';
import { NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import { HOST_SRC } from '../../event/pageword.ts';
import { madviseHugepage } from '../../mm/dontneed.ts';
import type { Fault } from '../../scenario/faults.ts';
import { Wire } from '../wire.ts';
import type { Migration, World } from '../world.ts';
import { Destination } from './destination.ts';
import { FAULT, SOURCE, STREAM } from './slots.ts';
import { Source } from './source.ts';

export class Qemu implements Migration {
  private readonly source: Source;
  private readonly destination: Destination;
  /** Userfault messages not yet read: page, event, time. */
  private readonly faultPage: number[] = [];
  private readonly faultEvent: number[] = [];
  private readonly faultTime: number[] = [];

  constructor(private readonly world: World) {
    const { bandwidth, latency } = world.scenario.wire;
    const forward = new Wire(bandwidth, latency);
    const back = new Wire(bandwidth, latency);
    this.source = new Source(world, forward, back);
    this.destination = new Destination(world, this.source, forward, back);
  }

  setUp(): void {
    const { world } = this;
    for (const mm of [world.src, world.dst]) {
      const by = who(mm.host === HOST_SRC ? SRC_MIGRATION : DST_LOAD, mm.host);
      world.out.emit(K.MMAP, by, 0, mm.pages, NO_CAUSE);
      madviseHugepage(mm, 0, mm.pages, by, NO_CAUSE);
      mm.takeSpent();
    }
  }

  start(now: number): void {
    this.world.wake(SOURCE, now);
  }

  step(slot: number, now: number): number {
    if (slot === SOURCE) {
      if (this.source.stage === 'start') this.destination.advise();
      const next = this.source.step(now);
      if (this.world.wakesAt(STREAM) === Infinity && this.destination.wantsStream)
        this.world.wake(STREAM, now);
      return next;
    }
    if (slot === STREAM) return this.destination.step(now);
    return this.readFault(now);
  }

  userfault(page: number, event: number, readAt: number): void {
    this.faultPage.push(page);
    this.faultEvent.push(event);
    this.faultTime.push(readAt);
    this.world.wake(FAULT, Math.min(this.world.wakesAt(FAULT), readAt));
  }

  inject(_fault: Fault, _now: number, _event: number): boolean {
    return false;
  }

  counters(): Readonly<Record<string, number>> {
    return { 'dirty sync count': this.source.syncs, 'discarded pages': this.source.discarded };
  }

  private readFault(now: number): number {
    const page = this.faultPage.shift() as number;
    const event = this.faultEvent.shift() as number;
    this.faultTime.shift();
    const arrives = this.destination.readFault(page, event, now);
    if (arrives < this.world.wakesAt(SOURCE)) this.world.wake(SOURCE, arrives);
    return this.faultTime.length ? Math.max(now, this.faultTime[0] as number) : Infinity;
  }
}
