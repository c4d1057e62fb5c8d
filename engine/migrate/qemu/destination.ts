/** QEMU on the destination: loads precopy pages, discards, listens, places postcopy pages, cleans up (migration/ram.c,
 *  savevm.c, postcopy-ram.c; FACTS Q14, Q20-Q28). One reader of the stream: the load thread until LISTEN, then the listen thread. */
import { DST_FAULT, DST_LISTEN, DST_LOAD, LINK, who } from '../../event/actor.ts';
import { type Emitter, NO_CAUSE } from '../../event/emitter.ts';
import { K, MORE_COMING, OLD_COPY } from '../../event/event.ts';
import { HOST_DST, IN_FLIGHT, RECEIVED, WAITING } from '../../event/pageword.ts';
import { madviseDontneed, madviseHugepage, madviseNohugepage } from '../../mm/dontneed.ts';
import { touch } from '../../mm/fault.ts';
import type { Mm } from '../../mm/mm.ts';
import { uffdCopy } from '../../mm/place.ts';
import { uffdRegister, uffdUnregister } from '../../mm/register.ts';
import type { Scenario } from '../../scenario/schema.ts';
import { MSG_DISCARD, MSG_END, MSG_PACKAGE, MSG_PAGE, MSG_REQUEST, type Wire } from '../wire.ts';
import type { World } from '../world.ts';
import { STREAM } from './slots.ts';
import type { Ranges } from './source.ts';

/** Size of one page request on the return path. */
const REQUEST_BYTES = 24;

type Stage = 'load' | 'open' | 'register' | 'run' | 'postcopy' | 'ended';

const BY_LOAD = who(DST_LOAD, HOST_DST);
const BY_LISTEN = who(DST_LISTEN, HOST_DST);
const BY_FAULT = who(DST_FAULT, HOST_DST);
const BY_LINK = who(LINK, HOST_DST);

export class Destination {
  stage: Stage = 'load';
  private prepared = false;
  /** Discard message under way: next range, ranges left, next page of the range. */
  private range = 0;
  private rangesLeft = 0;
  private nextPage = 0;
  private message = NO_CAUSE;

  private readonly mm: Mm;
  private readonly srcVersion: Uint32Array;
  private readonly lastSend: Uint32Array;
  private readonly ranges: Ranges;
  private readonly qemu: Scenario['qemu'];

  constructor(
    private readonly world: World,
    source: { readonly lastSend: Uint32Array; readonly ranges: Ranges },
    private readonly wire: Wire,
    private readonly requests: Wire,
  ) {
    this.mm = world.dst;
    this.srcVersion = world.src.version;
    this.lastSend = source.lastSend;
    this.ranges = source.ranges;
    this.qemu = world.scenario.qemu;
  }

  /** Somebody reads the stream. */
  get wantsStream(): boolean {
    return this.stage !== 'ended';
  }

  private get out(): Emitter {
    return this.mm.out;
  }

  /** POSTCOPY_ADVISE: all memory is discarded so that nothing is there before the first page (Q21). */
  advise(): void {
    const advise = this.out.emit(K.ADVISE, BY_LOAD, 0, 0, NO_CAUSE);
    madviseDontneed(this.mm, 0, this.mm.pages, BY_LOAD, advise);
    this.mm.takeSpent();
  }

