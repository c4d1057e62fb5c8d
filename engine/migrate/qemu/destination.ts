/** QEMU on the destination: loads precopy pages, discards, listens, places postcopy pages, cleans up (migration/ram.c,
 *  savevm.c, postcopy-ram.c; FACTS Q14, Q20-Q28, Q33). One reader of the main channel: the load thread until LISTEN, then the
 *  listen thread; with preempt a thread of its own for the urgent one. Left out: the listen thread reads pages already while
 *  devices load (Q25). */
import { DST_LISTEN, DST_LOAD, LINK, who } from '../../event/actor.ts';
import { type Emitter, NO_CAUSE } from '../../event/emitter.ts';
import { K, MORE_COMING, OLD_COPY } from '../../event/event.ts';
import { HOST_DST, HOST_SRC, RECEIVED, WAITING } from '../../event/pageword.ts';
import { touch } from '../../mm/fault.ts';
import { madviseDontneed, madviseHugepage, madviseNohugepage } from '../../mm/madvise.ts';
import { uffdCopy, uffdZeropage } from '../../mm/mfill.ts';
import type { Mm } from '../../mm/mm.ts';
import { uffdRegister, uffdUnregister } from '../../mm/userfaultfd.ts';
import type { Scenario } from '../../scenario/schema.ts';
import {
  MSG_DEVICE,
  MSG_DISCARD,
  MSG_END,
  MSG_PACKAGE,
  MSG_PAGE,
  MSG_RESUME,
  MSG_SHUT,
  MSG_ZERO,
  type Wire,
} from '../wire.ts';
import type { World } from '../world.ts';
import type { Channels } from './channels.ts';
import { Discard } from './discard.ts';
import { PREEMPT, STREAM } from './slots.ts';
import { setState } from './state.ts';

/** The last word on the return path. */
const SHUT_BYTES = 8;

const BY_LOAD = who(DST_LOAD, HOST_DST);
const BY_LISTEN = who(DST_LISTEN, HOST_DST);
/** The second thread that places pages. */
const BY_PREEMPT = who(DST_LISTEN, HOST_DST, 1);
const BY_LINK = who(LINK, HOST_DST);

export class Destination {
  stage: 'load' | 'devices' | 'open' | 'register' | 'run' | 'postcopy' | 'ended' = 'load';
  readonly discard: Discard;
  private prepared = false;
  /** Somebody unregistered the memory: pages have nowhere to go (H4). */
  private disarmed = false;
  private readonly mm: Mm;
  private readonly srcVersion: Uint32Array;
  private readonly qemu: Scenario['qemu'];

  constructor(
    private readonly world: World,
    private readonly channels: Channels,
    /** The handshake of a recovery arrives. */
    private readonly onResume: (now: number, cause: number) => void,
  ) {
    this.mm = world.dst;
    this.srcVersion = world.src.version;
    this.qemu = world.scenario.qemu;
    this.discard = new Discard(world, channels.ranges);
  }

  private get out(): Emitter {
    return this.mm.out;
  }

  /** The guest runs here, or is about to and needs nobody for it. */
  get isOnItsOwn(): boolean {
    return this.stage !== 'load' && this.stage !== 'devices';
  }

  /** POSTCOPY_ADVISE: all memory is discarded so that nothing is there before the first page (Q21). */
  advise(): void {
    const advise = this.out.emit(K.ADVISE, BY_LOAD, 0, 0, NO_CAUSE);
    madviseDontneed(this.mm, 0, this.mm.pages, BY_LOAD, advise);
    this.mm.takeSpent();
  }

  /** Does the next thing of the main channel's reader at `now`; returns when to be called again. */
  step(now: number): number {
    switch (this.stage) {
      case 'load':
        return this.load(now);
      case 'devices':
        return this.runAfterPrecopy(now);
      case 'open': {
        this.world.phase('listen', BY_LOAD);
        const listen = this.out.emit(K.LISTEN, BY_LOAD, 0, 0, NO_CAUSE);
        setState(this.out, HOST_DST, 'postcopy-active', '', listen);
        this.out.emit(K.UFFD_OPEN, BY_LOAD, 0, 0, listen);
        this.stage = 'register';
        this.world.scanBefore(STREAM);
        return now + this.mm.sys.costs.madviseFlags;
      }
      case 'register':
        uffdRegister(this.mm, 0, this.mm.pages, BY_LOAD, NO_CAUSE);
        if (this.qemu.hugepageAgain === 'after-register')
          madviseHugepage(this.mm, 0, this.mm.pages, BY_LOAD, NO_CAUSE);
        this.stage = 'run';
        return now + this.mm.takeSpent() + this.mm.sys.costs.deviceLoad;
      case 'run':
        // A connection that is gone does not stop it: the package is here whole (Q25).
        if (!this.channels.down) this.world.phase('postcopy', BY_LOAD);
        this.out.emit(K.VM_RUN, BY_LOAD, 0, 0, NO_CAUSE);
        this.stage = 'postcopy';
        // What came for the preempt thread in the meantime (Q33).
        this.channels.urgent?.wakeReader();
        this.world.runGuest(HOST_DST);
        return now;
      case 'postcopy':
        return this.listen(now);
      case 'ended':
        return Infinity;
    }
  }

