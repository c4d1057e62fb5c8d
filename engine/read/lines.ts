/** Bytes of a log → its lines. Encodings: UTF-8, and UTF-16 with a byte order mark. A line ends at a line feed; the carriage return before
 *  it, byte order mark and escape sequences of a terminal are left out. */
import * as LONGEST from '../base/longest.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal takes as a command (ECMA-48, CSI and OSC).
const ESCAPES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

export class Lines {
  /** Lines so far; the first has number 1. */
  count = 0;
  /** Lines longer than `LONGEST.logLine`, whose rest was left out. */
  cut = 0;
  private decoder: TextDecoder | undefined;
  private rest = '';
  /** The rest of the present line is too long and not kept. */
  private skipping = false;

  /** `each` gets every line with its number. */
  constructor(private readonly each: (text: string, line: number) => void) {}

  push(bytes: Uint8Array): void {
    this.decoder ??= new TextDecoder(encodingOf(bytes));
    this.text(this.decoder.decode(bytes, { stream: true }));
  }

  /** The last line may lack its line feed. */
  end(): void {
    if (this.decoder) this.text(this.decoder.decode());
    if (this.rest !== '' || this.skipping) this.line(this.rest);
    this.rest = '';
    this.skipping = false;
  }

  private text(part: string): void {
    let from = 0;
    for (let to = part.indexOf('\n'); to >= 0; to = part.indexOf('\n', from)) {
      const text = part.slice(from, to);
      from = to + 1;
      if (this.rest === '' && !this.skipping) this.line(text);
      else this.line(this.skipping ? this.rest : this.rest + text);
      this.rest = '';
      this.skipping = false;
    }
    if (this.skipping) return;
    this.rest += part.slice(from);
    if (this.rest.length <= LONGEST.logLine) return;
    this.rest = this.rest.slice(0, LONGEST.logLine + 1);
    this.skipping = true;
  }

  private line(text: string): void {
    this.count++;
    let line = text;
    if (line.length > LONGEST.logLine) {
      line = line.slice(0, LONGEST.logLine);
      this.cut++;
    }
    if (line.endsWith('\r')) line = line.slice(0, -1);
    if (line.includes('\u001b')) line = line.replace(ESCAPES, '');
    this.each(line, this.count);
  }
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
