/** Trace events of QEMU, of either end of a migration, by any backend that prints text (docs/devel/tracing.rst).
 *
 *      line    = [ "(qemu) " ] prefix name [ " " values ]
 *      prefix  = THREAD "@" SECONDS "." MICROSECONDS ":"     log, with times; up to 2.x always, later with -msg timestamp=on
 *              | THREAD "@" NANOSECONDS " "                  SystemTap's scripts of QEMU
 *              | … "tracing_mark_write: "                    ftrace
 *              | DATE HOST PROGRAM "[" PID "]: "             syslog
 *              | ""                                          log, without times
 *      line    = name " " MICROSECONDS.NNN { " " argument "=" value }       simpletrace.py: time since the event before
 *
 *  The values of known events become `a`, `b` and `text` of `Evidence.events` by the table of `qemuevents.ts`. Other events of migration
 *  keep their name alone; QMP, prompts and messages between them are left to the other formats. */
import { later } from '../base/language.ts';
import { type BlockFacts, type Evidence, kept, MOST_ENTRIES, MOST_ROWS } from './evidence.ts';
import { FOREIGN, type Format, type LineReader, type Outcome, READ, type Sure } from './format.ts';
import { type EventValues, rowOf, threadOf } from './qemuevents.ts';

const STAMPED = /^(\d{1,10})@(\d{1,20})(\.\d{1,9})?[: ] ?([A-Za-z_]\w*) ?/;
const MARK = 'tracing_mark_write: ';
const SYSLOG = /^[A-Z][a-z]{2} [ \d]\d [\d:]{8} \S+ qemu[\w-]*\[(\d{1,10})\]: ([a-z_]\w*) ?/;
const BARE = /^([a-z_]\w*)(?: |$)/;
const SIMPLE = /^(\d{1,15}\.\d{3}) (?:pid=(\d{1,10}) ?)?/;
/** Names of events of migration; without a time before it, a name must be known or have such a beginning. */
const FAMILY =
  /^(?:ram|postcopy|migration|migrate|savevm|qemu_savevm|loadvm|qemu_loadvm|multifd|cpr|source_return_path|await_return_path|open_return_path|mark_postcopy|dirtyrate|dirtylimit|vmstate)_[a-z]/;

/** Letters of values that are looked at: names of blocks are shorter. */
const LONGEST_VALUES = 1024;

interface Head {
  readonly time: number;
  readonly pid: number;
  readonly name: string;
  /** Where its values begin. */
  readonly rest: number;
  /** simpletrace: values have names. */
  readonly named: boolean;
}

export const qemuTrace: Format = {
  name: 'qemu-trace',
  title: later`QEMU’s trace events`,
  recognise,
  reader: (evidence) => new QemuTrace(evidence),
};

function recognise(line: string): Sure {
  const head = headOf(line);
  if (!head) return 0;
  const known = rowOf(head.name) !== undefined || FAMILY.test(head.name);
  if (!Number.isNaN(head.time)) return 2;
  return rowOf(head.name)?.test(line.slice(head.rest, head.rest + LONGEST_VALUES)) ? 2 : known ? 1 : 0;
}

/** What stands before the values of an event; null for a line that is none. */
function headOf(line: string): Head | null {
  const text = line.startsWith('(qemu) ') ? line.slice(7) : line;
  const moved = line.length - text.length;
  const first = text.charCodeAt(0);
  if (first >= 48 && first <= 57) {
    const found = STAMPED.exec(text);
    if (!found) return null;
    const [all, pid, whole, part, name] = found;
    const time =
      part === undefined ? Number(`${whole!.slice(0, -9)}.${whole!.slice(-9)}`) : Number(whole + part);
    return { time, pid: Number(pid), name: name!, rest: moved + all.length, named: false };
  }
  if (first >= 65 && first <= 90) {
    const found = SYSLOG.exec(text);
    return (
      found && {
        time: Number.NaN,
        pid: Number(found[1]),
        name: found[2]!,
        rest: moved + found[0].length,
        named: false,
      }
    );
  }
  const mark = text.indexOf(MARK);
  return bare(line, mark >= 0 ? moved + mark + MARK.length : moved);
}

