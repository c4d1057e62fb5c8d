/** Reads one log file: every line goes to the reader of its format. Formats are told by what lines look like, never by the name of the
 *  file, and may alternate: a trace with QMP in between, a script's output around a dump. */
import { Evidence } from './evidence.ts';
import { FOREIGN, type Format, type LineReader, READ, type Sure } from './format.ts';
import { FORMATS } from './formats.ts';
import { Lines } from './lines.ts';
import { type Skip, Skips } from './skips.ts';
import { stampLine } from './times.ts';

/** What was found in one file. */
export interface Reading {
  readonly name: string;
  /** Formats with the number of their lines that were read, most first. None: the file could not be placed. */
  readonly formats: readonly { readonly format: Format; readonly lines: number }[];
  readonly lines: number;
  readonly read: number;
  readonly skipped: readonly Skip[];
  /** Lines of which only the beginning was kept. */
  readonly cut: number;
  readonly evidence: Evidence;
}

interface Active {
  readonly format: Format;
  readonly reader: LineReader;
  lines: number;
  /** Lines that look like nothing else. */
  sure: number;
}

/** Of a file in which no line is sure, at least such a share must have been read. */
const ENOUGH = 0.25;

export class LogReader {
  private readonly evidence = new Evidence();
  private readonly skips = new Skips();
  private readonly lines = new Lines((text, line) => this.line(text, line));
  private readonly active = new Map<Format, Active>();
  /** Whose line the last one was: it reads on. */
  private current: Active | undefined;
  private blank = 0;
  private read = 0;

  constructor(
    private readonly name: string,
    private readonly formats: readonly Format[] = FORMATS,
  ) {}

  push(bytes: Uint8Array): void {
    this.lines.push(bytes);
  }

  end(): Reading {
    this.lines.end();
    for (const { reader } of this.active.values()) reader.end?.();
    const found = [...this.active.values()].filter(({ lines }) => lines > 0);
    const sure = found.some((f) => f.sure > 0);
    const placed = sure || this.read >= ENOUGH * (this.lines.count - this.blank);
    return {
      name: this.name,
      formats: placed
        ? found.sort((a, b) => b.lines - a.lines).map(({ format, lines }) => ({ format, lines }))
        : [],
      lines: this.lines.count,
      read: placed ? this.read : 0,
      skipped: this.skips.list(),
      cut: this.lines.cut,
      evidence: this.evidence,
    };
  }

  private line(text: string, line: number): void {
    const { current } = this;
    if (current) {
      const outcome = current.reader.line(text, line);
      if (outcome !== FOREIGN) {
        this.note(current, outcome, text, line);
        return;
      }
    }
    if (text.trim() === '') {
      this.blank++;
      this.skips.add('blank', line, text);
      return;
    }
    const found = this.best(text);
    if (!found) {
      this.skips.add(this.stamp(text) ? 'heading' : 'foreign', line, text);
      return;
    }
    const [active, sure] = found;
    if (sure === 2) active.sure++;
    const outcome = active.reader.line(text, line);
    if (outcome !== FOREIGN) this.current = active;
    this.note(active, outcome, text, line);
  }

  /** A time between dumps. */
  private stamp(text: string): boolean {
    const stamp = stampLine(text);
    if (!stamp) return false;
    this.evidence.stamp = stamp.time;
    this.evidence.timed(stamp.clock);
    return true;
  }

  private note(active: Active, outcome: ReturnType<LineReader['line']>, text: string, line: number): void {
    if (outcome === READ) {
      active.lines++;
      this.read++;
    } else this.skips.add(outcome, line, text);
  }

  /** The format that is surest of a line. */
  private best(text: string): [Active, Sure] | null {
    let best: Format | null = null;
    let most: Sure = 0;
    for (const format of this.formats) {
      const sure = format.recognise(text);
      if (sure <= most) continue;
      best = format;
      most = sure;
      if (sure === 2) break;
    }
    if (!best) return null;
    let active = this.active.get(best);
    if (!active) {
      active = { format: best, reader: best.reader(this.evidence), lines: 0, sure: 0 };
      this.active.set(best, active);
    }
    return [active, most];
  }
}
