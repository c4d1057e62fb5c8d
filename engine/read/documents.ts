/** JSON documents in a text that comes line by line: several on one line, or one over many. What is cut off is closed where it ends. */

/** A document is not longer: answers of query-migrate have some thousands of letters. */
const LONGEST = 1 << 20;
/** Deeper nesting is no QMP. */
const DEEPEST = 64;

export class Documents {
  private parts: string[] = [];
  private length = 0;
  /** Closing brackets that are still to come, and the quote in which we are. */
  private closing: string[] = [];
  private quote = '';
  private escaped = false;
  /** The line in which the present document began. */
  private began = 0;

  /** `each` gets every document, undefined for one that cannot be read, with the line where it began. */
  constructor(private readonly each: (value: unknown, line: number) => void) {}

  /** A document is not over. */
  get open(): boolean {
    return this.closing.length > 0;
  }

  /** Reads `text` from `from` on. What stands between documents is left out. */
  push(text: string, line: number, from = 0): void {
    if (!this.open && this.whole(text, line, from)) return;
    if (this.open && text.trim() === '...') return;
    let start = 0;
    for (let i = from; i < text.length; i++) {
      const wasOpen = this.open;
      this.see(text[i]!);
      if (wasOpen === this.open) continue;
      if (this.open) {
        start = i;
        this.began = line;
      } else {
        this.keep(text.slice(start, i + 1));
        this.close();
      }
    }
    // A text does not go on in the next line.
    this.quote = '';
    this.escaped = false;
    if (!this.open) return;
    this.keep(`${text.slice(start)}\n`);
    if (this.length > LONGEST || this.closing.length > DEEPEST) this.cut();
  }

  /** Most lines are one document, which needs no search for its end. */
  private whole(text: string, line: number, from: number): boolean {
    if (text[from] !== '{' || !text.endsWith('}')) return false;
    try {
      this.each(JSON.parse(text.slice(from)), line);
      return true;
    } catch {
      return false;
    }
  }

  private see(c: string): void {
    if (this.quote !== '') {
      if (this.escaped) this.escaped = false;
      else if (c === '\\') this.escaped = true;
      else if (c === this.quote) this.quote = '';
    } else if (c === '{') this.closing.push('}');
    else if (!this.open) return;
    else if (c === '[') this.closing.push(']');
    else if (c === '"' || c === "'") this.quote = c;
    else if (c === '}' || c === ']') this.closing.pop();
  }

  /** The document that is open goes no further: what there is of it, is read. */
  cut(): void {
    if (!this.open) return;
    const text = this.parts.join('').trimEnd();
    // A value without what follows it may lack its end.
    const last = Math.max(...[',', '{', '[', '}', ']'].map((c) => text.lastIndexOf(c)));
    const complete = text.slice(0, text[last] === ',' ? last : last + 1);
    this.parts = [complete + this.closing.reverse().join('')];
    this.close();
  }

  private keep(text: string): void {
    this.parts.push(text);
    this.length += text.length;
  }

  private close(): void {
    const text = this.parts.join('');
    this.parts = [];
    this.length = 0;
    this.closing = [];
    this.each(parse(text), this.began);
  }
}

/** JSON, or what Python prints of it (old qmp-shell); undefined for anything else. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Tried otherwise below.
  }
  try {
    return JSON.parse(text.includes("'") ? fromPython(text) : text.replace(/,(\s*[}\]])/g, '$1'));
  } catch {
    return undefined;
  }
}

const fromPython = (text: string): string =>
  text
    .replace(/\bu'/g, "'")
    .replaceAll("'", '"')
    .replace(/\bTrue\b/g, 'true')
    .replace(/\bFalse\b/g, 'false')
    .replace(/\bNone\b/g, 'null');
