/** The text of a `.mm` script → its operations, or everything that is wrong with it (the first thousand errors). Takes any
 *  string, never throws, and takes time proportional to the text. What it passes is within the limits of limits.ts and
 *  names only regions that an earlier line made. */

import { oneOf, quote } from '../base/expect.ts';
import { worded } from '../base/language.ts';
import { PAGE_BYTES, sayBytes } from '../base/units.ts';
import { formOf, OP_NAMES, type Option, type Param, SHIFT, usage, type Values } from './grammar.ts';
import {
  MAX_ERRORS,
  MAX_LINE,
  MAX_LINES,
  MAX_MEMORY,
  MAX_OPS,
  MAX_PAGES_TOUCHED,
  MAX_REGIONS,
  MAX_TEXT,
} from './limits.ts';
import type { Op, OpName, Script } from './ops.ts';
import { formatSize, parseSize } from './size.ts';
import { type Line, splitLine, type Word } from './words.ts';

/** Lines and columns count from 1; the error is under the letters from `column` up to `endColumn`. */
export interface ScriptError {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** What was expected, and what was found. */
  readonly message: string;
}

export type Parsed =
  | { readonly ok: true; readonly value: Script }
  | { readonly ok: false; readonly errors: readonly ScriptError[] };

export function parseScript(text: string): Parsed {
  if (text.length > MAX_TEXT)
    return whole(worded`expected a script of at most ${MAX_TEXT} characters; found ${text.length}`);
  const lines = text.split(/\r\n?|\n/);
  if (lines.length > MAX_LINES)
    return whole(worded`expected a script of at most ${MAX_LINES} lines; found ${lines.length}`);
  const parser = new Parser();
  for (const [i, line] of lines.entries()) {
    if (parser.errors.length >= MAX_ERRORS) break;
    if (line.length > MAX_LINE) parser.tooLong(i + 1, line.length);
    else parser.line(splitLine(line, i + 1), line);
  }
  return parser.errors.length > 0
    ? { ok: false, errors: parser.errors }
    : { ok: true, value: { question: parser.question ?? '', era: parser.era, ops: parser.ops } };
}

function whole(message: string): Parsed {
  return { ok: false, errors: [{ line: 1, column: 1, endColumn: 1, message }] };
}

/** A region's name: a letter, then letters, digits and `_`. */
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,31}$/;

class Parser {
  readonly errors: ScriptError[] = [];
  readonly ops: Op[] = [];
  question: string | null = null;
  era: Script['era'] = 'modern';
  /** Bytes by region; an unreadable size counts as none. */
  private readonly regions = new Map<string, number>();
  private bytes = 0;
  private touched = 0;
  private count = 0;
  private hasChild = false;

  tooLong(line: number, length: number): void {
    const message = worded`expected a line of at most ${MAX_LINE} characters; found ${length}`;
    this.errors.push({ line, column: MAX_LINE + 1, endColumn: length + 1, message });
  }

  line(line: Line, text: string): void {
    if (line.comment !== null && /^era:\s*2017$/.test(line.comment)) this.era = '2017';
    if (this.question === null && line.comment !== null)
      this.question = /^Q:\s*(.*)$/.exec(line.comment)?.[1] ?? null;
    const [first, ...rest] = line.words;
    if (!first) return;
    if (++this.count > MAX_OPS) {
      if (this.count === MAX_OPS + 1)
        this.fail(first, worded`expected at most ${MAX_OPS} operations; found more`);
      return;
    }
    const form = formOf(first.text);
    if (!form) {
      this.fail(
        first,
        worded`expected ${oneOf(worded`an operation`, OP_NAMES, first.text)}; found ${quote(first.text)}`,
      );
      return;
    }
    const op = first.text as OpName;
    const before = this.errors.length;
    const fields: Record<string, unknown> = { op, ...form.unset };
    const reader = new Words(first, rest);
    this.params(op, form.params, reader, fields);
    if (form.list) fields[form.list.field] = this.list(op, form.list.name, form.list.words, reader);
    else this.options(op, form.options, reader, fields);
    this.remember(first, fields);
    if (this.errors.length > before) return;
    const last = line.words.at(-1)!;
    const place = {
      line: line.number,
      column: first.column,
      text: text.slice(first.column - 1, last.endColumn - 1),
    };
    // The table holds a field for each that the type has; a test parses every form of every operation.
    const made = { ...fields, ...place } as unknown as Op;
    this.account(first, made);
    this.ops.push(made);
  }

