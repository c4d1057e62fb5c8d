/** Lines of a log that were not read, by reason: how many there are, where the first ones stand, and what one looks like. */
import { later, type Message } from '../base/language.ts';

/** Reasons. A reader that leaves a line out names one; a new one is a row here. */
export const SKIP_REASONS = {
  foreign: later`belongs to none of the formats found in this file`,
  blank: later`empty, or a separator`,
  heading: later`a heading, a comment or a prompt`,
  otherCall: later`a system call that does not change memory`,
  failedCall: later`a system call that failed and changed nothing`,
  otherEvent: later`an event that says nothing about memory`,
  output: later`output of the program itself`,
  unfinished: later`a call whose end is not in the log`,
  headless: later`the end of a call whose beginning is not in the log`,
  signal: later`a signal, or the end of a thread`,
  otherFields: later`fields that are not needed`,
  damaged: later`cut off or damaged`,
  notModelled: later`known, but not modelled by the engine`,
  tooMany: later`more than is kept: only counted`,
} as const satisfies Readonly<Record<string, Message>>;
export type SkipReason = keyof typeof SKIP_REASONS;

/** First lines that are named for a reason, and letters that are shown of one. */
const NAMED = 5;
const SHOWN = 120;

export interface Skip {
  readonly reason: SkipReason;
  readonly count: number;
  /** Numbers of the first lines. */
  readonly lines: readonly number[];
  /** The first of them, shortened. */
  readonly example: string;
}

export class Skips {
  private readonly rows = new Map<SkipReason, { count: number; lines: number[]; example: string }>();
  total = 0;

  add(reason: SkipReason, line: number, text: string): void {
    this.total++;
    const row = this.rows.get(reason);
    if (!row) this.rows.set(reason, { count: 1, lines: [line], example: text.slice(0, SHOWN) });
    else if (row.count++ < NAMED) row.lines.push(line);
  }

  /** Most frequent first. */
  list(): Skip[] {
    return [...this.rows].map(([reason, row]) => ({ reason, ...row })).sort((a, b) => b.count - a.count);
  }
}
