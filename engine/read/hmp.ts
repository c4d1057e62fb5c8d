/** `info migrate` of QEMU's monitor (migration/migration-hmp-cmds.c), of every generation, with what is typed there.
 *
 *      file    = { prompt | old | new | list }
 *      prompt  = "(qemu) " command                            a sample begins behind "info migrate"
 *      old     = key ": " number [ " " unit ]                 "remaining ram: 0 kbytes"; a key that comes again begins a sample
 *              | "Migration status: " status [ " (" error ")" ]
 *              | "capabilities: " { name ": " ( "on" | "off" ) " " }
 *      new     = heading [ " (" unit ")" ] ":" [ pairs ]      since 10.1: "Time (ms): total=42, setup=1"
 *              | blanks pairs                                 goes on with the heading before
 *      pairs   = { name "=" number [ " " unit ] "," }
 *      list    = "Postcopy vCPU Blocktime (ms):" [ newline ] "[" numbers "]"
 *
 *  Answers of `info migrate_capabilities` and `info migrate_parameters` are lines `name: value`. Lines may be quoted by "> ". */
import { later } from '../base/language.ts';
import type { Evidence } from './evidence.ts';
import { FOREIGN, type Format, type LineReader, type Outcome, READ, type Sure } from './format.ts';
import { listOf, OpenSample } from './opensample.ts';
import { isSetting, setting, typedSetting } from './settings.ts';
import { HMP_STATISTICS, readNumber, STATUSES } from './statistics.ts';

const PROMPT = '(qemu)';
/** A key is not longer, and a line only when it is a list. */
const LONGEST_KEY = 48;
const LONGEST_LINE = 2048;
const LISTS: Readonly<Record<string, 'perVcpu' | 'latencyPerVcpu'>> = {
  'postcopy vcpu blocktime': 'perVcpu',
  'postcopy vcpu latencies': 'latencyPerVcpu',
};
/** Headings of pairs and lists, and lines that say nothing more. */
const HEADINGS: ReadonlySet<string> = new Set([
  'time',
  'ram info',
  'sizes',
  'transfers',
  'channels',
  'pages',
  'page types',
  'page rates',
  'others',
  'globals',
  'xbzrle',
  'sockets',
  'socket address',
  'postcopy latency distribution',
  'blocked reasons',
  'migration blockers',
]);
const QUOTED = /^(?:> ?)+/;
const PAIRS = /([a-z_]+)=([^,]*)/g;
const SWITCHES = /([a-z][a-z-]*): (on|off)\b/g;
const UNIT = /^(.*?) \((\S+)\)$/;
const VALUE_IN_QUOTES = /^'(.*)'$/;
const GREETING = /^QEMU (\d+\.\d+\.\d+) monitor - type 'help'/;
const REST = /^(\d+(?:\.\d+)?)(?: \S+)?$/;

interface Entry {
  readonly key: string;
  readonly unit: string | undefined;
  readonly rest: string;
}

/** `Time (ms): total=4` → its key in lower case, unit and rest; null when no key begins the line. */
function entryOf(line: string): Entry | null {
  const colon = line.indexOf(':');
  if (colon < 1 || colon > LONGEST_KEY) return null;
  const key = line.slice(0, colon).trim();
  const unit = UNIT.exec(key);
  return {
    key: (unit ? unit[1]! : key).trim().toLowerCase(),
    unit: unit?.[2],
    rest: line.slice(colon + 1).trim(),
  };
}

const plain = (line: string): string => {
  const text = line.trimStart();
  return text.startsWith('>') ? text.replace(QUOTED, '') : line;
};

/** The monitor echoes the whole line at each key (readline_update): `iininfinfo` → `info`. */
function typed(echo: string): string {
  const n = Math.floor((Math.sqrt(8 * echo.length + 1) - 1) / 2);
  const last = echo.slice(echo.length - n);
  return n > 2 && (n * (n + 1)) / 2 === echo.length && echo.startsWith(last[0]! + last.slice(0, 2))
    ? last
    : echo;
}

export const hmp: Format = {
  name: 'hmp',
  title: later`QEMU’s monitor (info migrate)`,
  recognise,
  reader: (evidence) => new Hmp(evidence),
};

function recognise(line: string): Sure {
  const text = plain(line);
  if (text.length > LONGEST_LINE) return 0;
  if (text.startsWith(PROMPT)) return typed(text.slice(PROMPT.length).trim()).includes('migrate') ? 2 : 0;
  if (GREETING.test(text)) return 2;
  const entry = entryOf(text);
  return entry ? sureOf(entry, text) : 0;
}

function sureOf({ key, rest }: Entry, text: string): Sure {
  if (key === 'migration status' || key in LISTS) return 2;
  if (key === 'capabilities') return rest.startsWith('xbzrle: ') ? 2 : 0;
  if (key === 'status') return STATUSES.has(rest.split(' ')[0]!) ? 1 : 0;
  if (rest === '') return key === 'ram info' ? 2 : key === 'globals' ? 1 : 0;
  if (key === 'time' && rest.startsWith('total=')) return 2;
  // libvirt's keys are like these, with a capital and columns of blanks.
  const isLibvirt = /^\s*[A-Z]/.test(text) && /: {2,}\d/.test(text);
  if (HMP_STATISTICS.has(key) && !isLibvirt && /^\d/.test(rest)) return key.includes(' ') ? 2 : 1;
  return isSetting(key) ? 1 : 0;
}

/** Reads what the monitor says; also what human-monitor-command returns inside QMP. */
export class Hmp implements LineReader {
  private open: OpenSample | null = null;
  private heading = '';
  private unit: string | undefined;
  private list: 'perVcpu' | 'latencyPerVcpu' | null = null;

