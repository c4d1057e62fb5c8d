/** Guards that traces have what Perfetto and speedscope ask of each kind of event, and that slices of a thread nest. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { MIB } from '../base/units.ts';
import { VCPU } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import type { Recorded } from '../log/recorded.ts';
import { Recorder } from '../log/recorder.ts';
import { parseScript } from '../script/parse.ts';
import { runScript } from '../script/run.ts';
import { presetRun, textOf } from '../testing/runs.ts';
import { Replica } from '../view/replica.ts';
import { chromeTraceOf, MOST_TRACED } from './chrome.ts';
import type { StepRange } from './range.ts';

const ns = (us: number) => Math.round(us * 1000);
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
/** µs, in whole ns. */
const micros = v.pipe(
  v.number(),
  v.minValue(0),
  v.check((us) => ns(us) / 1000 === us, 'not in whole ns'),
);
const common = {
  name: v.pipe(v.string(), v.minLength(1)),
  pid: v.picklist([1, 2, 3]),
  tid: whole,
  ts: micros,
};
const cat = v.pipe(v.string(), v.minLength(1));
const args = v.strictObject({
  step: whole,
  page: v.optional(v.pipe(v.string(), v.regex(/^0x[0-9a-f]+$/))),
  call: v.optional(v.string()),
  what: v.string(),
});

/** The Trace Event Format, as much of it as is written here: what each kind of event must have, and nothing else. */
const traceSchema = v.strictObject({
  displayTimeUnit: v.literal('ns'),
  otherData: v.strictObject({
    generator: v.literal('Faultline'),
    title: v.string(),
    link: v.pipe(v.string(), v.url()),
    digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
    from: whole,
    to: whole,
  }),
  traceEvents: v.array(
    v.variant('ph', [
      v.strictObject({ ph: v.literal('X'), ...common, cat, dur: micros, args: v.optional(args) }),
      v.strictObject({ ph: v.literal('s'), ...common, cat, id: whole }),
      v.strictObject({ ph: v.literal('f'), ...common, cat, id: whole, bp: v.literal('e') }),
      v.strictObject({ ph: v.literal('C'), ...common, args: v.strictObject({ value: whole }) }),
      v.strictObject({
        ph: v.literal('M'),
        ...common,
        args: v.union([v.strictObject({ name: v.string() }), v.strictObject({ sort_index: whole })]),
      }),
    ]),
  ),
});

interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly id?: number;
  readonly args?: Record<string, unknown>;
}

const ABOUT = { title: 'A run', link: 'https://faultline.example/#v=1&s=2' };
const all: StepRange = { from: 0, to: Infinity };

function traceOf(run: Recorded, range = all, details = true): TraceEvent[] {
  const made = chromeTraceOf(run, range, ABOUT, { details });
  if (!made.ok) throw new Error(made.problem.message);
  return v.parse(traceSchema, JSON.parse(textOf(made.value))).traceEvents as TraceEvent[];
}

type Slice = TraceEvent & { readonly from: number; readonly to: number };

/** Slices by thread, each thread's in the order of the file. */
function threadsOf(trace: readonly TraceEvent[]): Map<string, Slice[]> {
  const threads = new Map<string, Slice[]>();
  for (const e of trace) {
    if (e.ph !== 'X') continue;
    const key = `${e.pid}:${e.tid}`;
    const list = threads.get(key) ?? [];
    list.push({ ...e, from: ns(e.ts), to: ns(e.ts) + ns(e.dur ?? 0) });
    threads.set(key, list);
  }
  return threads;
}

/** The first two slices of a thread that neither follow one another nor lie in one another. */
function overlap(slices: readonly Slice[]): unknown {
  const open: Slice[] = [];
  let before = 0;
  for (const s of slices) {
    if (s.from < before) return { fallsBack: s };
    before = s.from;
    // What takes no time ends where the next begins.
    const isOver = ({ from, to }: Slice) => to < s.from || (to === s.from && from === to);
    while (open.length > 0 && isOver(open.at(-1)!)) open.pop();
    const around = open.at(-1);
    if (around && s.to > around.to) return { around, s };
    open.push(s);
  }
  return null;
}

function check(trace: readonly TraceEvent[]): void {
  const threads = threadsOf(trace);
  for (const [thread, slices] of threads)
    expect({ thread, wrong: overlap(slices) }).toEqual({ thread, wrong: null });
  const named = new Set(
    trace.filter((e) => e.ph === 'M' && e.name === 'thread_name').map((e) => `${e.pid}:${e.tid}`),
  );
  expect([...threads.keys()].filter((key) => !named.has(key))).toEqual([]);
  checkArrows(trace, threads);
}

