/** Events as comma-separated values (RFC 4180): a comment with the run's link, a line of names, then one line an event. */
import type { Columns } from '../log/columns.ts';
import type { About } from './about.ts';
import type { Piece } from './piece.ts';
import { clampRange, type StepRange } from './range.ts';
import { ROW_FIELDS, type Row, rowAt } from './row.ts';

/** Events a piece: some 100 KiB, a few milliseconds. */
const EVENTS = 1024;

/** The events of a range of steps, clamped to the log. Steps, times (ns), pages and causes (a step; empty for none) are plain
 *  numbers; lines end in CR LF. The comment begins with `#`, as readers of such files know it. */
export function* csvOf(columns: Columns, range: StepRange, about: About): Generator<Piece> {
  const { from, to } = clampRange(columns, range);
  let data = about.link === null ? '' : `# ${about.link}\r\n`;
  data += `${ROW_FIELDS.join(',')}\r\n`;
  for (let n = from; n < to; ) {
    const end = Math.min(to, n + EVENTS);
    for (; n < end; n++) data += line(rowAt(columns, n));
    yield { data, done: (n - from) / (to - from) };
    data = '';
  }
  if (data !== '') yield { data, done: 1 };
}

function line(r: Row): string {
  return `${r.step},${r.time_ns},${cell(r.actor)},${r.cpu},${cell(r.host)},${cell(r.name)},${r.page},${r.count},${r.arg},${r.cause ?? ''},${cell(r.words)}\r\n`;
}

/** A cell that would end too early is put in quotes, and its own quotes are doubled. */
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