  private params(op: OpName, params: readonly Param[], words: Words, fields: Record<string, unknown>): void {
    let values: Values | null = null;
    for (const param of params) {
      const word = words.next();
      if (!word) {
        if (param.fallback !== undefined) {
          fields[param.field] = param.fallback;
          continue;
        }
        this.fail(words.last, worded`expected ${param.name}, as in ${usage(op)}; found the end of the line`);
        return;
      }
      if (param.kind.is === 'value-of-knob') {
        // Of an unknown knob no value is right or wrong.
        if (values) fields[param.field] = this.value(word, values);
      } else {
        fields[param.field] = this.param(word, param);
        if (param.kind.is === 'knob')
          values = Object.hasOwn(param.kind.knobs, word.text) ? param.kind.knobs[word.text]! : null;
      }
    }
  }

  /** The value of one word; an error was reported when it is undefined. */
  private param(word: Word, { name, kind }: Param): unknown {
    switch (kind.is) {
      case 'region': {
        if (this.regions.has(word.text)) return word.text;
        const known = [...this.regions.keys()];
        this.fail(
          word,
          known.length === 0
            ? worded`expected a region, and no line before made one with mmap; found ${quote(word.text)}`
            : worded`expected ${oneOf(worded`a region`, known, word.text)}; found ${quote(word.text)}`,
        );
        return undefined;
      }
      case 'new-region':
        if (!NAME.test(word.text)) {
          this.fail(
            word,
            worded`expected a name for the region: a letter, then up to 31 letters, digits or _; found ${quote(word.text)}`,
          );
          return undefined;
        }
        if (this.regions.has(word.text)) {
          this.fail(word, worded`expected a new name: there is a region ${word.text} already`);
          return undefined;
        }
        if (this.regions.size === MAX_REGIONS) {
          this.fail(word, worded`expected at most ${MAX_REGIONS} regions; found more`);
          return undefined;
        }
        // Declared even when the rest of the line is wrong: the lines below it are not.
        this.regions.set(word.text, 0);
        return word.text;
      case 'size':
        return this.size(word, word.text, name, kind);
      case 'number':
        return this.number(word, name, kind.min, kind.max);
      case 'word':
        if (kind.words.includes(word.text)) return kind.numeric ? Number(word.text) : word.text;
        this.fail(
          word,
          worded`expected ${oneOf(lower(name), kind.words, word.text)}; found ${quote(word.text)}`,
        );
        return undefined;
      case 'knob':
        if (Object.hasOwn(kind.knobs, word.text)) return word.text;
        this.fail(
          word,
          worded`expected a knob, one of ${Object.keys(kind.knobs).join(', ')}; found ${quote(word.text)}`,
        );
        return undefined;
      case 'value-of-knob':
        return undefined;
    }
  }

  private value(word: Word, values: Values): unknown {
    const [min, max] = values;
    if (typeof min === 'number' && typeof max === 'number')
      return this.number(word, worded`a number`, min, max);
    const words = values as readonly string[];
    if (words.includes(word.text)) return word.text;
    this.fail(word, worded`expected ${oneOf(worded`a value`, words, word.text)}; found ${quote(word.text)}`);
    return undefined;
  }

  private size(
    word: Word,
    text: string,
    name: string,
    { min, max, multiple }: { min: number; max: number; multiple: number },
  ): number | undefined {
    const bytes = parseSize(text);
    if (bytes === null)
      this.fail(
        word,
        worded`expected ${name} as a size (4k, 3p, 2m, or a sum as 2m+3p-1p); found ${quote(word.text)}`,
      );
    else if (bytes < min || bytes > max)
      this.fail(
        word,
        worded`expected ${name} from ${formatSize(min)} to ${formatSize(max)}; found ${quote(word.text)}`,
      );
    else if (bytes % multiple !== 0)
      this.fail(word, worded`expected ${name} in whole pages (${multiple}); found ${quote(word.text)}`);
    else return bytes;
    return undefined;
  }

  /** Counts take the suffixes of sizes too: `1k` calls. */
  private number(word: Word, name: string, min: number, max: number): number | undefined {
    const n = parseSize(word.text);
    if (n !== null && n >= min && n <= max) return n;
    this.fail(
      word,
      worded`expected ${name} as a whole number from ${min} to ${max}; found ${quote(word.text)}`,
    );
    return undefined;
  }

  private list(op: OpName, name: string, known: readonly string[], words: Words): string[] {
    const list: string[] = [];
    for (let w = words.next(); w && this.errors.length < MAX_ERRORS; w = words.next()) {
      if (!known.includes(w.text))
        this.fail(w, worded`expected ${lower(name)}, one of ${known.join(', ')}; found ${quote(w.text)}`);
      else if (list.includes(w.text)) this.fail(w, worded`expected ${w.text} once in ${op}; found it again`);
      else list.push(w.text);
    }
    return list;
  }

