/** Precopy on the source: rounds, the estimate of what fits into the downtime limit, completion (migration/migration.c
 *  migration_iteration_run, migration_update_counters, migration_completion; FACTS Q6-Q11). */
import { MS, PAGE_BYTES, SECOND } from '../../base/units.ts';
import { SRC_MIGRATION, who } from '../../event/actor.ts';
import { type Emitter, NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import { HOST_SRC } from '../../event/pageword.ts';
import type { Mm } from '../../mm/mm.ts';
import { MSG_DEVICE } from '../wire.ts';
import type { World } from '../world.ts';
import { type QemuFile, Slice } from './file.ts';
import type { Ram } from './ram.ts';
import { setState } from './state.ts';
import { MOST, type Throttle } from './throttle.ts';

/** Time between two estimates (BUFFER_DELAY, Q2). */
const ESTIMATE_EVERY = 100 * MS;
/** Device state of a small guest, bytes. */
export const DEVICE_BYTES = 256 * 1024;
/** QEMU goes on for ever; somebody who watches gives up after this many rounds that came to nothing (H17). */
const PATIENCE = 30;
/** While auto-converge may still do something, or start-postcopy is to come. */
const MORE_PATIENCE = 1000;
/** Two of auto-converge's periods, with room for long rounds. */
const THROTTLE_PATIENCE = 5 * SECOND;
/** ESTIMATE has its pages in 32 bits. */
const MOST_PAGES = 0x7fffffff;

const BY = who(SRC_MIGRATION, HOST_SRC);

/** What precopy comes to. */
export type Outcome = 'postcopy' | 'hopeless' | null;

export class Precopy {
  rounds = 0;
  /** migrate-start-postcopy was given (Q10). */
  startPostcopy = false;
  /** Set when the source thread has to go on elsewhere. */
  outcome: Outcome = null;
  /** Bytes a second, and the pages that fit into the downtime limit with it; 0 before the first estimate. */
  bandwidth = 0;
  threshold = 0;
  private stage: 'iterate' | 'stop' | 'flush' | 'sent' = 'iterate';
  private cursor = 0;
  private ready = 0;
  private estimatedAt = 0;
  private sentThen = 0;
  private roundsThen = 0;
  private readonly slice: Slice;
  private readonly mm: Mm;
  private readonly once: boolean;
  private readonly limit: number;

  constructor(
    private readonly world: World,
    private readonly ram: Ram,
    private readonly file: QemuFile,
    private readonly throttle: Throttle,
    /** migrate-start-postcopy may come later. */
    private readonly mayStartPostcopy: () => boolean,
  ) {
    this.mm = world.src;
    this.slice = new Slice(file);
    this.once = world.scenario.qemu.mode === 'hybrid';
    this.limit = world.scenario.qemu.downtimeLimit;
  }

  private get out(): Emitter {
    return this.mm.out;
  }

  /** The first round begins at `now`. */
  start(now: number): void {
    this.estimatedAt = now;
    this.slice.start(now);
    this.throttle.start(now);
    this.beginRound();
  }

  /** Does the next thing at `now`; returns when to be called again. */
  step(now: number): number {
    if (now < this.ready) return this.ready;
    switch (this.stage) {
      case 'iterate':
        return this.iterate(now);
      case 'stop':
        return this.stop(now);
      case 'flush':
        return this.flush(now);
      case 'sent':
        return Infinity;
    }
  }

  private iterate(now: number): number {
    this.estimate(now);
    this.slice.step(now);
    if (this.startPostcopy) return this.end('postcopy', now);
    const { remaining } = this.ram;
    // Q8: nearly nothing left is what makes QEMU look again.
    if (remaining === 0 || (!this.once && remaining < this.threshold)) return this.endRound(now);
    return this.send(now);
  }

  private send(now: number): number {
    const page = this.ram.next(this.cursor);
    this.cursor = page + 1;
    this.file.page(page, now, NO_CAUSE);
    this.ram.sent(page);
    const took = this.mm.takeSpent() + this.mm.sys.costs.memcpyPage;
    this.ready = Math.max(now + took, this.file.wire.readyAt(now));
    return this.ready;
  }

  private beginRound(): void {
    this.rounds++;
    this.out.emit(K.ROUND_BEGIN, BY, 0, this.rounds, NO_CAUSE);
  }

  /** The estimate says that the end is near: a sync says whether it is (Q8, Q10). */
  private endRound(now: number): number {
    this.out.emit(K.ROUND_END, BY, 0, this.rounds, NO_CAUSE);
    this.file.sectionEnd();
    this.slice.start(now);
    this.file.flush(now);
    const gained = this.ram.sync();
    if (this.throttle.afterSync(now, gained, this.file.transferred)) this.roundsThen = this.rounds;
    if (this.once) return this.end('postcopy', now);
    const { remaining } = this.ram;
    if (remaining === 0 || remaining < this.threshold) {
      this.stage = 'stop';
      this.ready = now + this.mm.takeSpent() + this.mm.sys.costs.vmStop;
      return this.ready;
    }
    if (this.isHopeless(now)) return this.end('hopeless', now);
    this.beginRound();
    return now + this.mm.takeSpent();
  }

  private isHopeless(now: number): boolean {
    const { autoConverge } = this.world.scenario.qemu;
    const mayThrottle =
      autoConverge && this.world.guest.throttle < MOST && now - this.throttle.changedAt < THROTTLE_PATIENCE;
    const patience = mayThrottle || this.mayStartPostcopy() ? MORE_PATIENCE : PATIENCE;
    return this.rounds - this.roundsThen >= patience;
  }

  private end(outcome: Outcome, now: number): number {
    this.file.flush(now);
    this.outcome = outcome;
    return now;
  }

  /** Completion: the guest stops, and all that is left goes, whatever it takes (Q10). */
  private stop(now: number): number {
    this.world.phase('stop', BY);
    setState(this.out, HOST_SRC, 'device');
    this.out.emit(K.VM_STOP, BY, 0, 0, NO_CAUSE);
    this.world.stopGuest();
    this.throttle.stop();
    this.ram.sync();
    this.stage = 'flush';
    this.ready = now + this.mm.takeSpent() + this.mm.sys.costs.vmStop;
    return this.ready;
  }

  private flush(now: number): number {
    if (this.ram.remaining > 0) return this.send(now);
    this.file.sectionEnd();
    const sent = this.out.emit(K.DEVICE, BY, 0, DEVICE_BYTES, NO_CAUSE);
    this.file.message(MSG_DEVICE, 0, 0, sent, DEVICE_BYTES, now);
    this.stage = 'sent';
    return Infinity;
  }

  /** Every 100 ms: what was sent since, and what fits into the downtime limit (Q9). */
  private estimate(now: number): void {
    const ns = now - this.estimatedAt;
    if (ns < ESTIMATE_EVERY) return;
    const kib = Math.floor(((this.file.transferred - this.sentThen) * SECOND) / ns / 1024);
    this.bandwidth = kib * 1024;
    this.threshold = Math.min(MOST_PAGES, Math.floor((this.bandwidth * this.limit) / SECOND / PAGE_BYTES));
    this.estimatedAt = now;
    this.sentThen = this.file.transferred;
    this.out.emit(K.ESTIMATE, BY, this.threshold, kib, NO_CAUSE);
  }
}
