/** QEMU's migration thread on the source: one precopy pass, stop, discard ranges, package, then pages by request and in
 *  the background (migration/ram.c, migration.c, postcopy-ram.c; FACTS Q5-Q6, Q17-Q18, Q31-Q32). */
import { runsOf } from '../../base/ranges.ts';
import { KVM, SRC_MIGRATION, who } from '../../event/actor.ts';
import { type Emitter, NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import { HOST_SRC, TO_SEND } from '../../event/pageword.ts';
import { startDirtyLog, syncDirtyLog } from '../../kvm/dirtylog.ts';
import type { Mm } from '../../mm/mm.ts';
import { MSG_DISCARD, MSG_END, MSG_PACKAGE, MSG_PAGE, PAGE_ON_WIRE, type Wire } from '../wire.ts';
import type { World } from '../world.ts';

/** Pages that leave in one packet: QEMUFile's 32 KB buffer. */
const PACKET_PAGES = 8;
/** Ranges of one discard message (MAX_DISCARDS_PER_COMMAND, Q3). */
export const RANGES_PER_MESSAGE = 12;
/** Device state of a small guest, bytes. */
const PACKAGE_BYTES = 256 * 1024;

type Stage = 'start' | 'pass' | 'passEnd' | 'stop' | 'discard' | 'package' | 'postcopy' | 'done';

/** Discard ranges, shared with the destination as the stream's content: first page and pages, by index. */
export interface Ranges {
  first: Uint32Array;
  pages: Uint32Array;
}

const BY = who(SRC_MIGRATION, HOST_SRC);
const BY_KVM = who(KVM, HOST_SRC);

export class Source {
  stage: Stage = 'start';
  readonly ranges: Ranges = { first: new Uint32Array(0), pages: new Uint32Array(0) };
  /** Event of the last copy sent of each page: an earlier one may still be under way. */
  readonly lastSend: Uint32Array;
  private cursor = 0;
  private range = 0;
  private readonly packetPage = new Uint32Array(PACKET_PAGES);
  private readonly packetVersion = new Uint32Array(PACKET_PAGES);
  private readonly packetEvent = new Uint32Array(PACKET_PAGES);
  private packed = 0;
  private readonly pageTime: number;
  /** Dirty bitmap syncs ("dirty sync count"). */
  syncs = 0;
  discarded = 0;

  private readonly mm: Mm;

  constructor(
    private readonly world: World,
    private readonly wire: Wire,
    /** Urgent requests from the destination. */
    private readonly requests: Wire,
  ) {
    this.mm = world.src;
    this.pageTime = wire.duration(PAGE_ON_WIRE);
    this.lastSend = new Uint32Array(this.mm.pages);
  }

  private get out(): Emitter {
    return this.mm.out;
  }

  /** Does the next thing at `now`; returns when to be called again. */
  step(now: number): number {
    switch (this.stage) {
      case 'start':
        this.world.phase('precopy', BY);
        startDirtyLog(this.mm, BY_KVM);
        this.out.emit(K.ROUND_BEGIN, BY, 0, 1, NO_CAUSE);
        this.stage = 'pass';
        return now + this.mm.takeSpent();
      case 'pass': {
        const page = this.nextToSend(this.cursor, this.mm.pages);
        if (page < 0) {
          this.flush(now);
          this.stage = 'passEnd';
          return now;
        }
        this.cursor = page + 1;
        this.sendPage(page, now + this.pageTime);
        return now + this.pageTime;
      }
      case 'passEnd':
        this.out.emit(K.ROUND_END, BY, 0, 1, NO_CAUSE);
        this.sync();
        this.stage = 'stop';
        return now + this.mm.takeSpent() + this.mm.sys.costs.vmStop;
      case 'stop':
        this.world.phase('stop', BY);
        this.out.emit(K.VM_STOP, BY, 0, 0, NO_CAUSE);
        this.world.stopGuest();
        this.sync();
        this.findRanges();
        this.stage = 'discard';
        return now + this.mm.takeSpent() + this.mm.sys.costs.vmStop;
      case 'discard': {
        const n = Math.min(RANGES_PER_MESSAGE, this.ranges.first.length - this.range);
        const bytes = 16 * n + 30;
        const left = now + Math.max(this.wire.duration(bytes), n * this.mm.sys.costs.rangeScan);
        if (n > 0) {
          const sent = this.out.emit(
            K.DISCARD_SEND,
            BY,
            this.ranges.first[this.range] as number,
            n,
            NO_CAUSE,
          );
          this.wire.send(MSG_DISCARD, this.range, n, sent, bytes, left);
          this.range += n;
        }
        if (this.range >= this.ranges.first.length) this.stage = 'package';
        return left;
      }
      case 'package': {
        const left = now + this.wire.duration(PACKAGE_BYTES);
        const sent = this.out.emit(K.PACKAGE, BY, 0, PACKAGE_BYTES, NO_CAUSE);
        this.wire.send(MSG_PACKAGE, 0, 0, sent, PACKAGE_BYTES, left);
        this.stage = 'postcopy';
        this.cursor = 0;
        return left;
      }
      case 'postcopy':
        return this.serve(now);
      case 'done':
        return Infinity;
    }
  }

  /** Urgent pages first; the background goes on behind the last one (Q31). Bits are cleared before the content is read (Q6). */
  private serve(now: number): number {
    let page = -1;
    while (page < 0 && this.requests.nextArrival <= now) {
      const asked = this.requests.first;
      const { cause } = this.requests;
      this.requests.take();
      this.out.emit(K.SRC_REQUEST, BY, asked, 0, cause);
      if ((this.mm.side.words[asked] as number) & TO_SEND) page = asked;
    }
    if (page < 0) page = this.nextToSend(this.cursor, this.mm.pages);
    if (page < 0) page = this.nextToSend(0, this.cursor);
    if (page < 0) {
      this.wire.send(MSG_END, 0, 0, NO_CAUSE, 8, now);
      this.stage = 'done';
      return Infinity;
    }
    this.cursor = page + 1;
    const left = now + this.pageTime;
    this.sendPage(page, left);
    this.flush(left);
    return left;
  }

  private nextToSend(from: number, to: number): number {
    if (this.out.state.toSend === 0) return -1;
    const { words } = this.mm.side;
    for (let p = from; p < to; p++) if ((words[p] as number) & TO_SEND) return p;
    return -1;
  }

  private sendPage(page: number, left: number): void {
    const version = this.mm.version[page] as number;
    const i = this.packed++;
    const event = this.out.emit(K.SEND, BY, page, version, NO_CAUSE);
    this.lastSend[page] = event;
    this.packetEvent[i] = event;
    this.packetPage[i] = page;
    this.packetVersion[i] = version;
    if (this.packed === PACKET_PAGES) this.flush(left);
  }

  private flush(left: number): void {
    for (let i = 0; i < this.packed; i++) {
      const bytes = i === 0 ? this.packed * PAGE_ON_WIRE : 0;
      this.wire.send(
        MSG_PAGE,
        this.packetPage[i] as number,
        this.packetVersion[i] as number,
        this.packetEvent[i] as number,
        bytes,
        left,
      );
    }
    this.packed = 0;
  }

  private sync(): void {
    this.syncs++;
    syncDirtyLog(this.mm, BY_KVM);
  }

  /** Maximal runs of pages redirtied or never sent (Q18). */
  private findRanges(): void {
    const { words } = this.mm.side;
    let n = 0;
    runsOf(words, TO_SEND, 0, this.mm.pages, () => n++);
    this.ranges.first = new Uint32Array(n);
    this.ranges.pages = new Uint32Array(n);
    let i = 0;
    runsOf(words, TO_SEND, 0, this.mm.pages, (first, pages) => {
      this.ranges.first[i] = first;
      this.ranges.pages[i++] = pages;
      this.discarded += pages;
    });
  }
}