/** Every arrow has two ends, each on a slice of its thread, and does not go back in time. */
function checkArrows(trace: readonly TraceEvent[], threads: ReadonlyMap<string, readonly Slice[]>): void {
  const starts = new Map(trace.filter((e) => e.ph === 's').map((e) => [e.id, e]));
  const ends = trace.filter((e) => e.ph === 'f');
  expect(ends.length).toBe(starts.size);
  const places = new Set([...threads].flatMap(([key, slices]) => slices.map((s) => `${key} ${s.from}`)));
  const arrows = ends.map((end) => ({ start: starts.get(end.id), end }));
  expect(arrows.filter(({ start, end }) => !start || start.ts > end.ts)).toEqual([]);
  const isPlaced = (e: TraceEvent) => places.has(`${e.pid}:${e.tid} ${ns(e.ts)}`);
  expect(arrows.filter(({ start, end }) => !isPlaced(start!) || !isPlaced(end))).toEqual([]);
}

describe.each(['qemu-as-mailed', 'qemu-as-coded', 'qemu-no-nohugepage'])('%s', (id) => {
  const run = presetRun(id, { 'guest.bytes': 8 * MIB });

  it('every event has what its phase needs, slices nest, arrows have two ends', () => check(traceOf(run)));

  it('so does any part of it', () => {
    const { length } = run.recorder.columns;
    for (let part = 0; part < 12; part++) {
      const from = Math.floor((length * part) / 13);
      check(traceOf(run, { from, to: from + Math.floor(length / (1 + (part % 4))) }));
    }
    check(traceOf(run, { from: length, to: length }));
  });
});

describe('of a migration', () => {
  const run = presetRun('qemu-as-mailed', { 'guest.bytes': 8 * MIB });
  const { columns } = run.recorder;
  const trace = traceOf(run);
  const slices = [...threadsOf(trace).values()].flat();
  const named = (name: string) => slices.filter((s) => s.name === name);

  it('each event is a slice, at its time or as little later as what its thread did before it takes', () => {
    const ofLog = slices.filter((s) => s.pid < 3);
    expect(ofLog.length).toBe(columns.length);
    for (const s of ofLog) {
      const n = (s.args?.step as number) - 1;
      expect(s.from).toBeGreaterThanOrEqual(columns.time(n));
      expect(s.from - columns.time(n)).toBeLessThan(1e6);
    }
  });

  it('what a call did lies inside it: a split and a zap in the DONTNEED that caused them', () => {
    const call = named('madvise.dontneed').find((s) => s.from > ns(named('guest.stop')[0]!.ts!));
    if (!call) throw new Error('no call');
    const inside = slices.filter(
      (s) => s.tid === call.tid && s.pid === 2 && s.from > call.from && s.to <= call.to,
    );
    expect(inside.map((s) => s.name)).toEqual(['pmd.split', 'folio.deferred', 'pte.zap', 'tlb.flush']);
    expect(call.args?.call).toMatch(/^madvise\(guest\+0x.*MADV_DONTNEED\) = 0$/);
  });

  it('a call that waits for nothing ends where its thread goes on', () => {
    const calls = named('madvise.dontneed').slice(20, 60);
    const gaps = calls.slice(1).map((s, i) => s.from - calls[i]!.to);
    // 1 ns, so that viewers that ask which came first need not guess.
    expect(gaps.filter((gap) => gap === 1).length).toBeGreaterThan(20);
    expect(Math.min(...gaps)).toBe(1);
  });

  it('a discard message holds its calls, a pass of khugepaged its regions', () => {
    const holds = (outer: string, inner: string) =>
      named(inner).filter((i) =>
        named(outer).some((o) => o.tid === i.tid && o.pid === i.pid && o.from <= i.from && i.to <= o.to),
      ).length;
    expect(holds('discard.receive', 'madvise.dontneed')).toBe(named('madvise.dontneed').length - 1);
    expect(holds('khugepaged.wake', 'khugepaged.collapse')).toBe(run.counters['khugepaged.collapse']);
    expect(holds('dirtylog.sync', 'dirtylog.harvest')).toBe(named('dirtylog.harvest').length);
  });

  it('a vCPU that meets a userfault sleeps until it runs again', () => {
    const faults = named('uffd.fault');
    expect(faults.length).toBeGreaterThan(0);
    const wakes = named('uffd.wake');
    for (const fault of faults) {
      const wake = wakes.find((w) => w.from > fault.from && w.args?.page === fault.args?.page);
      expect(fault.to).toBeGreaterThan(wake!.from!);
    }
  });

  it('every page that arrives has an arrow from where it was sent', () => {
    const arrivals = named('ram.load').length + named('uffd.copy').length;
    const faults = named('uffd.read').length + named('postcopy.queue').length;
    expect(trace.filter((e) => e.ph === 'f').length).toBe(arrivals + faults);
  });

  it('threads have the names of their lanes, vCPUs their numbers', () => {
    const names = trace.filter((e) => e.name === 'thread_name').map((e) => e.args?.name);
    expect(names).toEqual(
      expect.arrayContaining(['phases', 'src migration', 'dst load', 'khugepaged', 'vCPU 3']),
    );
    expect(trace.filter((e) => e.name === 'process_name').map((e) => e.args?.name)).toEqual([
      'source',
      'destination',
      'run',
    ]);
  });

  it('counters end where the run ends', () => {
    const last = (name: string) => trace.findLast((e) => e.ph === 'C' && e.name === name)?.args?.value;
    expect(last('pages to send')).toBe(0);
    expect(last('AnonHugePages, KiB')).toBe(8192);
    expect(last('waiting in userfaults')).toBe(0);
  });

  it('counters of a part begin with what stood then', () => {
    const from = columns.length - 3;
    const part = traceOf(run, { from, to: columns.length });
    const first = part.find((e) => e.ph === 'C' && e.name === 'AnonHugePages, KiB');
    const { keyframes, state } = run.recorder;
    const then = new Replica(columns, keyframes, state.pages).seek(from);
    expect(first?.args?.value).toBe(then.dst.huge * 2048);
    expect(then.dst.huge).toBeGreaterThan(0);
    expect(ns(first!.ts!)).toBe(columns.time(from - 1));
  });

  it('says of which run it is, and where that opens again', () => {
    const made = chromeTraceOf(run, all, ABOUT);
    const { otherData } = JSON.parse(made.ok ? textOf(made.value) : '');
    expect(otherData).toEqual({
      generator: 'Faultline',
      ...ABOUT,
      digest: run.digest,
      from: 0,
      to: columns.length,
    });
  });

  it('without details slices say nothing but their name', () => {
    const bare = traceOf(run, all, false);
    expect(bare.every((e) => e.ph !== 'X' || e.args === undefined)).toBe(true);
    expect(bare.length).toBe(trace.length);
  });
});