  /** Does the next thing of the preempt thread (Q33). */
  stepUrgent(now: number): number {
    const { urgent } = this.channels;
    if (!urgent || this.stage !== 'postcopy') return Infinity;
    if (urgent.nextArrival > now) return urgent.nextArrival;
    return this.placeNext(urgent, BY_PREEMPT, now);
  }

  /** The main thread reads the stream: precopy pages and discard messages. */
  private load(now: number): number {
    if (this.discard.isBusy) return this.discard.step(now);
    const wire = this.channels.forward;
    if (wire.nextArrival > now) return wire.nextArrival;
    const { messageType: type, first, second, cause } = wire;
    if (type !== MSG_DISCARD && this.discard.isPending) return this.discard.step(now);
    this.deliver(wire);
    wire.take();
    switch (type) {
      case MSG_PAGE:
        return this.loadPage(first, second, cause, now);
      case MSG_ZERO:
        return this.loadZero(first, cause, now);
      case MSG_DISCARD: {
        const message = this.out.emit(
          K.DISCARD_RECV,
          BY_LOAD,
          this.channels.ranges.first[first]!,
          second,
          cause,
        );
        this.discard.receive(first + second, message);
        return now + this.prepare(message);
      }
      case MSG_PACKAGE:
        this.stage = 'open';
        return now + this.prepare(cause) + this.mm.sys.costs.madviseFlags; // Q22: also when no discard ever came.
      case MSG_DEVICE:
        this.stage = 'devices';
        return now + this.mm.sys.costs.deviceLoad;
      default:
        return now;
    }
  }

  private loadPage(page: number, version: number, cause: number, now: number): number {
    touch(this.mm, page, true, BY_LOAD, cause);
    this.mm.version[page] = version;
    this.out.emit(K.LOAD, BY_LOAD, page, version | this.ageOf(page, version, cause), cause);
    return now + this.mm.takeSpent() + this.mm.sys.costs.memcpyPage;
  }

  /** Looks whether the page is zero, which maps it, and writes zeroes only where it is not (Q14). */
  private loadZero(page: number, cause: number, now: number): number {
    touch(this.mm, page, false, BY_LOAD, cause);
    if (this.mm.version[page] !== 0) touch(this.mm, page, true, BY_LOAD, cause);
    this.mm.version[page] = 0;
    this.out.emit(K.LOAD_ZERO, BY_LOAD, page, this.ageOf(page, 0, cause), cause);
    return now + this.mm.takeSpent() + this.mm.sys.costs.memcpyPage;
  }

  /** Bits of a loaded copy: the source has newer content, or another copy is under way. */
  private ageOf(page: number, version: number, sent: number): number {
    const old = this.srcVersion[page] === version ? 0 : OLD_COPY;
    return old | (this.channels.lastSend[page] === sent ? 0 : MORE_COMING);
  }

  /** First discard: huge pages are forbidden on all of guest memory. Returns the time taken. */
  private prepare(message: number): number {
    if (this.prepared) return 0;
    this.prepared = true;
    this.world.watchForLoss();
    this.world.phase('nohugepage', BY_LOAD);
    if (this.qemu.nohugepage) madviseNohugepage(this.mm, 0, this.mm.pages, BY_LOAD, message);
    return this.mm.takeSpent() + 1;
  }

  /** Precopy is complete and devices are loaded: the guest runs, and no userfaultfd was ever needed. */
  private runAfterPrecopy(now: number): number {
    this.world.phase('completed', BY_LOAD);
    this.out.emit(K.VM_RUN, BY_LOAD, 0, 0, NO_CAUSE);
    this.world.runGuest(HOST_DST);
    this.finish(now);
    return Infinity;
  }

