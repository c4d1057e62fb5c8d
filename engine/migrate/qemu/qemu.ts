/** QEMU on both ends: the source's threads, the destination's, what joins them, and what happens to them when something goes
 *  wrong (FACTS Q17, Q37, Q38). */
import { MS } from '../../base/units.ts';
import { DST_LOAD, OPERATOR, SRC_MIGRATION, who } from '../../event/actor.ts';
import { NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import type { MigReason } from '../../event/migstate.ts';
import { HOST_DST, HOST_SRC } from '../../event/pageword.ts';
import { madviseHugepage } from '../../mm/madvise.ts';
import { type Fault, parseFaults } from '../../scenario/faults.ts';
import type { Wire } from '../wire.ts';
import type { Migration, World } from '../world.ts';
import { Channels } from './channels.ts';
import { Destination } from './destination.ts';
import { FaultThread } from './faultthread.ts';
import { Recovery } from './recover.ts';
import { FAULT, PREEMPT, SOURCE, STREAM, TIMER } from './slots.ts';
import { Source } from './source.ts';
import { setState } from './state.ts';

/** How long the guest is watched after a migration that was cancelled, and after a precopy that completed. */
const AFTERMATH = 20 * MS;
const AFTER_PRECOPY = 2 * MS;

const BY = who(SRC_MIGRATION, HOST_SRC);
const BY_OPERATOR = who(OPERATOR, HOST_DST);

/** How a migration ended that did not come to its end. */
type Unmade = 'cancelled' | 'failed';

export class Qemu implements Migration {
  readonly channels: Channels;
  private readonly source: Source;
  private readonly destination: Destination;
  private readonly faults: FaultThread;
  private readonly recovery: Recovery;
  /** The postcopy capability is on. */
  private readonly allowsPostcopy: boolean;
  /** migrate-start-postcopy commands still to come. */
  private postcopyCommands: number;
  /** What the timer waits for once the migration is over: the end, or khugepaged's turn. */
  private after: 'nothing' | 'over' | 'khugepaged' = 'nothing';

  constructor(private readonly world: World) {
    const { scenario } = world;
    const faults = parseFaults(scenario.faults);
    this.postcopyCommands = faults.ok ? faults.value.filter((f) => f.kind === 'postcopy').length : 0;
    this.allowsPostcopy = scenario.qemu.mode !== 'precopy' || this.postcopyCommands > 0;
    this.channels = new Channels(scenario, world.src.pages);
    this.faults = new FaultThread(world, this.channels.back);
    this.source = new Source(
      world,
      this.channels,
      {
        shut: (now) => this.shut(now),
        bitmap: (now, cause) => this.recovery.bitmap(now, cause),
        resumed: (now, cause) => this.recovery.resumed(now, cause),
        hopeless: (now) => this.unmake('cancelled', 'it does not converge', now, NO_CAUSE),
      },
      () => this.postcopyCommands > 0,
    );
    this.destination = new Destination(world, this.channels, (now, cause) =>
      this.recovery.resume(now, cause),
    );
    this.recovery = new Recovery(world, this.channels, this.source, this.faults);
    this.wakeReaders();
  }

  /** Whoever waits for a message is woken when there is one. The source reads what has arrived before it does anything else; the
   *  others read when they have nothing else to do. */
  private wakeReaders(): void {
    const { world } = this;
    const { forward, back, urgent } = this.channels;
    const wake = (slot: number, wire: Wire): void =>
      world.wake(slot, Math.max(world.out.now, wire.nextArrival));
    back.wakeReader = () => {
      if (back.nextArrival < world.wakesAt(SOURCE)) wake(SOURCE, back);
    };
    forward.wakeReader = () => {
      if (world.wakesAt(STREAM) === Infinity) wake(STREAM, forward);
    };
    if (urgent)
      urgent.wakeReader = () => {
        if (world.wakesAt(PREEMPT) === Infinity) wake(PREEMPT, urgent);
      };
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
    switch (slot) {
      case SOURCE:
        if (this.source.stage === 'setup') this.beginIncoming();
        return this.source.step(now);
      case STREAM:
        return this.destination.step(now);
      case FAULT:
        return this.faults.step(now);
      case PREEMPT:
        return this.destination.stepUrgent(now);
      default:
        return this.time(now);
    }
  }

  private beginIncoming(): void {
    setState(this.world.out, HOST_DST, 'active');
    if (this.allowsPostcopy) this.destination.advise();
  }

  private time(now: number): number {
    if (this.after === 'over') this.world.over();
    else if (this.after === 'khugepaged') this.world.migrationEnded();
    else return this.recovery.step(now);
    return Infinity;
  }

  userfault(page: number, event: number, readAt: number): void {
    const next = this.faults.queue(page, event, readAt);
    if (next < this.world.wakesAt(FAULT)) this.world.wake(FAULT, next);
    this.recovery.sleep(this.world.out.now);
  }

  inject(fault: Fault, now: number, event: number): boolean {
    switch (fault.kind) {
      case 'slow':
        this.channels.slow(fault.arg);
        return true;
      case 'loss':
        this.channels.lose(fault.arg);
        return true;
      case 'postcopy':
        this.postcopyCommands--;
        if (this.source.stage !== 'precopy') return false;
        this.source.precopy.startPostcopy = true;
        return true;
      case 'cancel':
        return this.cancel(now, event);
      case 'cut':
        return this.breakOff('the network is gone', fault.arg, now, event);
      case 'die':
        return this.breakOff('the destination died', 0, now, event);
      case 'unregister':
        if (this.destination.stage !== 'postcopy') return false;
        this.destination.disarmTooEarly(BY_OPERATOR, event);
        return true;
      default:
        return false;
    }
  }

  /** migrate_cancel: only while the guest can still go on at the source. */
  private cancel(now: number, event: number): boolean {
    if (!this.isUnderWay || this.source.stage !== 'precopy' || this.destination.stage === 'ended')
      return false;
    setState(this.world.out, HOST_SRC, 'cancelling', 'the operator cancels', event);
    this.unmake('cancelled', 'the operator cancels', now, event);
    return true;
  }

  private get isUnderWay(): boolean {
    return this.source.stage !== 'setup' && this.after === 'nothing' && this.destination.stage !== 'ended';
  }

  /** The network or the destination is gone: before the package left the source goes on (Q37), afterwards postcopy pauses, or
   *  the guest is lost with the process that held part of it. */
  private breakOff(reason: MigReason, ns: number, now: number, event: number): boolean {
    if (!this.isUnderWay) return false;
    const died = reason === 'the destination died';
    const { postcopy } = this.source;
    if (!postcopy.isSplit) this.unmake('failed', reason, now, event);
    else if (died) {
      this.destination.die(event);
      this.world.abort();
    } else if (this.destination.isOnItsOwn) this.recovery.pause(ns, now, event);
    else {
      // The package was under way: neither side has the guest's devices.
      setState(this.world.out, HOST_SRC, 'failed', reason, event);
      setState(this.world.out, HOST_DST, 'failed', reason, event);
      this.world.abort();
    }
    return true;
  }

  /** The guest goes on at the source as if nothing had been; the destination is gone (Q37, D10). */
  private unmake(state: Unmade, reason: MigReason, now: number, cause: number): void {
    const { world } = this;
    this.channels.cut();
    this.source.stage = 'idle';
    world.phase('cancelled', BY);
    this.source.throttle.stop();
    this.source.ram.stop(cause);
    world.src.takeSpent();
    setState(world.out, HOST_SRC, state, reason, cause);
    if (!world.guest.running) {
      world.out.emit(K.VM_RUN, BY, 0, 0, cause);
      world.runGuest(HOST_SRC);
    }
    this.destination.exit(cause);
    for (const slot of [SOURCE, STREAM, FAULT, PREEMPT]) world.wake(slot, Infinity);
    this.after = 'over';
    world.wake(TIMER, now + AFTERMATH);
  }

  /** The destination has everything. */
  private shut(now: number): void {
    setState(this.world.out, HOST_SRC, 'completed');
    const postcopy = this.source.stage === 'postcopy';
    this.source.stage = 'idle';
    if (postcopy) this.world.migrationEnded();
    else {
      this.after = 'khugepaged';
      this.world.wake(TIMER, now + AFTER_PRECOPY);
    }
  }

  counters(): Readonly<Record<string, number>> {
    const { source, destination, recovery } = this;
    const { counts } = this.world.out.state;
    const n = (kind: number): number => counts[kind]!;
    return {
      transferred: source.transferred,
      normal: n(K.SEND),
      duplicate: n(K.SEND_ZERO),
      remaining: source.ram.remaining,
      'dirty sync count': source.ram.syncs,
      rounds: source.precopy.rounds,
      bandwidth: source.precopy.bandwidth,
      threshold: source.precopy.threshold,
      throttle: source.throttle.highest,
      'postcopy requests': n(K.SRC_REQUEST),
      'discarded pages': source.postcopy.discarded,
      'discard calls': destination.discard.calls,
      'tlb flushes': destination.discard.flushes,
      'discard time': destination.discard.time,
      recoveries: recovery.times,
      'pages sent again': recovery.resent,
    };
  }
}
