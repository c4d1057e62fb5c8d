/** Postcopy on the source: stop, discard ranges, package, then pages by request and in the background (migration/migration.c
 *  postcopy_start, ram.c, postcopy-ram.c; FACTS Q17-Q18, Q31-Q34). */
import { MS, SECOND } from '../../base/units.ts';
import { SRC_MIGRATION, who } from '../../event/actor.ts';
import { type Emitter, NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import { HOST_SRC } from '../../event/pageword.ts';
import type { Mm } from '../../mm/mm.ts';
import { MSG_DISCARD, MSG_END, MSG_PACKAGE } from '../wire.ts';
import type { World } from '../world.ts';
import type { Channels } from './channels.ts';
import { QemuFile, Slice } from './file.ts';
import { DEVICE_BYTES } from './precopy.ts';
import type { Ram } from './ram.ts';
import { setState } from './state.ts';
import type { Throttle } from './throttle.ts';

/** Ranges of one discard message (MAX_DISCARDS_PER_COMMAND, Q3), and its bytes. */
const RANGES_PER_MESSAGE = 12;
const discardBytes = (ranges: number): number => 16 * ranges + 30;
/** A rate limit is held in windows of this length (BUFFER_DELAY, Q2). */
const WINDOW = 100 * MS;

const BY = who(SRC_MIGRATION, HOST_SRC);

export class Postcopy {
  stage: 'stop' | 'discard' | 'package' | 'serve' | 'done' = 'stop';
  /** Pages named in discard ranges. */
  discarded = 0;
  /** The channel for urgent pages. */
  readonly urgent: QemuFile | null;
  private range = 0;
  private cursor = 0;
  private ready = 0;
  /** Pages asked for and not yet looked at, with the event of each request. */
  private queue: number[] = [];
  private causes: number[] = [];
  private windowEnd = 0;
  private sentBefore = 0;
  private readonly slice: Slice;
  private readonly mm: Mm;

  constructor(
    private readonly world: World,
    private readonly channels: Channels,
    private readonly ram: Ram,
    private readonly file: QemuFile,
    private readonly throttle: Throttle,
  ) {
    this.mm = world.src;
    this.slice = new Slice(file);
    this.urgent = channels.urgent && new QemuFile(this.mm, channels.urgent, channels.lastSend);
  }

  private get out(): Emitter {
    return this.mm.out;
  }

  /** The package left: the guest cannot come back (Q17). */
  get isSplit(): boolean {
    return this.stage === 'serve' || this.stage === 'done';
  }

  /** Nothing before `time`. */
  waitUntil(time: number): void {
    this.ready = time;
  }

  /** Does the next thing at `now`; returns when to be called again. */
  step(now: number): number {
    switch (this.stage) {
      case 'stop':
        return now < this.ready ? this.ready : this.stop(now);
      case 'discard':
        return now < this.ready ? this.ready : this.discard(now);
      case 'package':
        return now < this.ready ? this.ready : this.package(now);
      case 'serve':
        return this.serve(now);
      case 'done':
        return Infinity;
    }
  }

  /** The return path heard a request (Q31). */
  request(page: number, cause: number): void {
    this.queue.push(page);
    this.causes.push(this.out.emit(K.SRC_REQUEST, BY, page, 0, cause));
  }

  /** The connection broke: nobody waits for an answer to what was asked over it. */
  pause(): void {
    this.queue = [];
    this.causes = [];
    this.file.drop();
    this.urgent?.drop();
  }

  /** The connection is back: what was under way is to be sent again, and maybe the end too. */
  resume(now: number): void {
    this.ram.recount();
    this.stage = 'serve';
    this.ready = now;
    this.windowEnd = 0;
  }

  private stop(now: number): number {
    this.world.phase('stop', BY);
    setState(this.out, HOST_SRC, 'postcopy-active');
    this.out.emit(K.VM_STOP, BY, 0, 0, NO_CAUSE);
    this.world.stopGuest();
    this.throttle.stop();
    this.ram.sync();
    this.discarded = this.ram.findRanges(this.channels.ranges);
    this.stage = this.discarded > 0 ? 'discard' : 'package';
    this.ready = now + this.mm.takeSpent() + this.mm.sys.costs.vmStop;
    return this.ready;
  }

  private discard(now: number): number {
    const { ranges, forward } = this.channels;
    const n = Math.min(RANGES_PER_MESSAGE, ranges.first.length - this.range);
    const sent = this.out.emit(K.DISCARD_SEND, BY, ranges.first[this.range]!, n, NO_CAUSE);
    this.file.message(MSG_DISCARD, this.range, n, sent, discardBytes(n), now);
    this.range += n;
    if (this.range === ranges.first.length) this.stage = 'package';
    this.ready = Math.max(now + n * this.mm.sys.costs.rangeScan, forward.readyAt(now));
    return this.ready;
  }

  private package(now: number): number {
    const sent = this.out.emit(K.PACKAGE, BY, 0, DEVICE_BYTES, NO_CAUSE);
    this.file.message(MSG_PACKAGE, 0, 0, sent, DEVICE_BYTES, now);
    this.stage = 'serve';
    this.slice.start(now);
    this.ready = this.channels.forward.readyAt(now);
    return this.ready;
  }

  /** Urgent pages first; the background goes on behind the last one (Q31). With preempt urgent pages overtake what the socket
   *  holds, and the background goes its own way (Q33). */
  private serve(now: number): number {
    const urgentAt = this.urgent ? this.preempt(this.urgent, now) : Infinity;
    if (now < this.ready) return Math.min(this.ready, urgentAt);
    this.slice.step(now);
    let page = -1;
    let cause = NO_CAUSE;
    while (!this.urgent && page < 0 && this.queue.length > 0) {
      const asked = this.queue.shift()!;
      cause = this.causes.shift()!;
      if (this.ram.isDirty(asked)) page = asked;
    }
    if (page < 0) {
      if (this.ram.remaining === 0) return this.end(now);
      const allowed = this.allowedAt(now);
      if (allowed > now) return Math.min(allowed, urgentAt);
      page = this.ram.next(this.cursor);
      cause = NO_CAUSE;
    }
    this.cursor = page + 1;
    this.file.page(page, now, cause);
    this.file.flush(now);
    this.ram.sent(page);
    const took = this.mm.takeSpent() + this.mm.sys.costs.memcpyPage;
    this.ready = Math.max(now + took, this.file.wire.readyAt(now));
    return Math.min(this.ready, urgentAt);
  }

  /** Sends what was asked for over its own channel. Returns when that takes the next page, Infinity when nothing is left. */
  private preempt(urgent: QemuFile, now: number): number {
    while (this.queue.length > 0) {
      const at = urgent.wire.readyAt(now);
      if (at > now) return at;
      const page = this.queue.shift()!;
      const cause = this.causes.shift()!;
      // Clean: it is in the main channel already, and nothing overtakes it there.
      if (!this.ram.isDirty(page)) continue;
      const bytes = urgent.page(page, now, cause);
      urgent.flush(now);
      this.ram.sent(page);
      this.channels.forward.giveWay(now, urgent.wire.duration(bytes));
    }
    return Infinity;
  }

  private end(now: number): number {
    const end = this.file.sectionEnd();
    this.file.message(MSG_END, 0, 0, end, 0, now);
    this.stage = 'done';
    return Infinity;
  }

  /** When the background may go on: max-postcopy-bandwidth is counted in windows; requests are free of it (Q32). */
  private allowedAt(now: number): number {
    const limit = this.world.scenario.qemu.postcopyBandwidth;
    if (limit === 0) return now;
    if (now >= this.windowEnd) {
      this.windowEnd = now + WINDOW;
      this.sentBefore = this.file.transferred;
    }
    const most = (limit * WINDOW) / SECOND;
    return this.file.transferred - this.sentBefore < most ? now : this.windowEnd;
  }
}
