/** A run as Chrome trace events, which Perfetto and speedscope open: a process for each host, a thread for each actor and vCPU,
 *  a slice for each event with what it caused inside, arrows where a page goes from thread to thread, curves as counters.
 *  (Trace Event Format, Google, 2016: "X" complete, "s" and "f" flow, "C" counter, "M" metadata.) */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { hex, KIB, PMD_BYTES, sayCount, US } from '../base/units.ts';
import { actorLabel, actorOf, cpuOf, hostOf, type Subject, VCPU } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K, KINDS, sentenceOf } from '../event/event.ts';
import { ABOUT } from '../event/kind.ts';
import type { Columns } from '../log/columns.ts';
import { eventAt } from '../log/describe.ts';
import type { Recorded } from '../log/recorded.ts';
import { type Recorder, SAMPLE } from '../log/recorder.ts';
import { scopeOf } from '../lookup/events.ts';
import { timeOfStep } from '../lookup/lanes.ts';
import { COSTS } from '../mm/costs.ts';
import type { About } from './about.ts';
import { busyBy } from './busy.ts';
import type { Piece } from './piece.ts';
import { clampRange, type StepRange } from './range.ts';
import { hostNames } from './row.ts';
import { layOutSlices, Nesting, type Slices, THREADS } from './slices.ts';

/** Events of one file: a gigabyte of text, more than any viewer opens; laying them out takes 24 bytes each. */
export const MOST_TRACED = 1 << 22;
const EVENTS = 1024;
/** Process of the phases; hosts are 1 and 2. */
const RUN_PID = 3;

export interface ChromeOptions {
  /** Each slice says its step, page, call and what it means. Without, slices of one kind are alike: speedscope then adds them
   *  up, as it takes all that a slice says for its name. */
  readonly details: boolean;
}

/** The events of a range of steps, clamped to the log. Times are µs of virtual time; how long a slice lasts is what the engine
 *  counts for it, as the log has times only (slices.ts). Refused when the range is longer than MOST_TRACED. */
export function chromeTraceOf(
  run: Recorded,
  range: StepRange,
  about: About,
  { details }: ChromeOptions = { details: true },
): Result<Generator<Piece>> {
  const { from, to } = clampRange(run.recorder.columns, range);
  if (to - from > MOST_TRACED)
    return bad(
      'too-large',
      'range',
      worded`range: expected at most ${sayCount(MOST_TRACED)} events for a trace, got ${sayCount(to - from)}: choose a part of the run`,
    );
  return ok(pieces(run, from, to, about, details));
}

function* pieces(run: Recorded, from: number, to: number, about: About, details: boolean): Generator<Piece> {
  const { columns } = run.recorder;
  const slices = layOutSlices(columns, from, to, run.cast !== 'script', busyBy(COSTS.measured));
  const nesting = new Nesting(slices);
  const names = kindNames();
  const { title, link } = about;
  const otherData = {
    generator: 'Faultline',
    title,
    ...(link === null ? {} : { link }),
    digest: run.digest,
    from,
    to,
  };
  let data = `{"displayTimeUnit":"ns","otherData":${JSON.stringify(otherData)},"traceEvents":[\n`;
  data += [...metadata(slices, run), ...phases(run, from, to)].join(',\n');
  const counters = new Counters(run.recorder, from);
  for (let n = from; n < to; ) {
    const end = Math.min(to, n + EVENTS);
    for (; n < end; n++) {
      data += counters.until(n + 1);
      const i = n - from;
      const begin = slices.start[i]!;
      const head = HEADS[columns.who(n)]!;
      const dur = nesting.endOf(i, columns.who(n)) - begin;
      data += `,\n{"ph":"X",${names[columns.kind(n)]},${head},"ts":${us(begin)},"dur":${us(dur)}${details ? `,"args":${argsOf(columns, n)}` : ''}}`;
      const sent = senderOf(columns, n);
      if (sent >= from)
        data += `,\n{"ph":"s",${ARROW},"id":${n + 1},${HEADS[columns.who(sent)]},"ts":${us(slices.start[sent - from]!)}},\n{"ph":"f","bp":"e",${ARROW},"id":${n + 1},${head},"ts":${us(begin)}}`;
    }
    yield { data, done: (n - from) / (to - from) };
    data = '';
  }
  yield { data: `${data}\n]}\n`, done: 1 };
}

/** Microseconds with nanoseconds behind the point, exactly. */
function us(ns: number): string {
  const rest = ns % US;
  const whole = (ns - rest) / US;
  return rest === 0 ? `${whole}` : `${whole}.${String(rest).padStart(3, '0')}`;
}

const ARROW = '"cat":"page","name":"page"';

/** Name and category of each kind's slices.  */
function kindNames(): string[] {
  return KINDS.map(
    ({ name }) => `"name":${JSON.stringify(name)},"cat":${JSON.stringify(name.split('.')[0])}`,
  );
}

