/** criu pre-dump and criu dump --lazy-pages on the source: rounds of freeze, list, reset, thaw, write; a last one that keeps the
 *  process frozen; then the page server that answers the daemon (criu/cr-dump.c, page-xfer.c; FACTS C6, C10). */
import { PAGE_BYTES } from '../../base/units.ts';
import { KVM, SRC_MIGRATION, who } from '../../event/actor.ts';
import { NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import { HOST_SRC, TO_SEND } from '../../event/pageword.ts';
import type { Mm } from '../../mm/mm.ts';
import { MSG_END, MSG_PAGE, type Wire } from '../wire.ts';
import type { World } from '../world.ts';
import { CALL, FREEZE_TIME, PARASITE_TIME, SERVE } from './costs.ts';
import { type Images, PIPE_PAGES } from './image.ts';
import type { Area } from './layout.ts';
import { dumpArea } from './parasite.ts';
import { clearSoftDirty } from './softdirty.ts';

/** struct page_server_iov before the pages. */
const HEADER = 24;

type Stage = 'freeze' | 'infect' | 'list' | 'reset' | 'thaw' | 'write' | 'serve';

const BY = who(SRC_MIGRATION, HOST_SRC);
const BY_TRACKER = who(KVM, HOST_SRC);

export class Dump {
  private stage: Stage = 'freeze';
  /** Dumps so far, this one included. */
  private round = 0;
  private area = 0;
  private run = 0;
  /** Pages of the run that have left. */
  private done = 0;
  /** When the last byte of the round leaves. */
  private left = 0;
  /** The page server has the next request then. */
  private busy = 0;
  private readonly mm: Mm;

  constructor(
    private readonly world: World,
    private readonly areas: readonly Area[],
    private readonly images: Images,
    private readonly forward: Wire,
    private readonly back: Wire,
    /** Somebody at the destination has to read at this time. */
    private readonly onSent: (arrives: number) => void,
  ) {
    this.mm = world.src;
  }

  private get isLast(): boolean {
    return this.round > this.world.scenario.criu.preDumps;
  }

  /** Does the next thing at `now`; returns when to be called again. */
  step(now: number): number {
    const { world, mm } = this;
    switch (this.stage) {
      case 'freeze':
        this.round++;
        world.phase(this.isLast ? 'dump' : 'predump', BY);
        mm.out.emit(K.FREEZE, BY, 0, this.isLast ? 0 : this.round, NO_CAUSE);
        world.stopGuest();
        this.stage = 'infect';
        return now + FREEZE_TIME;
      case 'infect':
        mm.out.emit(K.PARASITE, BY, 0, 0, NO_CAUSE);
        this.area = 0;
        this.stage = 'list';
        return now + PARASITE_TIME;
      case 'list': {
        const area = this.areas[this.area++]!;
        dumpArea(mm, this.images, area, this.round > 1, this.isLast, BY);
        if (this.area === this.areas.length) this.stage = this.isLast ? 'write' : 'reset';
        return now + mm.takeSpent();
      }
      case 'reset':
        clearSoftDirty(mm, BY_TRACKER);
        this.stage = 'thaw';
        return now + mm.takeSpent();
      case 'thaw':
        mm.out.emit(K.THAW, BY, 0, 0, NO_CAUSE);
        world.runGuest(HOST_SRC);
        this.stage = 'write';
        return now + CALL;
      case 'write':
        return this.write(now);
      case 'serve':
        return this.serve(now);
    }
  }

  /** The next pages out of the pipes to the page server at the destination. */
  private write(now: number): number {
    const { images, forward } = this;
    const first = images.first[this.run];
    if (first !== undefined) {
      const rest = images.pages[this.run]! - this.done;
      const page = first + this.done;
      const n = Math.min(PIPE_PAGES, rest);
      const sent = this.mm.out.emit(K.IMAGE_WRITE, BY, page, n, NO_CAUSE);
      this.left = this.put(MSG_PAGE, page, n, sent, now);
      this.done += n;
      if (n === rest) {
        this.run++;
        this.done = 0;
      }
      return forward.readyAt(now);
    }
    images.first = [];
    images.pages = [];
    this.run = 0;
    const over = Math.max(now, this.left);
    if (this.isLast) {
      this.put(MSG_END, 0, 0, NO_CAUSE, over);
      this.stage = 'serve';
      return Infinity;
    }
    this.stage = 'freeze';
    return over + forward.latency + this.world.scenario.criu.interval;
  }

  /** One request of the daemon; urgent ones and others alike, first come, first served. */
  private serve(now: number): number {
    const { back, forward, mm } = this;
    const due = Math.max(this.busy, back.nextArrival);
    if (due > now) return due;
    const { first, second: n, cause } = back;
    back.take();
    const serve = mm.out.emit(K.SERVE, BY, first, n, cause);
    for (let p = first; p < first + n; p++)
      // What the daemon has forgotten meanwhile goes all the same, and is nobody's.
      if (mm.side.words[p]! & TO_SEND) mm.out.emit(K.SEND, BY, p, this.images.version[p]!, serve);
    this.put(MSG_PAGE, first, n, serve, now + SERVE);
    this.busy = Math.max(now + SERVE, forward.readyAt(now));
    return Math.max(this.busy, back.nextArrival);
  }

  private put(type: number, page: number, n: number, cause: number, now: number): number {
    const bytes = n * PAGE_BYTES + HEADER;
    const left = this.forward.put(type, page, n, cause, bytes, now);
    for (let i = 0; i < this.forward.lost; i++) this.mm.out.emit(K.RETRANSMIT, BY, page, bytes, cause);
    this.onSent(left + this.forward.latency);
    return left;
  }
}
