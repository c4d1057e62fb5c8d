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
