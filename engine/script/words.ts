/** A script's text as lines of words with their places. */

export interface Word {
  readonly text: string;
  readonly line: number;
  /** From 1, in UTF-16 units; `endColumn` is the one after the last. */
  readonly column: number;
  readonly endColumn: number;
}

export interface Line {
  readonly number: number;
  readonly words: readonly Word[];
  /** What follows `#`, without blanks around it; null when the line has no comment. */
  readonly comment: string | null;
}

/** The words of one line, `#` and what follows left out. */
export function splitLine(text: string, number: number): Line {
  const hash = text.indexOf('#');
  const code = hash < 0 ? text : text.slice(0, hash);
  const words = Array.from(
    code.matchAll(/\S+/g),
    (m): Word => ({
      text: m[0],
      line: number,
      column: m.index + 1,
      endColumn: m.index + 1 + m[0].length,
    }),
  );
  return { number, words, comment: hash < 0 ? null : text.slice(hash + 1).trim() };
}