  /** The listen thread places pages: one UFFDIO_COPY or UFFDIO_ZEROPAGE each (Q26). */
  private listen(now: number): number {
    const wire = this.channels.forward;
    if (wire.nextArrival > now) return wire.nextArrival;
    const { messageType: type, cause } = wire;
    if (type === MSG_PAGE || type === MSG_ZERO) return this.placeNext(wire, BY_LISTEN, now);
    if (type === MSG_END) return this.end(now);
    this.deliver(wire);
    wire.take();
    if (type === MSG_RESUME) this.onResume(now, cause);
    return now;
  }

  /** Takes a page from `wire` and places it. */
  private placeNext(wire: Wire, by: number, now: number): number {
    const { messageType: type, first: page, second: version, cause } = wire;
    this.deliver(wire);
    wire.take();
    if (this.disarmed) return now;
    const waiting = (this.mm.side.words[page]! & WAITING) !== 0;
    const placed =
      type === MSG_ZERO
        ? uffdZeropage(this.mm, page, by, cause)
        : uffdCopy(this.mm, page, version, this.srcVersion[page] !== version, by, cause);
    // EEXIST is an error, but not when the received bitmap says that another thread was faster (H30, Q38).
    if (!placed && !(this.mm.side.words[page]! & RECEIVED)) {
      const abort = this.out.emit(K.ABORT, by, page, 0, cause);
      setState(this.out, HOST_DST, 'failed', 'a page could not be placed', abort);
      this.stage = 'ended';
      this.world.abort();
      return Infinity;
    }
    if (waiting) this.wake(page, by, cause);
    return now + this.mm.takeSpent();
  }

  /** The last page has come: cleanup, once the preempt thread has nothing left either (Q28). */
  private end(now: number): number {
    const { forward, urgent } = this.channels;
    if (urgent && !urgent.empty) {
      const at = this.world.wakesAt(PREEMPT);
      return Math.max(now + 1, at === Infinity ? urgent.nextArrival : at);
    }
    this.deliver(forward);
    forward.take();
    this.world.phase('cleanup', BY_LISTEN);
    if (!this.disarmed) {
      if (this.qemu.hugepageAgain === 'at-cleanup')
        madviseHugepage(this.mm, 0, this.mm.pages, BY_LISTEN, NO_CAUSE);
      this.disarm(BY_LISTEN, NO_CAUSE);
    }
    this.out.emit(K.POSTCOPY_END, BY_LISTEN, 0, 0, NO_CAUSE);
    this.mm.takeSpent();
    this.finish(now);
    return Infinity;
  }

  /** Somebody calls UFFDIO_UNREGISTER before all pages are here (H4). */
  disarmTooEarly(by: number, cause: number): void {
    this.disarm(by, cause);
    this.disarmed = true;
  }

  /** Wakes whoever sleeps, then disarms: they touch their holes again and get zeroes (U6). */
  private disarm(by: number, cause: number): void {
    const { words } = this.mm.side;
    if (this.out.state.waiting > 0)
      for (let p = 0; p < this.mm.pages; p++) if (words[p]! & WAITING) this.wake(p, by, cause);
    uffdUnregister(this.mm, 0, this.mm.pages, by, cause);
  }

  private wake(page: number, by: number, cause: number): void {
    this.out.emit(K.WAKE, by, page, this.world.wakeGuest(page), cause);
  }

  /** All is here: the source hears of it. */
  private finish(now: number): void {
    this.stage = 'ended';
    const done = setState(this.out, HOST_DST, 'completed');
    if (!this.channels.down) this.channels.back.put(MSG_SHUT, 0, 0, done, SHUT_BYTES, now);
  }

  private deliver(wire: Wire): void {
    if (wire.bytes > 0) this.out.emit(K.DELIVER, BY_LINK, 0, wire.bytes, wire.cause);
  }

  /** The process exits and its memory is gone (Q37). */
  exit(cause: number): void {
    this.stage = 'ended';
    setState(this.out, HOST_DST, 'failed', '', cause);
    this.out.emit(K.INCOMING_EXIT, BY_LOAD, 0, 0, cause);
    this.mm.version.fill(0);
    this.mm.enlisted = false;
    this.mm.takeSpent();
  }

  /** The process dies while the guest's only copy is here (H32). */
  die(cause: number): void {
    this.stage = 'ended';
    this.out.emit(K.DIED, who(DST_LOAD, HOST_DST), 0, 0, cause);
    setState(this.out, HOST_SRC, 'postcopy-paused', 'the destination died', cause);
    setState(this.out, HOST_SRC, 'failed', 'the destination died', cause);
  }
}