  /** Does the next thing of the stream's reader at `now`; returns when to be called again. */
  step(now: number): number {
    switch (this.stage) {
      case 'load':
        return this.load(now);
      case 'open': {
        this.world.phase('listen', BY_LOAD);
        const listen = this.out.emit(K.LISTEN, BY_LOAD, 0, 0, NO_CAUSE);
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
        this.world.phase('postcopy', BY_LOAD);
        this.out.emit(K.VM_RUN, BY_LOAD, 0, 0, NO_CAUSE);
        this.stage = 'postcopy';
        this.world.runGuest(HOST_DST);
        return now;
      case 'postcopy':
        return this.listen(now);
      case 'ended':
        return Infinity;
    }
  }

  /** The main thread reads the stream: precopy pages and discard messages. */
  private load(now: number): number {
    if (this.rangesLeft > 0) return this.discard(now);
    const { wire } = this;
    if (wire.nextArrival > now) return wire.nextArrival;
    const type = wire.messageType;
    if (wire.bytes > 0) this.out.emit(K.DELIVER, BY_LINK, 0, wire.bytes, wire.cause);
    if (type === MSG_PAGE) {
      const page = wire.first;
      const version = wire.second;
      touch(this.mm, page, true, BY_LOAD, wire.cause);
      this.mm.version[page] = version;
      const old = this.srcVersion[page] === version ? 0 : OLD_COPY;
      const more = this.lastSend[page] === wire.cause ? 0 : MORE_COMING;
      this.out.emit(K.LOAD, BY_LOAD, page, version | old | more, wire.cause);
      wire.take();
      return now + this.mm.takeSpent() + this.mm.sys.costs.memcpyPage;
    }
    if (type === MSG_DISCARD) {
      this.message = this.out.emit(
        K.DISCARD_RECV,
        BY_LOAD,
        this.ranges.first[wire.first] as number,
        wire.second,
        wire.cause,
      );
      this.range = wire.first;
      this.rangesLeft = wire.second;
      this.nextPage = this.ranges.first[this.range] as number;
      wire.take();
      return now + this.prepare();
    }
    if (type === MSG_PACKAGE) {
      wire.take();
      const prepared = this.prepare(); // Q22: also when no discard ever came.
      this.stage = 'open';
      return now + prepared + this.mm.sys.costs.madviseFlags;
    }
    return Infinity;
  }

  /** First discard: huge pages are forbidden on all of guest memory. Returns the time taken. */
  private prepare(): number {
    if (this.prepared) return 0;
    this.prepared = true;
    this.world.watchForLoss();
    this.world.phase('nohugepage', BY_LOAD);
    if (this.qemu.nohugepage) madviseNohugepage(this.mm, 0, this.mm.pages, BY_LOAD, this.message);
    return this.mm.takeSpent() + 1;
  }

  /** One madvise call of the flood: a page or a run. */
  private discard(now: number): number {
    if (this.range === 0 && this.nextPage === this.ranges.first[0]) this.world.phase('discard', BY_LOAD);
    const first = this.ranges.first[this.range] as number;
    const end = first + (this.ranges.pages[this.range] as number);
    const n = this.qemu.discard === 'runs' ? end - first : 1;
    madviseDontneed(this.mm, this.nextPage, n, BY_LOAD, this.message);
    this.nextPage += n;
    if (this.nextPage >= end) {
      this.range++;
      this.rangesLeft--;
      if (this.rangesLeft > 0) this.nextPage = this.ranges.first[this.range] as number;
    }
    return now + this.mm.takeSpent();
  }

  /** The listen thread places pages: one UFFDIO_COPY each (Q26). */
  private listen(now: number): number {
    const { wire } = this;
    if (wire.nextArrival > now) return wire.nextArrival;
    const type = wire.messageType;
    const { cause } = wire;
    if (wire.bytes > 0) this.out.emit(K.DELIVER, BY_LINK, 0, wire.bytes, cause);
    if (type === MSG_PAGE) {
      const page = wire.first;
      const version = wire.second;
      wire.take();
      const waiting = ((this.mm.side.words[page] as number) & WAITING) !== 0;
      if (!uffdCopy(this.mm, page, version, this.srcVersion[page] !== version, BY_LISTEN, cause)) {
        this.out.emit(K.ABORT, BY_LISTEN, page, 0, cause);
        this.stage = 'ended';
        this.world.abort();
        return Infinity;
      }
      if (waiting) {
        const woken = this.world.wakeGuest(page);
        this.out.emit(K.WAKE, BY_LISTEN, page, woken, cause);
      }
      return now + this.mm.takeSpent();
    }
    if (type === MSG_END) {
      wire.take();
      this.world.phase('cleanup', BY_LISTEN);
      if (this.qemu.hugepageAgain === 'at-cleanup')
        madviseHugepage(this.mm, 0, this.mm.pages, BY_LISTEN, NO_CAUSE);
      uffdUnregister(this.mm, 0, this.mm.pages, BY_LISTEN, NO_CAUSE);
      this.out.emit(K.POSTCOPY_END, BY_LISTEN, 0, 0, NO_CAUSE);
      this.mm.takeSpent();
      this.stage = 'ended';
      this.world.migrationEnded();
    }
    return Infinity;
  }

  /** The fault thread reads one message and asks the source, unless the page is there or asked for (Q27). Returns the
   *  arrival time of the request at the source, Infinity when none was sent. */
  readFault(page: number, fault: number, now: number): number {
    const read = this.out.emit(K.UFFD_READ, BY_FAULT, page, 0, fault);
    const w = this.mm.side.words[page] as number;
    if (w & (RECEIVED | IN_FLIGHT)) return Infinity;
    const request = this.out.emit(K.REQUEST, BY_FAULT, page, 0, read);
    this.requests.send(
      MSG_REQUEST,
      page,
      0,
      request,
      REQUEST_BYTES,
      now + this.requests.duration(REQUEST_BYTES),
    );
    return now + this.requests.duration(REQUEST_BYTES) + this.requests.latency;
  }
}
