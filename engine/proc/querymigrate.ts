/** What QEMU's `query-migrate` would answer at a step, on either side (migration/migration.c fill_source_migration_info,
 *  fill_destination_migration_info; QAPI MigrationInfo; FACTS Q2, Q4, Q8, Q9). Times and rates come from the log, what is left
 *  from the state. Left out: xbzrle, compression, multifd, VFIO. */
import { MS, PAGE_BYTES, SECOND } from '../base/units.ts';
import { actorOf, cpuOf, hostOf, VCPU } from '../event/actor.ts';
import { K } from '../event/event.ts';
import { type MigState, migState } from '../event/migstate.ts';
import type { Host } from '../event/pageword.ts';
import { CHUNK, CHUNK_SHIFT, type Columns } from '../log/columns.ts';
import type { Line } from './proc.ts';

/** Bytes on the wire (Q3, Q4): a page with its header, a zero page, a discard message. */
const PAGE_ON_WIRE = 8 + PAGE_BYTES;
const ZERO_ON_WIRE = 8 + 1;
const discardBytes = (ranges: number): number => 16 * ranges + 30;
/** The dirty rate is told anew at the first sync more than this after the last time. */
const RATE_PERIOD = SECOND;

const OVER: readonly MigState[] = ['completed', 'failed', 'cancelled'];

export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** Everything that the answer needs and that only the log tells; times in ns. */
class Facts {
  status: [MigState, MigState] = ['none', 'none'];
  began = -1;
  active = -1;
  ended = -1;
  stopped = -1;
  ran = -1;
  normal = 0;
  duplicate = 0;
  /** Bytes written while the guest ran, while it was down in precopy's completion, and in postcopy. */
  precopyBytes = 0;
  downtimeBytes = 0;
  postcopyBytes = 0;
  syncs = 0;
  requests = 0;
  /** Pages found dirty since the rate was told last, and when that was. */
  dirtied = 0;
  ratedAt = 0;
  dirtyRate = 0;
  bandwidth = 0;
  pagesPerSecond = 0;
  /** Pages sent at the last estimate, and when that was. */
  pagesThen = 0;
  estimatedAt = 0;
  throttle = 0;
  /** vCPUs that were seen; pages that tasks of each wait for; since when it sleeps, because no task can run; how long it slept. */
  vcpus = 0;
  waits: Set<number>[] = [];
  asleep = new Map<number, number>();
  slept: number[] = [];
  /** When the last vCPU fell asleep, -1 while one runs; and for how long all slept. */
  allSince = -1;
  allSlept = 0;

  copy(): Facts {
    const c = Object.assign(new Facts(), this);
    c.status = [...this.status];
    c.waits = this.waits.map((pages) => new Set(pages));
    c.asleep = new Map(this.asleep);
    c.slept = [...this.slept];
    return c;
  }

  get transferred(): number {
    return this.precopyBytes + this.downtimeBytes + this.postcopyBytes;
  }

  see(columns: Columns, n: number, kind: number): void {
    const host = hostOf(columns.who(n));
    switch (kind) {
      case K.SEND:
        this.normal++;
        this.write(PAGE_ON_WIRE);
        return;
      case K.SEND_ZERO:
        this.duplicate++;
        this.write(ZERO_ON_WIRE);
        return;
      case K.SECTION_END:
      case K.PACKAGE:
      case K.DEVICE:
        this.write(columns.arg(n));
        return;
      case K.DISCARD_SEND:
        this.write(discardBytes(columns.arg(n)));
        return;
      case K.SRC_REQUEST:
        this.requests++;
        return;
      case K.MIG_STATE:
        this.enter(host, migState(columns.arg(n)), columns.time(n));
        return;
      case K.SYNC:
        this.sync(columns.arg(n), columns.time(n));
        return;
      case K.ESTIMATE:
        this.estimate(columns.arg(n), columns.time(n));
        return;
      case K.THROTTLE:
        this.throttle = columns.arg(n);
        return;
      case K.VM_STOP:
        this.stopped = columns.time(n);
        return;
      case K.VM_RUN:
        this.ran = columns.time(n);
        return;
      case K.WRITE:
        if (host === 0 && actorOf(columns.who(n)) === VCPU)
          this.vcpus = Math.max(this.vcpus, cpuOf(columns.who(n)) + 1);
        return;
      case K.UFFD_FAULT:
        if (actorOf(columns.who(n)) === VCPU)
          this.sleep(cpuOf(columns.who(n)), columns.page(n), columns.time(n));
        return;
      case K.ASYNC_PF:
        this.run(cpuOf(columns.who(n)), columns.time(n));
        return;
      case K.WAKE:
        this.wake(columns.page(n), columns.time(n));
        return;
    }
  }