function bare(line: string, from: number): Head | null {
  const found = BARE.exec(from === 0 ? line : line.slice(from));
  if (!found || (rowOf(found[1]!) === undefined && !FAMILY.test(found[1]!))) return null;
  const rest = from + found[0].length;
  const simple = SIMPLE.exec(line.slice(rest, rest + 64));
  const pid = simple?.[2] ? Number(simple[2]) : 0;
  return {
    time: Number.NaN,
    pid,
    name: found[1]!,
    rest: simple ? rest + simple[0].length : rest,
    named: simple !== null,
  };
}

class QemuTrace implements LineReader {
  /** Sizes and places of memory, by address. */
  private readonly allocated = new Map<number, { bytes: number; line: number }>();
  private readonly blocks = new Map<string, { start: number; bytes: number; line: number }>();
  /** simpletrace: µs so far. */
  private elapsed = 0;

  constructor(private readonly evidence: Evidence) {}

  line(text: string, line: number): Outcome {
    const head = headOf(text);
    if (!head) return FOREIGN;
    const row = rowOf(head.name);
    if (!row && !FAMILY.test(head.name)) return 'otherEvent';
    const { events } = this.evidence;
    if (events.count >= MOST_ROWS) return 'tooMany';
    const time = this.time(head, text);
    const found = row?.read(text.slice(head.rest, head.rest + LONGEST_VALUES), head.named);
    if (row && !found) return 'damaged';
    events.time.push(time);
    events.pid.push(head.pid);
    events.line.push(line);
    events.name.push(events.texts.number(head.name));
    events.text.push(events.texts.number(found?.text ?? ''));
    events.a.push(found?.a ?? Number.NaN);
    events.b.push(found?.b ?? Number.NaN);
    if (head.pid > 0) this.evidence.process(head.pid, threadOf(head.name), line);
    if (found) this.memory(head.name, found, line);
    return READ;
  }

  /** Blocks that have a name, then memory that no line names. */
  end(): void {
    const { blocks } = this.evidence;
    const named = new Set<number>();
    for (const [id, block] of this.blocks) {
      named.add(block.start);
      const bytes = block.bytes || (this.allocated.get(block.start)?.bytes ?? 0);
      const table = blocks.findIndex((other) => other.id === id);
      const row: BlockFacts = {
        id,
        line: block.line,
        start: block.start,
        bytes: table >= 0 ? blocks[table]!.bytes : bytes,
      };
      if (table >= 0) blocks[table] = row;
      else blocks.push(row);
    }
    for (const [start, { bytes, line }] of this.allocated)
      if (!named.has(start)) blocks.push({ id: '', line, start, bytes });
  }

  private time(head: Head, text: string): number {
    if (!Number.isNaN(head.time)) {
      this.evidence.timed('wall');
      return head.time;
    }
    if (!head.named) return Number.NaN;
    this.evidence.timed('relative');
    this.elapsed += Number(SIMPLE.exec(text.slice(text.indexOf(' ') + 1))?.[1] ?? 0);
    return this.elapsed / 1e6;
  }

  /** Notes where a block of memory is. */
  private memory(name: string, { a, b, text, offset }: EventValues, line: number): void {
    if (name === 'qemu_anon_ram_alloc') {
      if (this.allocated.size < MOST_ENTRIES) this.allocated.set(a, { bytes: b, line });
      return;
    }
    if (Number.isNaN(offset) || text === '' || !(a > 0)) return;
    const known = this.blocks.get(text);
    if (!known) {
      if (this.blocks.size < MOST_ENTRIES)
        this.blocks.set(kept(text), { start: a - offset, bytes: name.endsWith('_range') ? b : 0, line });
    } else if (known.bytes === 0 && name.endsWith('_range') && offset === 0 && a === known.start) {
      known.bytes = b;
    }
  }
}
