/** Reads numbers and words out of a line from left to right, without regular expressions: logs have millions of lines. */

const ZERO = 48;
const LOWER_X = 120;

/** Value of a hexadecimal digit; -1 for another letter. */
export function hexDigit(code: number): number {
  if (code >= ZERO && code <= 57) return code - ZERO;
  if (code >= 97 && code <= 102) return code - 87;
  return code >= 65 && code <= 70 ? code - 55 : -1;
}

export const isDigit = (code: number): boolean => code >= ZERO && code <= 57;

/** A letter, a digit or `_`. */
export const isWord = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || isDigit(code);

/** A place in a line. */
export class Scan {
  text = '';
  at = 0;

  /** Begins anew at `at` of `text`. */
  of(text: string, at = 0): this {
    this.text = text;
    this.at = at;
    return this;
  }

  get code(): number {
    return this.text.charCodeAt(this.at);
  }

  blanks(): void {
    const { text } = this;
    let { at } = this;
    for (let c = text.charCodeAt(at); c === 32 || c === 9; ) c = text.charCodeAt(++at);
    this.at = at;
  }

  /** Passes `word` if it comes next. */
  pass(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  /** Goes behind the next `word`; stays where it is if there is none. */
  find(word: string): boolean {
    const at = this.text.indexOf(word, this.at);
    if (at < 0) return false;
    this.at = at + word.length;
    return true;
  }

  /** A number: `4096`, `0x1000`, `NULL`, with or without a minus. NaN, and no step, when none comes next. */
  number(): number {
    const { text } = this;
    const minus = this.code === 45;
    let at = minus ? this.at + 1 : this.at;
    if (text.charCodeAt(at) === ZERO && text.charCodeAt(at + 1) === LOWER_X) {
      this.at = at + 2;
      const value = this.hex();
      if (Number.isNaN(value)) this.at = at;
      return minus ? -value : value;
    }
    if (text.startsWith('NULL', at)) {
      this.at = at + 4;
      return 0;
    }
    let value = 0;
    const from = at;
    for (let c = text.charCodeAt(at); isDigit(c); c = text.charCodeAt(++at)) value = value * 10 + (c - ZERO);
    if (at === from) return Number.NaN;
    this.at = at;
    return minus ? -value : value;
  }

  /** Hexadecimal digits without `0x`; NaN, and no step, when none comes next. */
  hex(): number {
    const { text } = this;
    const from = this.at;
    let { at } = this;
    let value = 0;
    for (let d = hexDigit(text.charCodeAt(at)); d >= 0; d = hexDigit(text.charCodeAt(++at)))
      value = value * 16 + d;
    this.at = at;
    return at === from ? Number.NaN : value;
  }

  /** Letters, digits and `_`. */
  word(): string {
    const { text } = this;
    const from = this.at;
    let at = from;
    while (isWord(text.charCodeAt(at))) at++;
    this.at = at;
    return text.slice(from, at);
  }

  /** What stands before the next of `ends`, or the rest of the line. The end itself is not passed. */
  until(ends: string): string {
    const { text } = this;
    const from = this.at;
    let at = from;
    while (at < text.length && !ends.includes(text[at]!)) at++;
    this.at = at;
    return text.slice(from, at);
  }
}
