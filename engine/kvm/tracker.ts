/** Who notices the guest's writes on the source, so that only what was written is taken again (FACTS D1-D9, C1-C5). One interface,
 *  one tracker a file; the page word's LOGGED says "written since the last harvest" for all of them.
 *  Holds for each: `sync` reports every page written since the last one, and no other but what its granularity adds. */
import { LOGGED } from '../event/pageword.ts';
import type { Mm } from '../mm/mm.ts';
import type { Scenario } from '../scenario/schema.ts';

export type TrackerKind = Scenario['tracker'];

/** What tracking itself costs, ns, by who pays. Reading and sending the pages is not part of it. */
export class Ledger {
  /** The guest: faults of its vCPUs on protected memory, splits of huge leaves among them. */
  faults = 0;
  /** The guest: exits because a PML buffer or a dirty ring is full, and what is done in them. */
  exits = 0;
  /** The manager: protecting again, or clearing dirty bits. */
  protect = 0;
  /** The manager: walking page tables. */
  walk = 0;
  /** The manager: copying and reading what was logged. */
  harvest = 0;
  /** The manager: splitting huge leaves. */
  split = 0;
  /** The manager: TLB flushes. */
  flush = 0;

  /** All that the vCPUs pay. */
  get guest(): number {
    return this.faults + this.exits;
  }

  /** All that the thread pays which asks for dirty pages. */
  get manager(): number {
    return this.protect + this.walk + this.harvest + this.split + this.flush;
  }
}

export interface DirtyTracker {
  readonly kind: TrackerKind;
  /** What tracking cost so far. */
  readonly ledger: Ledger;
  /** Between `start` and `stop`. */
  readonly isOn: boolean;
  /** Tracking begins: every page is in the manager's bitmap (TO_SEND). The time it takes is added to `mm.spent`, as by all here. */
  start(by: number): void;
  /** vCPU `cpu` is about to write `page`, which it can reach: called once a write on the source, before the write itself. What the
   *  vCPU pays is added to `mm.spent`. */
  write(page: number, cpu: number, by: number): void;
  /** Pages written since the last call go into the manager's bitmap. Returns how many bits it gained. */
  sync(by: number): number;
  /** The content of `page` is about to be read: the last moment to watch it again (D5, Q7). */
  beforeSend(page: number, by: number): void;
  /** Tracking ends while the guest goes on here; huge leaves come back (D10). */
  stop(by: number, cause: number): void;
}

/** What a tracker is made of: the address space, how many vCPUs, and whether huge leaves are split at the start (D1). */
export interface TrackerNeeds {
  readonly mm: Mm;
  readonly vcpus: number;
  readonly eagerSplit: boolean;
}

/** Pages written since the last harvest. */
export function countLogged(mm: Mm): number {
  const { words } = mm.side;
  let n = 0;
  for (let p = 0; p < mm.pages; p++) n += words[p]! & LOGGED;
  return n / LOGGED;
}