  /** ram_transferred_add: whose bytes they are. The state is postcopy-active before the guest stops (Q17). */
  private write(bytes: number): void {
    if (this.stopped < 0) this.precopyBytes += bytes;
    else if (this.status[0].startsWith('postcopy')) this.postcopyBytes += bytes;
    else this.downtimeBytes += bytes;
  }

  private enter(host: Host, state: MigState, time: number): void {
    this.status[host] = state;
    if (host) return;
    if (state === 'setup') this.began = time;
    else if (state === 'active' && this.active < 0) {
      this.active = time;
      this.ratedAt = time;
      this.estimatedAt = time;
    } else if (OVER.includes(state)) this.ended = time;
  }

  private sync(dirtied: number, time: number): void {
    this.syncs++;
    this.dirtied += dirtied;
    if (time - this.ratedAt <= RATE_PERIOD) return;
    this.dirtyRate = Math.floor((this.dirtied * SECOND) / (time - this.ratedAt));
    this.dirtied = 0;
    this.ratedAt = time;
  }

  private estimate(kibPerSecond: number, time: number): void {
    const pages = this.normal + this.duplicate;
    this.bandwidth = kibPerSecond * 1024;
    this.pagesPerSecond = Math.floor(
      ((pages - this.pagesThen) * SECOND) / Math.max(1, time - this.estimatedAt),
    );
    this.pagesThen = pages;
    this.estimatedAt = time;
  }

  private sleep(cpu: number, page: number, time: number): void {
    for (let known = this.waits.length; known <= cpu; known++) this.waits.push(new Set());
    this.waits[cpu]?.add(page);
    this.vcpus = Math.max(this.vcpus, cpu + 1);
    this.asleep.set(cpu, time);
    if (this.asleep.size === this.vcpus && this.allSince < 0) this.allSince = time;
  }

  private wake(page: number, time: number): void {
    this.waits.forEach((pages, cpu) => {
      if (pages.delete(page)) this.run(cpu, time);
    });
  }

  /** The vCPU sleeps no more, or with async page faults never did. */
  private run(cpu: number, time: number): void {
    const since = this.asleep.get(cpu);
    if (since === undefined) return;
    this.asleep.delete(cpu);
    this.slept[cpu] = (this.slept[cpu] ?? 0) + time - since;
    if (this.allSince >= 0) this.allSlept += time - this.allSince;
    this.allSince = -1;
  }
}

const ms = (ns: number): number => Math.floor(ns / MS);

/** Answers at any step of one run. The log is read once, and a copy of the facts kept for each of its chunks. */
export class QueryMigrate {
  private readonly kept: Facts[] = [new Facts()];

  constructor(private readonly columns: Columns) {}

  /** The answer after `step` events; `toSend` is what the state has there, `pages` the guest's size. */
  at(step: number, host: Host, toSend: number, pages: number): { readonly [key: string]: Json } {
    const f = this.factsAt(step);
    const now = step > 0 ? this.columns.time(step - 1) : 0;
    return host ? destination(f) : source(f, now, toSend, pages);
  }

  private factsAt(step: number): Facts {
    const chunk = step >>> CHUNK_SHIFT;
    while (this.kept.length <= chunk) {
      const c = this.kept.length - 1;
      this.kept.push(this.read(c, CHUNK));
    }
    return this.read(chunk, step & (CHUNK - 1));
  }