  constructor(private readonly evidence: Evidence) {}

  line(line: string, at: number): Outcome {
    const text = plain(line);
    if (text.startsWith(PROMPT)) return this.prompt(typed(text.slice(PROMPT.length).trim()), at);
    const trimmed = text.trim();
    const greeting = GREETING.exec(trimmed);
    if (greeting) return this.greeting(greeting[1]!, at);
    if (trimmed === '...' || trimmed === '----') return 'heading';
    if (trimmed.startsWith('[')) return this.listed(trimmed, at);
    if (text.length > LONGEST_LINE) return FOREIGN;
    if (this.heading.startsWith('socket') && this.address(trimmed)) return 'otherFields';
    const entry = entryOf(text);
    if (!entry) return this.heading !== '' && this.pairs(trimmed, at) ? READ : FOREIGN;
    this.list = null;
    return this.entry(entry, at);
  }

  end(): void {
    this.open?.close(this.evidence);
    this.open = null;
    this.heading = '';
    this.list = null;
  }

  private prompt(command: string, at: number): Outcome {
    this.end();
    if (!command.includes('migrate')) return 'heading';
    const { events } = this.evidence;
    typedSetting(this.evidence, command, at);
    if (command.startsWith('info ')) return 'heading';
    events.time.push(Number.NaN);
    events.pid.push(0);
    events.line.push(at);
    const [verb = ''] = command.split(' ');
    events.name.push(events.texts.number(`execute ${verb}`));
    events.text.push(events.texts.number(command.slice(verb.length + 1, 200)));
    events.a.push(Number.NaN);
    events.b.push(Number.NaN);
    return READ;
  }

  /** Addresses stand between brackets, one a line. */
  private address(text: string): boolean {
    if (text === ']') this.heading = '';
    return text === ']' || /^(?:tcp|unix|fd|vsock|exec|rdma):/.test(text);
  }

  private greeting(value: string, line: number): Outcome {
    this.evidence.knobs.push({ time: Number.NaN, line, name: 'qemu/version', value });
    return READ;
  }

  private entry({ key, unit, rest }: Entry, at: number): Outcome {
    if (key === 'migration status' || key === 'status') return this.status(key, rest, at);
    if (key === 'capabilities') return this.switches(rest, at);
    const list = LISTS[key];
    if (list) {
      this.list = list;
      if (rest !== '') this.listed(rest, at);
      return READ;
    }
    const row = HMP_STATISTICS.get(key);
    if (row) {
      const value = readNumber(row, rest, unit);
      if (Number.isNaN(value)) return 'damaged';
      // Printed for a migration that has no total time: on the destination, and when it failed.
      if (value === 0 && row.name === 'totalMs') return 'otherFields';
      return this.begin(this.open?.has(row) === true, at).put(row, value) ? READ : 'damaged';
    }
    if (HEADINGS.has(key)) {
      this.heading = key.split(' ')[0]!;
      this.unit = unit;
      return rest !== '' && this.pairs(rest, at) ? READ : 'heading';
    }
    if (isSetting(key)) return this.setting(key, rest, at);
    return this.open ? this.unknown(rest) : FOREIGN;
  }

  /** A key that no row has, inside an answer: a number of one word is a field, everything else somebody else's. */
  private unknown(rest: string): Outcome {
    return REST.test(rest) ? 'otherFields' : FOREIGN;
  }

  /** The sample in which the next value is; a new one when `anew`. */
  private begin(anew: boolean, at: number): OpenSample {
    if (anew) this.end();
    this.open ??= new OpenSample(at);
    return this.open;
  }

  private status(key: string, rest: string, at: number): Outcome {
    const blank = rest.indexOf(' ');
    const status = blank < 0 ? rest : rest.slice(0, blank);
    if (key === 'status' && !STATUSES.has(status)) return FOREIGN;
    const sample = this.begin((this.open?.status ?? '') !== '', at);
    sample.status = status;
    if (blank >= 0) sample.error = rest.slice(blank + 1).replace(/^\((.*)\)$/, '$1');
    return READ;
  }

  private switches(rest: string, at: number): Outcome {
    if ((this.open?.status ?? '') !== '') this.end();
    let n = 0;
    for (const [, name, value] of rest.matchAll(SWITCHES))
      if (setting(this.evidence, { name: name!, value: value!, line: at, time: Number.NaN })) n++;
    return n > 0 ? READ : 'otherFields';
  }

  private setting(name: string, rest: string, at: number): Outcome {
    const number = REST.exec(rest)?.[1];
    const value = number ?? rest.replace(VALUE_IN_QUOTES, '$1').replace(/ \(.*$/, '');
    return setting(this.evidence, { name, value, line: at, time: Number.NaN }) ? READ : 'tooMany';
  }

  private listed(text: string, at: number): Outcome {
    if (!this.list) return this.open && /^\[.*\]: *\d+$/.test(text) ? 'otherFields' : FOREIGN;
    this.begin(false, at)[this.list] = listOf(text);
    this.list = null;
    return READ;
  }

  /** Pairs of the present heading: `total=` is a time or a size. */
  private pairs(text: string, at: number): boolean {
    let any = false;
    for (const [, name, value] of text.matchAll(PAIRS)) {
      const row =
        HMP_STATISTICS.get(`${this.heading} ${name}=`) ??
        (this.heading === 'xbzrle' ? undefined : HMP_STATISTICS.get(`${name}=`));
      if (!row) continue;
      const number = readNumber(row, value!, this.unit);
      if (this.begin(this.open?.has(row) === true, at).put(row, number)) any = true;
    }
    return any;
  }
}
