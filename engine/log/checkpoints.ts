/** Small digests of the parts of a log, for a link: another engine's log is compared with them, and the part is named in which
 *  the two differ first. */
import { Digest } from '../base/digest.ts';
import type { Work } from '../base/work.ts';
import { type Columns, columnsOf } from './columns.ts';

/** Parts of a log, two letters each. */
export const PARTS = 32;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Digests of `PARTS` equal parts of the first `steps` events, 12 bits each as two letters. Of a shorter log the last parts are
 *  empty, or shorter, and so differ. */
export function* checkpoints(columns: Columns, steps: number): Work<string> {
  let text = '';
  for (let part = 0; part < PARTS; part++) {
    const [from, to] = partOf(part, steps);
    const bits = Number.parseInt((yield* digestOf(columns, from, to)).slice(-3), 16);
    text += LETTERS[bits >> 6]! + LETTERS[bits & 63]!;
  }
  return text;
}

/** The part in which a log differs first from the one of `steps` events that `text` is of: the steps before and after it; null
 *  where no part does. */
export function* partingPart(
  columns: Columns,
  steps: number,
  text: string,
): Work<{ readonly from: number; readonly to: number } | null> {
  const mine = yield* checkpoints(columns, steps);
  for (let part = 0; part < PARTS; part++)
    if (mine.slice(2 * part, 2 * part + 2) !== text.slice(2 * part, 2 * part + 2)) {
      const [from, to] = partOf(part, steps);
      return { from, to };
    }
  return columns.length === steps
    ? null
    : { from: Math.min(columns.length, steps), to: Math.max(columns.length, steps) };
}

const partOf = (part: number, steps: number): [from: number, to: number] => [
  Math.floor((steps * part) / PARTS),
  Math.floor((steps * (part + 1)) / PARTS),
];

/** Every column of events [from, to), as far as there are any. */
function* digestOf(columns: Columns, from: number, to: number): Work<string> {
  const digest = new Digest();
  const end = Math.min(to, columns.length);
  digest.word(Math.max(0, end - from));
  for (const { chunk, base, first, last } of columns.spans(from, end)) {
    for (const column of columnsOf(chunk)) digest.column(column.subarray(first, last), last - first);
    yield (base + last) / columns.length;
  }
  return digest.hex();
}
