/** The destination's fault thread: reads userfault messages and asks the source (migration/postcopy-ram.c
 *  postcopy_ram_fault_thread, migrate_send_rp_req_pages; FACTS Q27, Q38). */
import { DST_FAULT, who } from '../../event/actor.ts';
import { type Emitter, NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import { HOST_DST, IN_FLIGHT, RECEIVED, WAITING } from '../../event/pageword.ts';
import type { Mm } from '../../mm/mm.ts';
import { MSG_REQUEST, type Wire } from '../wire.ts';
import type { World } from '../world.ts';

/** Size of one page request on the return path. */
const REQUEST_BYTES = 24;
const NONE = -1;

const BY = who(DST_FAULT, HOST_DST);

export class FaultThread {
  /** Messages not yet read: page, event, time from which they can be. */
  private readonly page: number[] = [];
  private readonly event: number[] = [];
  private readonly time: number[] = [];
  /** Page whose request could not be sent: the thread waits for a connection. */
  private stuck = NONE;
  private stuckRead = NO_CAUSE;
  private readonly mm: Mm;

  constructor(
    world: World,
    private readonly back: Wire,
  ) {
    this.mm = world.dst;
  }

  private get out(): Emitter {
    return this.mm.out;
  }

  /** A message about `page` can be read from `readAt` on. Returns when the thread has to look. */
  queue(page: number, event: number, readAt: number): number {
    this.page.push(page);
    this.event.push(event);
    this.time.push(readAt);
    return this.stuck === NONE ? readAt : Infinity;
  }

  /** Reads one message and asks the source, unless the page is there or asked for (Q27). Returns when to be called again. */
  step(now: number): number {
    if (this.stuck !== NONE || this.page.length === 0) return Infinity;
    if (this.time[0]! > now) return this.time[0]!;
    const page = this.page.shift()!;
    const read = this.out.emit(K.UFFD_READ, BY, page, 0, this.event.shift()!);
    this.time.shift();
    if (!(this.mm.side.words[page]! & (RECEIVED | IN_FLIGHT))) {
      if (this.back.down) {
        this.stuck = page;
        this.stuckRead = read;
        return Infinity;
      }
      this.ask(page, now, read);
    }
    return this.time.length > 0 ? Math.max(now, this.time[0]!) : Infinity;
  }

  /** There is a connection again: what was asked over the old one is asked anew (Q38). Returns when the thread reads on. */
  resume(now: number, cause: number): number {
    const { words } = this.mm.side;
    for (let p = 0; p < this.mm.pages; p++) {
      if (!(words[p]! & IN_FLIGHT)) continue;
      const forgotten = this.out.emit(K.UNREQUEST, BY, p, 0, cause);
      if (words[p]! & WAITING) this.ask(p, now, forgotten);
    }
    const { stuck } = this;
    this.stuck = NONE;
    if (stuck !== NONE && !(words[stuck]! & (RECEIVED | IN_FLIGHT))) this.ask(stuck, now, this.stuckRead);
    return this.time.length > 0 ? Math.max(now, this.time[0]!) : Infinity;
  }

  private ask(page: number, now: number, cause: number): void {
    const request = this.out.emit(K.REQUEST, BY, page, 0, cause);
    this.back.put(MSG_REQUEST, page, 0, request, REQUEST_BYTES, now);
  }
}