/** Process and thread by the log's `who`. */
const HEADS = Array.from(
  { length: THREADS },
  (_, who) => `"pid":${hostOf(who) + 1},"tid":${actorOf(who) * 8 + cpuOf(who) + 1}`,
);

/** Names of processes and threads. speedscope wants a time in every event. */
function metadata(slices: Slices, run: Recorded): string[] {
  const of = (name: string, head: string, args: object) =>
    `{"ph":"M","ts":0,"name":"${name}",${head},"args":${JSON.stringify(args)}}`;
  const process = (pid: number, name: string) => [
    of('process_name', `"pid":${pid},"tid":0`, { name }),
    of('process_sort_index', `"pid":${pid},"tid":0`, { sort_index: pid % RUN_PID }),
  ];
  const [src, dst] = hostNames(run.recorder.columns);
  const lines = [...process(1, src), ...process(2, dst), ...process(RUN_PID, 'run')];
  lines.push(of('thread_name', `"pid":${RUN_PID},"tid":1`, { name: 'phases' }));
  slices.threads.forEach((used, who) => {
    if (!used) return;
    const head = HEADS[who]!;
    lines.push(of('thread_name', head, { name: threadName(who, run.cast) }));
    lines.push(of('thread_sort_index', head, { sort_index: actorOf(who) * 8 + cpuOf(who) }));
  });
  return lines;
}

/** `vCPU 2`: its number where there may be several. */
function threadName(who: number, cast: Subject): string {
  const name = actorLabel(actorOf(who), cast);
  return cpuOf(who) > 0 || (actorOf(who) === VCPU && cast === 'qemu') ? `${name} ${cpuOf(who)}` : name;
}

/** The phases that the range has a part of. */
function phases(run: Recorded, from: number, to: number): string[] {
  const { columns } = run.recorder;
  const end = to === columns.length ? run.timeNs : timeOfStep(columns, to);
  return run.marks.flatMap(({ label, step, timeNs }, i) => {
    const next = run.marks[i + 1];
    if (step > to || (next && next.step <= from)) return [];
    const a = Math.max(timeNs, timeOfStep(columns, from));
    const b = Math.max(a, Math.min(end, (next?.timeNs ?? end + 1) - 1));
    return `{"ph":"X","name":${JSON.stringify(label)},"cat":"phase","pid":${RUN_PID},"tid":1,"ts":${us(a)},"dur":${us(b - a)}}`;
  });
}

/** Written by hand: half of what a trace takes, were it an object for each slice. */
function argsOf(columns: Columns, n: number): string {
  const e = eventAt(columns, n);
  const spec = KINDS[e.kind]!;
  const page = scopeOf(e.kind) === ABOUT.nothing ? '' : `,"page":"${hex(e.page)}"`;
  const call = spec.call ? `,"call":${JSON.stringify(spec.call(e))}` : '';
  return `{"step":${n + 1}${page}${call},"what":${JSON.stringify(sentenceOf(e))}}`;
}

/** The event on another thread from which `n` has its page: it was sent there, asked for there, or missed there. -1 when there
 *  is none. */
function senderOf(columns: Columns, n: number): number {
  const cause = columns.cause(n);
  const kind = columns.kind(n);
  if (cause === NO_CAUSE || kind === K.WAKE || scopeOf(kind) !== ABOUT.page) return -1;
  const goes =
    columns.who(cause) !== columns.who(n) &&
    scopeOf(columns.kind(cause)) === ABOUT.page &&
    columns.page(cause) === columns.page(n);
  return goes ? cause : -1;
}

/** The recorder's curves from a step on: samples that say something new. */
class Counters {
  private sample = 0;
  private readonly before = [-1, -1, -1];

  constructor(
    private readonly recorder: Recorder,
    private readonly from: number,
  ) {
    // What stood when the range began counts too.
    const { curve, curveLength } = recorder;
    while (this.sample + 1 < curveLength && curve[(this.sample + 1) * SAMPLE]! <= from) this.sample++;
  }

  /** Events of the samples up to `step`. */
  until(step: number): string {
    const { columns, curve, curveLength } = this.recorder;
    let lines = '';
    for (; this.sample < curveLength && curve[this.sample * SAMPLE]! <= step; this.sample++) {
      const at = this.sample * SAMPLE;
      const ts = us(timeOfStep(columns, Math.max(this.from, curve[at]!)));
      COUNTERS.forEach(({ name, pid, unit }, c) => {
        const value = curve[at + 1 + c]! * unit;
        if (this.before[c] === value) return;
        this.before[c] = value;
        lines += `,\n{"ph":"C","name":"${name}","pid":${pid},"tid":0,"ts":${ts},"args":{"value":${value}}}`;
      });
    }
    return lines;
  }
}

/** In the recorder's order. */
const COUNTERS = [
  { name: 'pages to send', pid: 1, unit: 1 },
  { name: 'AnonHugePages, KiB', pid: 2, unit: PMD_BYTES / KIB },
  { name: 'waiting in userfaults', pid: 2, unit: 1 },
] as const;
