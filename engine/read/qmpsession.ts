/** Documents of QMP, wherever they stand: greeting, commands, answers matched by id or else in order, errors, events with QEMU's clock.
 *
 *  Events of the evidence are named `execute CMD` (text: arguments), `return CMD` and `error CMD` (text: class and reason; a: the line of
 *  the command, NaN where it is not in the log), and for an event of QEMU its own name (text: its data; a: the pass of MIGRATION_PASS). */
import type { Evidence } from './evidence.ts';
import { FOREIGN, type Outcome, READ } from './format.ts';
import { Hmp } from './hmp.ts';
import { OpenSample } from './opensample.ts';
import { setting } from './settings.ts';
import { inUnit, QMP_STATISTICS, STATUSES } from './statistics.ts';

type Json = { readonly [key: string]: unknown };

/** Commands that wait for an answer at most; letters of data that are kept. */
const MOST_WAITING = 4096;
const SHOWN = 120;
/** Answers nest no deeper than this: ram.transferred. */
const DEEPEST = 3;

interface Command {
  readonly name: string;
  readonly line: number;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Data in one line: a single text as it is, everything else as JSON. */
function sayData(data: unknown): string {
  if (data === undefined) return '';
  if (isObject(data)) {
    const values = Object.values(data);
    if (values.length === 1 && typeof values[0] === 'string') return values[0].slice(0, SHOWN);
  }
  return JSON.stringify(data).slice(0, SHOWN);
}

export class QmpSession {
  private readonly byId = new Map<string, Command>();
  private readonly inOrder: Command[] = [];
  /** An event had QEMU's time, which is that of the wall. */
  isStamped = false;
  /** Events that were added. */
  noted = 0;

  /** `source`: which monitor, where a log has several. */
  constructor(
    private readonly evidence: Evidence,
    private readonly source = '',
  ) {}

  /** Reads one document that begins in `line`; `time` is that of the log around it, NaN for none. */
  document(value: unknown, line: number, time: number): Outcome {
    if (!isObject(value)) return FOREIGN;
    const command = textOf(value.execute) || textOf(value['exec-oob']);
    if (command !== '') return this.command(command, value, line, time);
    if (typeof value.event === 'string') return this.event(value, line, time);
    if ('return' in value) return this.answer(value.return, this.commandOf(value.id), line, time);
    if (isObject(value.error)) return this.refused(value.error, this.commandOf(value.id), line, time);
    if (isObject(value.QMP)) return this.greeting(value.QMP, line, time);
    return this.sample(value, line, time) ?? FOREIGN;
  }

  private command(name: string, value: Json, line: number, time: number): Outcome {
    const command = { name, line };
    const id = value.id;
    if (id !== undefined) {
      if (this.byId.size < MOST_WAITING) this.byId.set(JSON.stringify(id), command);
    } else if (this.inOrder.length < MOST_WAITING) this.inOrder.push(command);
    this.note(time, line, `execute ${name}`, sayData(value.arguments), Number.NaN);
    this.settings(name, value.arguments, line, time);
    return READ;
  }

  /** Settings that a command makes. */
  private settings(name: string, args: unknown, line: number, time: number): void {
    if (!isObject(args)) return;
    if (name === 'migrate-set-parameters') this.parameters(args, line, time);
    else if (name === 'migrate-set-capabilities') this.capabilities(args.capabilities, line, time);
    else if (name === 'migrate_set_speed') this.parameters({ 'max-bandwidth': args.value }, line, time);
    else if (name === 'migrate_set_downtime' && typeof args.value === 'number')
      this.parameters({ 'downtime-limit': Math.round(args.value * 1000) }, line, time);
  }