  private options(
    op: OpName,
    options: readonly Option[],
    words: Words,
    fields: Record<string, unknown>,
  ): void {
    const set = new Map<string, string>();
    // Errors beyond the last one that is told would be worded for nobody.
    for (let w = words.next(); w && this.errors.length < MAX_ERRORS; w = words.next()) {
      const text = w.text;
      const option = options.find((o) => (o.value === null ? text.startsWith(o.word) : text === o.word));
      if (!option) {
        const known = options.map((o) => (o.value === null ? `${o.word}OFF` : o.word));
        const expected =
          known.length > 0 ? oneOf(worded`an option`, known, text) : worded`the end of the line`;
        this.fail(w, worded`expected ${expected}, as in ${usage(op)}; found ${quote(text)}`);
        // After the first word too many, the rest says nothing new.
        if (known.length === 0) return;
        continue;
      }
      const other = set.get(option.field);
      if (other !== undefined)
        this.fail(
          w,
          other === option.word
            ? worded`expected ${option.word} once; found it again`
            : worded`expected one of ${other} and ${option.word}; found both`,
        );
      set.set(option.field, option.word);
      fields[option.field] =
        option.value === null ? this.size(w, text.slice(option.word.length), 'shift', SHIFT) : option.value;
    }
  }

  /** What later lines may rely on, even when this one has errors. */
  private remember(first: Word, fields: Record<string, unknown>): void {
    const { op, region, size, to, len } = fields;
    if (op === 'mmap' && typeof region === 'string' && typeof size === 'number')
      this.map(first, region, size);
    if (op === 'mremap' && typeof to === 'string' && typeof len === 'number') {
      this.regions.set(to, len);
      // The pages move; with dontunmap both mappings stay.
      if (fields.dontunmap === true) this.map(first, to, len);
    }
    const child = op === 'child-read' || op === 'child-write' || op === 'reap' || fields.child === true;
    if (child && !this.hasChild)
      this.fail(first, worded`expected a fork before ${String(op)}; found no child`);
    if (op === 'fork') this.hasChild = true;
    if (op === 'reap') this.hasChild = false;
  }

  private map(word: Word, region: string, size: number): void {
    const bytes = pagesOf(size) * PAGE_BYTES;
    this.regions.set(region, bytes);
    const before = this.bytes;
    this.bytes += bytes;
    if (before <= MAX_MEMORY && this.bytes > MAX_MEMORY)
      this.fail(
        word,
        worded`expected at most ${sayBytes(MAX_MEMORY)} in all regions together; found ${sayBytes(this.bytes)} up to here`,
      );
  }

  private account(word: Word, op: Op): void {
    const before = this.touched;
    this.touched += this.pagesTouched(op);
    if (before <= MAX_PAGES_TOUCHED && this.touched > MAX_PAGES_TOUCHED)
      this.fail(
        word,
        worded`expected operations that touch at most ${MAX_PAGES_TOUCHED} pages together; found ${this.touched} up to here`,
      );
  }

  private pagesTouched(op: Op): number {
    switch (op.op) {
      case 'flood':
      case 'pmadvise':
        return op.count * Math.max(1, pagesOf(op.len));
      case 'read-range':
      case 'write-range':
        return Math.max(1, Math.ceil(op.len / op.stride));
      case 'khugepaged-run':
      case 'fork':
        return pagesOf(this.bytes) + 1;
      case 'pfn-mark':
      case 'pfn-check':
        return pagesOf(this.regions.get(op.region) ?? 0) + 1;
      default:
        return 'len' in op ? Math.max(1, pagesOf(op.len)) : 1;
    }
  }

  private fail(word: Word, message: string): void {
    if (this.errors.length < MAX_ERRORS)
      this.errors.push({ line: word.line, column: word.column, endColumn: word.endColumn, message });
  }
}

/** The words after an operation's name, taken one by one. */
class Words {
  private at = 0;
  /** The word taken last, at first the name: what is missing is missing after it. */
  last: Word;
  constructor(
    name: Word,
    private readonly words: readonly Word[],
  ) {
    this.last = name;
  }

  next(): Word | undefined {
    const word = this.words[this.at++];
    if (word) this.last = word;
    return word;
  }
}

function pagesOf(bytes: number): number {
  return Math.ceil(bytes / PAGE_BYTES);
}

/** `ADVICE` is written small in a sentence: `an advice`. */
function lower(name: string): string {
  if (name === 'ADVICE') return worded`an advice`;
  return name === 'FEATURE' ? worded`a feature` : worded`a word`;
}
