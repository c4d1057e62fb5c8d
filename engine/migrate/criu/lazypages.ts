/** criu lazy-pages: one thread that reads userfaults and events, asks the source for pages, and places what arrives
 *  (criu/uffd.c; FACTS C10, U7, U8, U11, U15, H15, H16). */
import { PAGE_BYTES } from '../../base/units.ts';
import { DST_FAULT, DST_LISTEN, LINK, VCPU, who } from '../../event/actor.ts';
import { CHILD_SERVED, refusal } from '../../event/arg.ts';
import { NO_CAUSE } from '../../event/emitter.ts';
import { EAGAIN, ENOENT } from '../../event/errno.ts';
import { K } from '../../event/event.ts';
import { HOST_DST, IN_FLIGHT, LOST, RECEIVED, TO_SEND, WAITING } from '../../event/pageword.ts';
import { VM_UFFD_MISSING } from '../../event/vmalist.ts';
import { madviseDontneed } from '../../mm/madvise.ts';
import { uffdZeropage } from '../../mm/mfill.ts';
import type { Mm } from '../../mm/mm.ts';
import { userfaultfdClose, userfaultfdUnregister } from '../../mm/userfaultfd.ts';
import { MSG_REQUEST, type Wire } from '../wire.ts';
import type { World } from '../world.ts';
import { copyRange } from './copy.ts';
import { CALL } from './costs.ts';
import type { Images } from './image.ts';

/** DEFAULT_XFER_LEN and MAX_XFER_LEN: 64 KiB and 4 MiB, in pages. */
const XFER_PAGES = 16;
const MOST_XFER_PAGES = 1024;
/** struct page_server_iov. */
const REQUEST_BYTES = 24;

/** Where a page stands with the daemon: nothing to do; in its list; asked for. */
const NOTHING = 0;
const LISTED = 1;
const ASKED = 2;

/** Messages of the userfaultfd. */
const FAULT = 0;
const REMOVE = 1;
const FORK = 2;

const BY = who(DST_LISTEN, HOST_DST);
const BY_FAULT = who(DST_FAULT, HOST_DST);
const BY_LINK = who(LINK, HOST_DST);
const BY_APP = who(VCPU, HOST_DST);

export class LazyPages {
  /** Nothing, from the list, or asked for: the lists `iovs` and `reqs` by page. */
  private readonly state: Uint8Array;
  /** Pages in the list, requests without an answer, and where the list may begin. */
  private listed = 0;
  private requests = 0;
  private cursor = 0;
  private xfer = XFER_PAGES;
  /** Messages not read yet. */
  private readonly kind: number[] = [];
  private readonly page: number[] = [];
  private readonly pages: number[] = [];
  private readonly event: number[] = [];
  private readonly time: number[] = [];
  /** Events that are not read yet: until then every COPY says EAGAIN (U15). */
  private changing = 0;
  /** Pages that the application dropped without the daemon hearing of it: what comes for them is stale (H16). */
  private readonly dropped: Uint8Array;
  /** It has the userfaultfd; the process runs; it is gone. */
  listening = false;
  private thawed = false;
  over = false;
  /** UFFDIO_COPY calls, pages in the way, the longest copy, and pages that a forked child lost. */
  calls = 0;
  inTheWay = 0;
  longest = 0;
  childLost = 0;
  private readonly mm: Mm;

  constructor(
    private readonly world: World,
    private readonly images: Images,
    private readonly forward: Wire,
    private readonly back: Wire,
    /** The page server has to read at this time. */
    private readonly onAsked: (arrives: number) => void,
  ) {
    this.mm = world.dst;
    this.state = new Uint8Array(this.mm.pages);
    this.dropped = new Uint8Array(this.mm.pages);
  }

  /** The restorer has sent its userfaultfd: what is lazy in the image is the list (collect_iovs). */
  listen(): void {
    this.state.set(this.images.isLazy);
    this.listed = this.images.lazy;
    this.listening = true;
  }

  /** The process runs: background copies begin. */
  start(): void {
    this.thawed = true;
  }

  /** A thread sleeps in a userfault; its message can be read at `readAt`. */
  userfault(page: number, event: number, readAt: number): number {
    return this.tell(FAULT, page, 1, event, readAt);
  }

  /** Does the next thing at `now`; returns when to be called again. Messages come first, background copies last. */
  step(now: number): number {
    if (this.over || !this.listening) return Infinity;
    if (this.time.length > 0 && this.time[0]! <= now) this.read(now);
    else if (this.forward.nextArrival <= now) this.complete();
    else if (this.thawed && this.requests === 0 && this.listed > 0) this.fetch(now);
    else if (this.thawed && this.requests === 0 && this.time.length === 0) {
      this.close();
      return Infinity;
    } else return Math.min(this.time[0] ?? Infinity, this.forward.nextArrival);
    return now + Math.max(1, this.mm.takeSpent());
  }

