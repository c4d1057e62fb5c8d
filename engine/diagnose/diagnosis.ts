/** An answer that logs give, with what it rests on. A diagnosis never says more than its lines do: what no line says is asked for in
 *  `advice`. */
import type { Reading } from '../read/read.ts';

/** A line of one of the files. */
export interface Place {
  /** Index into the readings. */
  readonly file: number;
  readonly line: number;
}

export interface Reason {
  /** One sentence, numbers in it. */
  readonly text: string;
  /** The lines that say so, at most eight. */
  readonly lines: readonly Place[];
  /** Rules of the kernel, KVM, QEMU or CRIU, by id (`public/rules.json`). */
  readonly rules: readonly string[];
}

export interface Diagnosis {
  /** As `--read` prints it: `does-not-converge`. */
  readonly id: string;
  /** A trouble, or how things are. */
  readonly kind: 'trouble' | 'fact';
  /** The answer in one sentence. */
  readonly answer: string;
  readonly reasons: readonly Reason[];
  /** What was computed, by name, with the unit in the name: `dirtyBytesPerSecond`. */
  readonly numbers: Readonly<Record<string, number>>;
  /** What to do, or to record next; one sentence each. */
  readonly advice: readonly string[];
}

/** Looks for one thing in what was read together; nothing where the files do not say. */
export type Diagnoser = (readings: readonly Reading[]) => readonly Diagnosis[];

/** Lines that a reason names at most. */
export const MOST_PLACES = 8;