  private parameters(values: Json, line: number, time: number): boolean {
    let any = false;
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined || typeof value === 'object') continue;
      const said = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
      if (setting(this.evidence, { name, value: said, line, time })) any = true;
    }
    return any;
  }

  private capabilities(list: unknown, line: number, time: number): boolean {
    if (!Array.isArray(list)) return false;
    let any = false;
    for (const one of list as unknown[])
      if (isObject(one) && typeof one.capability === 'string')
        any = this.parameters({ [one.capability]: one.state === true }, line, time) || any;
    return any;
  }

  private event(value: Json, line: number, time: number): Outcome {
    const name = String(value.event).slice(0, SHOWN);
    const { data } = value;
    const pass = name === 'MIGRATION_PASS' && isObject(data) ? Number(data.pass) : Number.NaN;
    this.note(this.clockOf(value.timestamp) ?? time, line, name, sayData(data), pass);
    return READ;
  }

  /** QEMU's own time of an event, s since 1970. */
  private clockOf(stamp: unknown): number | undefined {
    if (!isObject(stamp) || typeof stamp.seconds !== 'number' || stamp.seconds < 0) return undefined;
    this.isStamped = true;
    return stamp.seconds + (typeof stamp.microseconds === 'number' ? stamp.microseconds / 1e6 : 0);
  }

  /** The command that `id` answers. */
  private commandOf(id: unknown): Command | undefined {
    if (id === undefined) return this.inOrder.shift();
    const key = JSON.stringify(id);
    const command = this.byId.get(key);
    this.byId.delete(key);
    return command;
  }

  private answer(value: unknown, command: Command | undefined, line: number, time: number): Outcome {
    this.note(time, line, `return ${command?.name ?? ''}`.trim(), '', command?.line ?? Number.NaN);
    if (typeof value === 'string' && value.includes('\n')) this.monitor(value, line);
    else if (Array.isArray(value)) this.capabilities(value, line, time);
    else if (isObject(value)) {
      if (command?.name === 'query-migrate-parameters' || 'max-bandwidth' in value)
        this.parameters(value, line, time);
      else this.sample(value, line, time);
    }
    return READ;
  }

  /** What human-monitor-command returned. */
  private monitor(text: string, line: number): void {
    const reader = new Hmp(this.evidence);
    for (const one of text.split(/\r?\n/)) reader.line(one, line);
    reader.end();
  }

  private refused(
    { class: kind, desc }: Json,
    command: Command | undefined,
    line: number,
    time: number,
  ): Outcome {
    this.forget(command);
    const reason = `${textOf(kind)}: ${textOf(desc)}`.slice(0, 2 * SHOWN);
    this.note(time, line, `error ${command?.name ?? ''}`.trim(), reason, command?.line ?? Number.NaN);
    return READ;
  }

  /** Settings of a command that was refused are not in force. */
  private forget(command: Command | undefined): void {
    const { knobs } = this.evidence;
    if (!command) return;
    while (knobs.at(-1)?.line === command.line) knobs.pop();
  }

  private greeting(qmp: Json, line: number, time: number): Outcome {
    const version = isObject(qmp.version) && isObject(qmp.version.qemu) ? qmp.version.qemu : {};
    const value = [version.major, version.minor, version.micro].join('.');
    this.evidence.knobs.push({ time, line, name: 'qemu/version', value: value.slice(0, SHOWN) });
    return READ;
  }

  /** An answer of query-migrate, known by what it has; null when it is none. */
  private sample(value: Json, line: number, time: number): Outcome | null {
    const sample = new OpenSample(line);
    const status = textOf(value.status);
    const some = this.values(sample, value, '', DEEPEST);
    if (!some && !STATUSES.has(status)) return null;
    sample.status = STATUSES.has(status) ? status : '';
    sample.time = time;
    sample.source = this.source;
    sample.error = textOf(value['error-desc']);
    sample.perVcpu = numbersOf(value['postcopy-vcpu-blocktime']);
    sample.latencyPerVcpu = numbersOf(value['postcopy-vcpu-latency']).map((ns) => ns / 1000);
    return sample.close(this.evidence) ? READ : 'tooMany';
  }

  private values(sample: OpenSample, value: Json, path: string, deep: number): boolean {
    let some = false;
    for (const [name, inside] of Object.entries(value)) {
      if (isObject(inside)) {
        if (deep > 1) some = this.values(sample, inside, `${path}${name}.`, deep - 1) || some;
        continue;
      }
      const row = typeof inside === 'number' ? QMP_STATISTICS.get(path + name) : undefined;
      if (row) some = sample.put(row, inUnit(row, inside as number, row.qmpUnit)) || some;
    }
    return some;
  }

  private note(time: number, line: number, name: string, text: string, a: number): void {
    const { events } = this.evidence;
    this.noted++;
    events.time.push(time);
    events.pid.push(0);
    events.line.push(line);
    events.name.push(events.texts.number(name));
    events.text.push(events.texts.number(text));
    events.a.push(a);
    events.b.push(Number.NaN);
  }
}

const numbersOf = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter((n): n is number => typeof n === 'number') : [];
