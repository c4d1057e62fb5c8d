/** Walking a range of page table entries: by the 2 MiB that one PMD covers, or by runs that are alike (mm/pagewalk.c). */
import { PMD_ORDER } from '../base/units.ts';

/** The regions of [from, to), each with its part of the range. */
export function eachRegion(
  from: number,
  to: number,
  visit: (region: number, from: number, to: number) => void,
): void {
  for (let p = from; p < to; ) {
    const next = Math.min(to, ((p >>> PMD_ORDER) + 1) << PMD_ORDER);
    visit(p >>> PMD_ORDER, p, next);
    p = next;
  }
}

/** Runs of pages with the same non-zero `kind`. */
export function eachRun(
  words: Uint16Array,
  from: number,
  to: number,
  kindOf: (word: number) => number,
  visit: (kind: number, page: number, n: number) => void,
): void {
  for (let p = from; p < to; ) {
    const kind = kindOf(words[p]!);
    const first = p++;
    if (kind === 0) continue;
    while (p < to && kindOf(words[p]!) === kind) p++;
    visit(kind, first, p - first);
  }
}
