/** Runs of set bits in a page bitmap, as QEMU's discard finds them. */

/** Calls `run(first, pages)` for every maximal run of pages in [from, to) whose word has `bit`. */
export function runsOf(
  words: Uint16Array,
  bit: number,
  from: number,
  to: number,
  run: (first: number, pages: number) => void,
): void {
  for (let p = from; p < to; ) {
    while (p < to && !(words[p]! & bit)) p++;
    if (p >= to) return;
    const first = p;
    while (p < to && words[p]! & bit) p++;
    run(first, p - first);
  }
}
