/** What a format of logs is to whoever reads a file. Each format is a file of this folder with its grammar in the header, and a row of
 *  `formats.ts`. */
import type { Message } from '../base/language.ts';
import type { Evidence } from './evidence.ts';
import type { SkipReason } from './skips.ts';

/** The line was read. */
export const READ = null;
/** The line is not of this format: it is offered to the others. */
export const FOREIGN = 'foreign';
/** What became of a line: read, foreign, or left out for a reason. */
export type Outcome = typeof READ | SkipReason;

/** How sure one line makes us of a format: not at all, perhaps (grep'ed fields that others have too), nothing else looks like it. */
export type Sure = 0 | 1 | 2;

export interface LineReader {
  /** Reads a line: the first one has number 1. Lines come in order; between them may stand lines of other formats. Never throws. */
  line(text: string, line: number): Outcome;
  /** The file is over: says what was left open. */
  end?(): void;
}

export interface Format {
  /** As `--read` prints it. */
  readonly name: string;
  /** As the page calls it: "strace", "QEMU trace events". */
  readonly title: Message;
  /** Nothing of this format becomes a timeline: what to bring instead, one or two sentences. */
  readonly instead?: Message;
  /** Looks at a line alone. Runs for every line that no reader wants: quick, without backtracking. */
  readonly recognise: (line: string) => Sure;
  /** A reader that adds what it finds to `evidence`. */
  readonly reader: (evidence: Evidence) => LineReader;
}