  /** Facts after the first `n` events of chunk `c`. */
  private read(c: number, n: number): Facts {
    const facts = this.kept[c]!.copy();
    const { columns } = this;
    const from = c << CHUNK_SHIFT;
    for (const { chunk, base, first, last } of columns.spans(from, from + n)) {
      const { kind } = chunk;
      for (let i = first; i < last; i++) facts.see(columns, base + i, kind[i]!);
    }
    return facts;
  }
}

function source(f: Facts, now: number, toSend: number, pages: number): { readonly [key: string]: Json } {
  const [status] = f.status;
  if (status === 'none') return {};
  const over = f.ended >= 0;
  const total = (over ? f.ended : now) - f.began;
  const setup = (f.active < 0 ? now : f.active) - f.began;
  const transfer = total - setup;
  // migration_calculate_complete: over all of it; before that since the last estimate.
  const bytesPerSecond =
    status === 'completed' && transfer > 0 ? (f.transferred * SECOND) / transfer : f.bandwidth;
  const remaining = toSend * PAGE_BYTES;
  return {
    status,
    'setup-time': ms(setup),
    'total-time': ms(total),
    ...(status === 'completed'
      ? { downtime: ms(f.ran - f.stopped) }
      : over
        ? {}
        : { 'expected-downtime': f.bandwidth > 0 ? Math.floor((remaining * 1000) / f.bandwidth) : 300 }),
    ram: {
      transferred: f.transferred,
      remaining,
      total: pages * PAGE_BYTES,
      duplicate: f.duplicate,
      skipped: 0,
      normal: f.normal,
      'normal-bytes': f.normal * PAGE_BYTES,
      'dirty-pages-rate': f.dirtyRate,
      mbps: Number(((bytesPerSecond * 8) / 1e6).toFixed(3)),
      'dirty-sync-count': f.syncs,
      'page-size': PAGE_BYTES,
      'multifd-bytes': 0,
      'pages-per-second': f.pagesPerSecond,
      'precopy-bytes': f.precopyBytes,
      'downtime-bytes': f.downtimeBytes,
      'postcopy-bytes': f.postcopyBytes,
      'postcopy-requests': f.requests,
      'dirty-sync-missed-zero-copy': 0,
    },
    ...(f.throttle > 0 ? { 'cpu-throttle-percentage': f.throttle } : {}),
  };
}

/** The destination knows how long vCPUs slept: each of them, and all at once (capability postcopy-blocktime). */
function destination(f: Facts): { readonly [key: string]: Json } {
  const status = f.status[1];
  if (status === 'none') return {};
  if (f.ran < 0 && f.asleep.size === 0) return { status };
  return {
    status,
    'postcopy-blocktime': ms(f.allSlept),
    'postcopy-vcpu-blocktime': Array.from({ length: f.vcpus }, (_, cpu) => ms(f.slept[cpu] ?? 0)),
  };
}

/** `value` as QMP prints it, pretty, a line a member; lines are known by the member's path. */
export function jsonLines(value: { readonly [key: string]: Json }): Line[] {
  const lines: Line[] = [];
  const tell = (members: { readonly [key: string]: Json }, path: string, indent: string): void => {
    const entries = Object.entries(members);
    entries.forEach(([name, v], i) => {
      const comma = i < entries.length - 1 ? ',' : '';
      const key = `${path}${name}`;
      if (typeof v === 'object' && !Array.isArray(v)) {
        lines.push({ key, text: `${indent}"${name}": {` });
        tell(v as { readonly [key: string]: Json }, `${key}.`, `${indent}    `);
        lines.push({ key: `${key}.}`, text: `${indent}}${comma}` });
      } else
        lines.push({ key, text: `${indent}"${name}": ${JSON.stringify(v).replaceAll(',', ', ')}${comma}` });
    });
  };
  lines.push({ key: '{', text: '{' }, { key: 'return', text: '    "return": {' });
  tell(value, 'return.', '        ');
  lines.push({ key: 'return.}', text: '    }' }, { key: '}', text: '}' });
  return lines;
}
