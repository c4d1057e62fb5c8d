/** Who asked for which page of lazily filled memory, what was placed, and what was refused: of CRIU's log, QEMU's trace and system calls
 *  alike. */
import { PAGE_BYTES } from '../base/units.ts';
import { CALLS, type Calls, type Events } from '../read/evidence.ts';
import type { Place } from './diagnosis.ts';

/** Faults that are followed, and refusals that are kept. */
const MOST = 1 << 20;
/** Pages of one copy that are looked at. */
const MOST_PAGES = 1 << 16;

export interface Refusal {
  readonly place: Place;
  readonly time: number;
  readonly pid: number;
  /** NaN where not said. */
  readonly address: number;
  /** A positive number. */
  readonly errno: number;
  readonly call: string;
}

export interface Asked {
  readonly place: Place;
  readonly time: number;
  readonly address: number;
  served: boolean;
}

/** What is done with each page: pages are numbers of 4 KiB in the memory of `owner`, which is a process of CRIU, or 0 for the only one. */
interface Visitor {
  placed?(owner: number, page: number, pages: number, line: number): void;
  asked?(owner: number, page: number, time: number, line: number): void;
  refused?(refusal: Omit<Refusal, 'place'>, line: number): void;
  exited?(pid: number, line: number): void;
}

const PLACING = new Set(['UFFDIO_COPY', 'UFFDIO_ZEROPAGE', 'UFFDIO_CONTINUE', 'UFFDIO_MOVE']);

const pageOf = (address: number): number => Math.floor(address / PAGE_BYTES);

/** Events of CRIU and QEMU in their order. */
function visitEvents(events: Events, visitor: Visitor): void {
  for (let i = 0; i < events.count; i++) {
    const [a, b, line] = [events.a.at(i), events.b.at(i), events.line.at(i)];
    switch (events.texts.text(events.name.at(i))) {
      case 'uffd_copy':
      case 'uffd_zeropage':
        if (b > 0) visitor.placed?.(events.pid.at(i), pageOf(a), Math.ceil(b / PAGE_BYTES), line);
        break;
      case 'postcopy_place_page':
      case 'postcopy_place_page_zero':
        visitor.placed?.(0, pageOf(a), 1, line);
        break;
      case 'uffd_fault':
        visitor.asked?.(events.pid.at(i), pageOf(a), events.time.at(i), line);
        break;
      case 'postcopy_ram_fault_thread_request':
        visitor.asked?.(0, pageOf(a), events.time.at(i), line);
        break;
      case 'uffd_exit':
        visitor.exited?.(events.pid.at(i), line);
        break;
      case 'uffd_refused':
      case 'criu_error':
        if (b < 0) visitor.refused?.(refusalOf(events, i), line);
        break;
    }
  }
}

const refusalOf = (events: Events, i: number): Omit<Refusal, 'place'> => ({
  time: events.time.at(i),
  pid: events.pid.at(i),
  address: events.a.at(i),
  errno: -events.b.at(i),
  call: events.texts.text(events.text.at(i)),
});

/** Calls that place pages. */
function visitCalls(calls: Calls, visitor: Visitor): void {
  for (let i = 0; i < calls.count; i++) {
    const name = CALLS[calls.name.at(i)]!;
    if (!PLACING.has(name)) continue;
    const [address, result, line] = [calls.start.at(i), calls.result.at(i), calls.line.at(i)];
    if (result < 0) {
      const [time, pid] = [calls.time.at(i), calls.pid.at(i)];
      visitor.refused?.({ time, pid, address, errno: -result, call: name }, line);
    } else {
      const bytes = result > 0 ? result : calls.length.at(i);
      if (bytes > 0) visitor.placed?.(0, pageOf(address), Math.ceil(bytes / PAGE_BYTES), line);
    }
  }
}

export interface Placing {
  readonly refusals: readonly Refusal[];
  /** Refusals with EEXIST of a page that the same file placed before. */
  readonly twice: ReadonlySet<Refusal>;
  /** Refusals after the process had exited. */
  readonly afterExit: ReadonlySet<Refusal>;
  readonly asked: readonly Asked[];
  /** Pages placed, and the line of the last one. */
  readonly placed: number;
  readonly lastPlaced: number;
}

/** Values by owner and page. */
class ByPage<T> {
  private readonly owners = new Map<number, Map<number, T>>();
  readonly all: T[] = [];

  get(owner: number, page: number): T | undefined {
    return this.owners.get(owner)?.get(page);
  }

  add(owner: number, page: number, value: T): void {
    let pages = this.owners.get(owner);
    if (!pages) {
      pages = new Map();
      this.owners.set(owner, pages);
    }
    if (this.all.length >= MOST || pages.has(page)) return;
    pages.set(page, value);
    this.all.push(value);
  }

  /** The values of one owner. */
  of(owner: number): Iterable<T> {
    return this.owners.get(owner)?.values() ?? [];
  }
}

/** Reads one file twice: what was asked and refused first, then what became of these pages. */
export function placingOf({ events, calls }: { events: Events; calls: Calls }, file: number): Placing {
  const refusals: Refusal[] = [];
  const refusedAt = new ByPage<Refusal>();
  const asked = new ByPage<Asked>();
  const afterExit = new Set<Refusal>();
  const exited = new Set<number>();
  const first: Visitor = {
    asked(owner, page, time, line) {
      const address = page * PAGE_BYTES;
      asked.add(owner, page, { place: { file, line }, time, address, served: false });
    },
    exited(pid) {
      exited.add(pid);
      for (const one of asked.of(pid)) one.served = true;
    },
    refused(refusal, line) {
      if (refusals.length >= MOST) return;
      const kept = { ...refusal, place: { file, line } };
      refusals.push(kept);
      refusedAt.add(refusal.call.startsWith('UFFDIO_') ? 0 : refusal.pid, pageOf(refusal.address), kept);
      if (exited.has(refusal.pid)) afterExit.add(kept);
    },
  };
  const twice = new Set<Refusal>();
  let placed = 0;
  let lastPlaced = 0;
  const second: Visitor = {
    placed(owner, page, pages, line) {
      placed += pages;
      lastPlaced = Math.max(lastPlaced, line);
      for (let p = page; p < page + Math.min(pages, MOST_PAGES); p++) {
        const one = asked.get(owner, p);
        if (one) one.served = true;
        const refusal = refusedAt.get(owner, p);
        if (refusal && line < refusal.place.line) twice.add(refusal);
      }
    },
  };
  for (const visitor of [first, second]) {
    visitEvents(events, visitor);
    visitCalls(calls, visitor);
  }
  return { refusals, twice, afterExit, asked: asked.all, placed, lastPlaced };
}
