/** Which lines of a long list are in view. Browsers cannot lay out more than some 16 million pixels, so the room of a longer
 *  list is cut short and its scroll bar goes over the lines in proportion. Pure. */

/** Two lines of words: a sentence is seen whole in a narrow panel. */
export const ROW = 46;
/** Lines in view. */
export const VIEW = 6;
const MOST = 8_000_000;

/** Pixels that the list takes. */
export const roomOf = (total: number): number => Math.min(total * ROW, MOST);

/** First line in view when the list is scrolled down by `top` pixels. */
export function firstAt(top: number, total: number): number {
  const room = roomOf(total);
  const last = Math.max(0, total - VIEW);
  if (room < MOST) return Math.max(0, Math.min(last, Math.floor(top / ROW)));
  return Math.round(Math.max(0, Math.min(1, top / (room - VIEW * ROW))) * last);
}

/** How far the list is to be scrolled for `first` to be the first line. */
export function topOf(first: number, total: number): number {
  const room = roomOf(total);
  const last = Math.max(1, total - VIEW);
  return room < MOST ? first * ROW : (Math.min(first, last) / last) * (room - VIEW * ROW);
}