  private read(now: number): void {
    const kind = this.kind.shift()!;
    const page = this.page.shift()!;
    const n = this.pages.shift()!;
    const event = this.event.shift()!;
    this.time.shift();
    if (kind === FAULT) this.handleFault(page, event, now);
    else if (kind === REMOVE) this.handleRemove(page, n, event);
    else this.handleFork(event);
  }

  /** handle_page_fault. */
  private handleFault(page: number, event: number, now: number): void {
    const { mm } = this;
    // Somebody filled it meanwhile: the message is gone.
    if (!(mm.side.words[page]! & WAITING)) return;
    const state = this.state[page];
    if (state === NOTHING && this.changing > 0) {
      // ZEROPAGE would say EAGAIN too: the thread faults again when the event is read.
      this.tell(FAULT, page, 1, event, now + mm.sys.costs.userfault);
      return;
    }
    const read = mm.out.emit(K.UFFD_READ, BY_FAULT, page, 0, event);
    if (state === ASKED) return;
    if (state === NOTHING) {
      // Not in the image: it was never written, or the application dropped it.
      uffdZeropage(mm, page, BY_FAULT, read);
      this.wake(page, page + 1, BY_FAULT, read);
      return;
    }
    this.take(page, 1);
    this.xfer = XFER_PAGES;
    this.ask(page, 1, mm.out.emit(K.REQUEST, BY_FAULT, page, 0, read), now);
  }

  /** xfer_pages: the first piece of the list, as far as the chunk goes; the next chunk is 64 KiB longer. */
  private fetch(now: number): void {
    const { state, images } = this;
    let page = this.cursor;
    while (state[page] !== LISTED) page++;
    this.cursor = page;
    let n = 1;
    while (n < this.xfer && state[page + n] === LISTED && images.cut[page + n] === 0) n++;
    this.xfer = Math.min(MOST_XFER_PAGES, this.xfer + XFER_PAGES);
    this.take(page, n);
    this.ask(page, n, this.mm.out.emit(K.LAZY_FETCH, BY, page, n, NO_CAUSE), now);
  }

  /** extract_range: pages go from the list to the requests; what is behind them is a piece of its own. */
  private take(page: number, n: number): void {
    this.state.fill(ASKED, page, page + n);
    this.listed -= n;
    this.images.cut[page] = 1;
    this.images.cut[page + n] = 1;
  }

  private ask(page: number, n: number, cause: number, now: number): void {
    this.requests++;
    this.mm.spent += CALL;
    const left = this.back.put(MSG_REQUEST, page, n, cause, REQUEST_BYTES, now);
    this.onAsked(left + this.back.latency);
  }

  /** uffd_io_complete: places what came, except what was dropped since. */
  private complete(): void {
    const { forward, mm, state } = this;
    const { first, second: n, cause, bytes } = forward;
    forward.take();
    const arrived = mm.out.emit(K.DELIVER, BY_LINK, 0, bytes, cause);
    this.requests--;
    for (let p = first; p < first + n; ) {
      const from = p;
      while (p < first + n && state[p] === ASKED) p++;
      if (p > from) this.place(from, p, n === 1 ? BY_FAULT : BY, arrived);
      else p++;
    }
  }

  private place(from: number, to: number, by: number, cause: number): void {
    const { mm, state } = this;
    if (this.changing > 0) {
      mm.out.emit(K.COPY_REFUSED, by, from, refusal(EAGAIN, to - from), cause);
      this.calls++;
      mm.spent += CALL;
      state.fill(LISTED, from, to);
      this.listed += to - from;
      this.cursor = Math.min(this.cursor, from);
      return;
    }
    state.fill(NOTHING, from, to);
    if (!(mm.side.vmas.flagsAt(from) & VM_UFFD_MISSING)) {
      const refused = mm.out.emit(K.COPY_REFUSED, by, from, refusal(ENOENT, to - from), cause);
      this.calls++;
      mm.spent += CALL;
      for (let p = from; p < to; p++) if (this.dropped[p] === 0) this.lose(p, refused);
      return;
    }
    for (let p = from; p < to; p++) {
      const n = copyRange(mm, p, to - p, this.images.version, this.dropped, by, cause);
      this.calls++;
      this.longest = Math.max(this.longest, n);
      if (n > 0) this.wake(p, p + n, by, cause);
      p += n;
      // C10: EEXIST is no error to the daemon; the page counts as there.
      if (p < to) this.inTheWay++;
    }
  }

  /** Nobody will bring the page any more, and nobody will ask. */
  private lose(page: number, cause: number): void {
    const { mm, images } = this;
    if (mm.side.words[page]! & (LOST | RECEIVED) || images.version[page] === 0) return;
    mm.out.emit(K.LOST, BY, page, 0, cause);
  }

