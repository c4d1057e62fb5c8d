/** From a script on which engine and kernel differ to a smaller one on which they still do. */
import { parseScript } from '../script/parse.ts';

/** Leaves out lines as long as `differs` says of one of the candidates, asked all at once, that it still differs; it answers
 *  with the index, or -1. */
export function shrink(text: string, differs: (candidates: readonly string[]) => number): string {
  let lines = text.trim().split('\n');
  for (;;) {
    // Halves first, then single lines: most of a random script has nothing to do with the difference.
    const parts = lines.length > 12 ? [Math.ceil(lines.length / 3), 1] : [1];
    let smaller: string[] | null = null;
    for (const size of parts) {
      const candidates: string[][] = [];
      for (let at = 0; at < lines.length; at += size)
        candidates.push([...lines.slice(0, at), ...lines.slice(at + size)]);
      const valid = candidates.filter((c) => parseScript(`${c.join('\n')}\n`).ok);
      const found = differs(valid.map((c) => `${c.join('\n')}\n`));
      if (found >= 0) {
        smaller = valid[found]!;
        break;
      }
    }
    if (!smaller) return `${lines.join('\n')}\n`;
    lines = smaller;
  }
}
