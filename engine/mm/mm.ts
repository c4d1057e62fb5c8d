/** One host's address space: guest memory as its process has it. Page tables live in the folded state (`side`),
 *  contents are version numbers. Mechanisms are functions over it: fault, madvise, userfaultfd, khugepaged. */
import type { Emitter } from '../event/emitter.ts';
import type { Host } from '../event/pageword.ts';
import type { Side } from '../event/state.ts';

/** sysfs transparent_hugepage/enabled. */
export type ThpEnabled = 'always' | 'madvise' | 'never';

export class Mm {
  readonly side: Side;
  readonly pages: number;
  /** Content of each page: the version of its last write, 0 for zeroes and for holes. */
  readonly version: Uint32Array;
  /** khugepaged knows this process (K1). */
  enlisted = false;
  /** Time the current operation took so far, ns; the actor takes it with `takeSpent`. */
  spent = 0;
  /** Hears of every hole that starts to read as zeroes, with the event that did it; set while that could lose content. */
  onZeroFill: ((page: number, cause: number) => void) | null = null;

  constructor(
    readonly out: Emitter,
    readonly host: Host,
    readonly enabled: ThpEnabled,
  ) {
    this.side = out.state.side(host);
    this.pages = out.state.pages;
    this.version = new Uint32Array(this.pages);
  }

  takeSpent(): number {
    const { spent } = this;
    this.spent = 0;
    return spent;
  }
}