it('operations of a script hold what they did', () => {
  const parsed = parseScript('mmap A 2m\nmadvise A 0 2m HUGEPAGE\nwrite A 0\nmadvise A 3p 1p DONTNEED\n');
  if (!parsed.ok) throw new Error('script');
  const trace = traceOf(runScript(parsed.value));
  check(trace);
  const slices = [...threadsOf(trace).values()].flat();
  const op = slices.findLast((s) => s.name === 'script.op')!;
  const inside = slices.filter(
    (s) => s.pid === op.pid && s.tid === op.tid && s.from > op.from && s.to <= op.to,
  );
  expect(inside.map((s) => s.name)).toContain('pmd.split');
  expect(trace.filter((e) => e.name === 'process_name').map((e) => e.args?.name)).toContain('process');
});

it('a slice that is caused late, by one that has ended, stands alone', () => {
  const recorder = new Recorder(512);
  const at = (time: number, cause: number) => {
    recorder.now = time;
    return recorder.emit(K.READ, VCPU, 0, 0, cause);
  };
  const first = at(1000, NO_CAUSE);
  const second = at(2000, NO_CAUSE);
  at(3000, first);
  at(4000, second);
  recorder.finish();
  const trace = traceOf({ ...presetRun('qemu-as-mailed', { 'guest.bytes': 2 * MIB }), recorder, marks: [] });
  check(trace);
  const [a, b, , late] = [...threadsOf(trace).values()].flat() as [Slice, Slice, Slice, Slice];
  expect([a.to, b.to]).toEqual([3199, 3199]);
  expect([late.from, late.to]).toEqual([4000, 4199]);
});

it('a range that no viewer opens is refused', () => {
  const run = presetRun('qemu-as-mailed', { 'guest.bytes': 2 * MIB });
  Object.defineProperty(run.recorder.columns, 'length', { value: MOST_TRACED + 1 });
  const made = chromeTraceOf(run, all, ABOUT);
  expect(made.ok ? '' : made.problem.message).toMatch(/at most 4,194,304 events.*got 4,194,305/);
});
