/** Guards that a log which nothing real has made, and whose digests are right, is either refused or looked at without harm: its
 *  state keeps every law at every step, and no question about it ends the engine. */
import { expect, it } from 'vitest';
import { Random } from '../../base/random.ts';
import { MIB } from '../../base/units.ts';
import { checkSums } from '../../check/invariants.ts';
import { KINDS } from '../../event/event.ts';
import { Columns } from '../../log/columns.ts';
import { playScript } from '../../script/play.ts';
import { presetRun } from '../../testing/runs.ts';
import { visit } from '../../testing/visit.ts';
import { Replica } from '../../view/replica.ts';
import { connectInProcess } from '../../worker/inprocess.ts';
import { openTimeline } from './open.ts';
import { type AnyRun, encodeTimeline, type Timeline, timelineOf } from './timeline.ts';

/** How many damaged logs are tried: `npm test` has seconds. */
const TRIED = Number(process.env.FAULTLINE_DAMAGED ?? 32);

type Event = [kind: number, who: number, page: number, arg: number, cause: number, time: number];

const eventsOf = ({ recorder: { columns: c } }: AnyRun): Event[] =>
  Array.from({ length: c.length }, (_, n) => [
    c.kind(n),
    c.who(n),
    c.page(n),
    c.arg(n),
    c.cause(n),
    c.time(n),
  ]);

/** Changes one to three places of a log: a field of an event, an event that is left out, comes twice or elsewhere. */
function damage(events: readonly Event[], random: Random, pages: number): Event[] {
  const out = events.map((event): Event => [...event]);
  const anyNumber = () =>
    [random.below(pages), random.below(4), 512 * random.below(pages / 512), random.u32()][random.below(4)]!;
  for (let left = 1 + random.below(3); left > 0; left--) {
    const n = random.below(out.length);
    const event = out[n]!;
    const ways: (() => void)[] = [
      () => (event[0] = random.below(KINDS.length)),
      () => (event[1] = (event[1] & 0xcf) | (random.below(2) << 4)),
      () => (event[2] = anyNumber()),
      () => (event[3] = anyNumber()),
      () => (event[4] = random.below(n + 1)),
      () => void out.splice(n, 1),
      () => void out.splice(n, 0, [...event]),
      () => void out.splice(random.below(out.length), 0, ...out.splice(n, 1)),
    ];
    ways[random.below(ways.length)]!();
  }
  return out;
}

/** A file of the events, whose digests are theirs; null where they cannot even be written. */
function fileOf(
  run: AnyRun,
  events: readonly Event[],
  origin: Timeline['facts']['origin'],
): Uint8Array | null {
  const columns = new Columns();
  let now = 0;
  for (const [kind, who, page, arg, cause, time] of events) {
    now = Math.max(now, time);
    columns.push(kind, who, page, arg, cause, now);
  }
  columns.hosts = run.recorder.columns.hosts;
  const made = {
    ...run,
    recorder: { ...run.recorder, columns, state: run.recorder.state },
  } as unknown as AnyRun;
  try {
    return encodeTimeline(timelineOf({ ...made, digest: columns.digest() }, origin));
  } catch {
    return null;
  }
}

function opened(bytes: Uint8Array) {
  const opening = openTimeline(bytes);
  for (;;) {
    const step = opening.next();
    if (step.done) return step.value;
  }
}

const SCRIPT =
  'mmap A 2m\nmadvise A 0 2m HUGEPAGE\nwrite-range A 0 2m\nfork\nwrite A 5p\nmadvise A 0 64k DONTNEED\nreap\nkhugepaged-run';
const script = playScript(SCRIPT);
if (!script.ok) throw new Error(script.problem.message);
const small = { 'guest.bytes': 2 * MIB };
const RUNS: readonly (readonly [AnyRun, 'scenario' | 'script'])[] = [
  [presetRun('qemu-as-mailed', small), 'scenario'],
  [presetRun('qemu-no-nohugepage', small), 'scenario'],
  [presetRun('criu-thp-disable', small), 'scenario'],
  [presetRun('tracking-soft-dirty', small), 'scenario'],
  [script.value, 'script'],
];

it('a damaged log whose digests are right is refused, or keeps every law and ends no question', async () => {
  const { client } = connectInProcess();
  let accepted = 0;
  const failed: string[] = [];
  for (let n = 0; n < TRIED; n++) {
    const random = new Random(77, n);
    const [run, kind] = RUNS[n % RUNS.length]!;
    const text = kind === 'script' ? SCRIPT : '{}';
    const events = damage(eventsOf(run), random, run.recorder.state.pages);
    const bytes = fileOf(run, events, { kind, text, title: '', link: null, semantics: 3 });
    if (!bytes) continue;
    const file = opened(bytes);
    if (!file.ok) continue;
    accepted++;
    try {
      const { recorder } = file.value.run;
      checkSums(recorder.state);
      const replica = new Replica(
        recorder.columns,
        recorder.keyframes,
        recorder.state.pages,
        recorder.state.folios !== null,
      );
      for (let part = 0; part < 200; part++) {
        replica.seek(random.below(recorder.columns.length + 1));
        checkSums(replica.state);
      }
      const info = await client.ask('run', {
        input: { timeline: new Blob([new Uint8Array(bytes)]), name: 'x' },
      });
      const why = info.ok ? await visit(client, info.value, random) : info.problem.message;
      if (why) failed.push(`${n}: ${why}`);
    } catch (error) {
      failed.push(`${n}: ${error instanceof Error ? error.message : error}`);
    }
  }
  expect(failed.slice(0, 10)).toEqual([]);
  expect(accepted).toBeGreaterThan(TRIED / 100);
});
