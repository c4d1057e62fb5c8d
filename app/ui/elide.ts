/** A text cut to a width of canvas pixels, with `…` for what is left out; nothing where fewer than `least` letters fit. */
import type { Pen } from './pen.ts';

export function elide(c: Pick<Pen, 'measureText'>, text: string, width: number, least = 1): string {
  if (c.measureText(text).width <= width) return text;
  let n = text.length - 1;
  while (n > 0 && c.measureText(`${text.slice(0, n)}…`).width > width) n--;
  return n >= least ? `${text.slice(0, n)}…` : '';
}