  private wake(from: number, to: number, by: number, cause: number): void {
    const { words } = this.mm.side;
    for (let p = from; p < to; p++)
      if (words[p]! & WAITING) this.mm.out.emit(K.WAKE, by, p, this.world.wakeGuest(p), cause);
  }

  /** Everything that disarming memory woke. */
  private takeWakes(by: number, cause: number): void {
    const { uffd } = this.mm;
    if (!uffd) return;
    for (const [from, to] of uffd.wakes) this.wake(from, to, by, cause);
    uffd.wakes = [];
  }

  /** Nothing is left to fetch: the last reference to the userfaultfd goes, and with it the registrations (U7). */
  private close(): void {
    this.over = true;
    this.shut(BY, NO_CAUSE);
    this.mm.takeSpent();
    this.world.migrationEnded();
  }

  private shut(by: number, cause: number): void {
    userfaultfdClose(this.mm, by, cause);
    this.takeWakes(by, cause);
    this.mm.uffd = null;
  }

  /** Killed: every waiter wakes, and holes read as zeroes from now on (H32). */
  die(cause: number): void {
    this.over = true;
    this.shut(BY, this.mm.out.emit(K.DIED, BY, 0, 0, cause));
    this.mm.takeSpent();
  }

  /** What the dead daemon did not bring is lost, touched or not. */
  loseTheRest(): void {
    const { words } = this.world.src.side;
    for (let p = 0; p < this.mm.pages; p++)
      if (words[p]! & (TO_SEND | IN_FLIGHT) && this.dropped[p] === 0) this.lose(p, NO_CAUSE);
  }

  /** Somebody disarms all memory while pages are missing (H4). */
  unregister(by: number, cause: number): void {
    userfaultfdUnregister(this.mm, 0, this.mm.pages * PAGE_BYTES, by, cause);
    this.takeWakes(by, cause);
    this.mm.takeSpent();
  }

  /** The application drops pages. With events it waits until the daemon has heard of it; returns when that can be read,
   *  Infinity when nobody is told. */
  drop(page: number, n: number, cause: number, now: number): number {
    const { mm } = this;
    const { uffd } = mm;
    const armed = mm.side.vmas.within(page, page + n).some((v) => v.flags & VM_UFFD_MISSING);
    if (armed && uffd?.has('event_remove')) {
      const event = mm.out.emit(K.UFFD_EVENT, BY_APP, page, 2, cause);
      this.changing++;
      return this.tell(REMOVE, page, n, event, now + mm.sys.costs.userfault);
    }
    for (let p = page; p < page + n; p++) if (this.state[p] !== NOTHING) this.dropped[p] = 1;
    this.zap(page, n, cause);
    return Infinity;
  }

  private zap(page: number, n: number, cause: number): void {
    madviseDontneed(this.mm, page, n, BY_APP, cause);
    // From here on zeroes are what belongs there.
    this.world.src.version.fill(0, page, page + n);
  }

  /** handle_remove: the application goes on, and the daemon disarms the range and forgets it (Z11, C10). */
  private handleRemove(page: number, n: number, event: number): void {
    const { mm, state } = this;
    this.changing--;
    this.zap(page, n, event);
    userfaultfdUnregister(mm, page * PAGE_BYTES, n * PAGE_BYTES, BY, event);
    mm.spent += mm.sys.costs.uffdUnregister;
    this.takeWakes(BY, event);
    for (let p = page; p < page + n; ) {
      const first = p;
      while (p < page + n && state[p] !== NOTHING) {
        if (state[p] === LISTED) this.listed--;
        state[p++] = NOTHING;
      }
      if (p > first) mm.out.emit(K.LAZY_DROP, BY, first, p - first, event);
      else p++;
    }
  }

  /** The process forks. The child is not on screen; what becomes of its missing pages is told. */
  fork(cause: number, now: number): number {
    const { mm } = this;
    if (mm.uffd?.has('event_fork')) {
      const event = mm.out.emit(K.UFFD_EVENT, BY_APP, 0, 0, cause);
      this.changing++;
      return this.tell(FORK, 0, 0, event, now + mm.sys.costs.userfault);
    }
    const missing = this.missing();
    this.childLost += missing;
    mm.out.emit(K.LAZY_FORK, BY_APP, 0, missing, cause);
    return Infinity;
  }

  private handleFork(event: number): void {
    this.changing--;
    this.mm.out.emit(K.LAZY_FORK, BY, 0, (this.missing() | CHILD_SERVED) >>> 0, event);
    this.mm.spent += CALL;
  }

  private missing(): number {
    let n = 0;
    for (const state of this.state) if (state !== NOTHING) n++;
    return n;
  }

  private tell(kind: number, page: number, n: number, event: number, at: number): number {
    this.kind.push(kind);
    this.page.push(page);
    this.pages.push(n);
    this.event.push(event);
    this.time.push(at);
    return at;
  }
}
