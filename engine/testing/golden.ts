/** Digests of everything that a reader may have kept: logs, files, tables, pictures. They were taken once and hold for ever;
 *  golden.json has the values. Words may change: here everything is said in a language of its own, of names and numbers. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { speak } from '../base/language.ts';
import { whole } from '../base/work.ts';
import { summaryOf } from '../check/summary.ts';
import { ACTORS, PHASES } from '../event/actor.ts';
import { type EventView, KINDS } from '../event/event.ts';
import { chromeTraceOf } from '../export/chrome.ts';
import { csvOf } from '../export/csv.ts';
import { type AnyRun, encodeTimeline, type Origin, timelineOf } from '../export/file/timeline.ts';
import { jsonOf } from '../export/json.ts';
import type { Piece } from '../export/piece.ts';
import { scriptOf } from '../export/script.ts';
import { checkpoints } from '../log/checkpoints.ts';
import { PRESETS } from '../scenario/presets.ts';
import { parseScript } from '../script/parse.ts';
import { runScript } from '../script/run.ts';
import { simulate } from '../sim/run.ts';
import { playRecording } from '../trace/play.ts';
import { parseRecording } from '../trace/recording.ts';
import { simulateRecording } from '../trace/simulate.ts';
import { Viewer } from '../view/frame.ts';
import { CELL_CLASSES, classId, LENSES } from '../view/lens.ts';
import { makeFixture } from './recording.ts';

/** First 16 hex digits of SHA-256. */
const sha = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex').slice(0, 16);
/** Of calls: whose memory an address is in is a word, too. */
const OWNERS = /\b(guest|process)\+0x/g;
const shaOf = (pieces: Iterable<Piece>): string => {
  const hash = createHash('sha256');
  for (const { data } of pieces)
    hash.update(typeof data === 'string' ? data.replace(OWNERS, 'guest+0x') : data);
  return hash.digest('hex').slice(0, 16);
};

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const ABOUT = { title: 'Golden', link: 'https://faultline.example/#v=1&s=3' };
const WHOLE = { from: 0, to: Infinity };

const originOf = (kind: Origin['kind'], text: string): Origin => ({ kind, text, ...ABOUT, semantics: 3 });

const named = <T>(names: readonly string[], word: (name: string) => T) =>
  Object.fromEntries(names.map((name) => [name, word(name)]));
const NAMES = {
  kinds: named(
    KINDS.map(({ key }) => key),
    (key) =>
      ({ page, arg, host, actor, cpu }: EventView) =>
        [key, page, arg, host, actor, cpu].join(' '),
  ),
  phases: named(PHASES, (name) => name),
  actors: { all: ACTORS.map((name) => ({ name })), of: {} },
};

/** Says everything that `make` makes by names and numbers. */
export function byNames<T>(make: () => T): T {
  speak('en', NAMES);
  try {
    return make();
  } finally {
    speak('en', {});
  }
}

/** The log, its events by name, and the file. */
const basics = (run: AnyRun, origin: Origin) => ({
  digest: run.digest,
  steps: run.recorder.columns.length,
  checkpoints: sha(whole(checkpoints(run.recorder.columns, run.recorder.columns.length))),
  csv: shaOf(csvOf(run.recorder.columns, WHOLE, ABOUT)),
  file: sha(encodeTimeline(timelineOf(run, origin))),
});

/** Every other form in which a run leaves. */
function exportsOf(run: AnyRun) {
  const trace = chromeTraceOf(run, WHOLE, ABOUT);
  if (!trace.ok) throw new Error(trace.problem.message);
  return {
    json: shaOf(jsonOf(run, WHOLE, ABOUT)),
    trace: shaOf(trace.value),
  };
}

/** Classes that were part of others when the values were taken. */
const NEWER = CELL_CLASSES.flatMap((c, i) =>
  c.partOf === undefined ? [] : [[i, classId(c.partOf)] as const],
);

/** Cells and counts as they were then. */
function asThen(cells: Uint8Array, counts: Uint32Array): [Uint8Array, string] {
  const then = counts.slice(0, counts.length - NEWER.length);
  for (const [c, of] of NEWER) then[of] = then[of]! + counts[c]!;
  return [cells.map((c) => NEWER.find(([newer]) => newer === c)?.[1] ?? c), then.join()];
}

/** Classes of all cells, by lens, at a few steps; back and forth, as a reader goes. */
function picturesOf(run: AnyRun): string {
  const viewer = new Viewer(run.recorder);
  const hash = createHash('sha256');
  const { length } = run.recorder.columns;
  const tiles = { first: 0, count: run.recorder.state.regions };
  for (const lens of LENSES)
    for (const part of [0.2, 0.75, 0.5, 1]) {
      const step = Math.floor(length * part);
      for (const sub of [512, 16] as const) {
        const view = { ...tiles, sub };
        const frame = viewer.frame({ step, lens, src: view, dst: view, inspect: null });
        for (const host of [0, 1] as const) {
          const [cells, counts] = asThen(frame.cells[host], frame.counts[host]);
          hash.update(cells).update(counts);
        }
      }
    }
  return hash.digest('hex').slice(0, 16);
}

/** Runs whose every form is pinned: one of each system, and both eras. */
const WIDELY = ['qemu-as-coded', 'qemu-no-nohugepage', 'criu-2017', 'criu-nohugepage', 'tracking-ring'];

export function goldenPreset(id: string) {
  const preset = PRESETS.find((p) => p.id === id)!;
  const run = simulate(preset.scenario);
  const script = scriptOf(run, preset.scenario, ABOUT);
  return {
    ...basics(run, originOf('scenario', JSON.stringify(preset.scenario))),
    summary: sha(JSON.stringify(summaryOf(id, run))),
    script: sha(script.ok ? script.value : script.problem.message),
    ...(WIDELY.includes(id) ? { ...exportsOf(run), pictures: picturesOf(run) } : {}),
  };
}

/** Scripts of the page, and one of ten of those that a kernel answered. */
export const GOLDEN_SCRIPTS = [
  ...readdirSync(new URL('../../public/scripts', import.meta.url))
    .filter((f) => f.endsWith('.mm'))
    .sort()
    .map((f) => `public/scripts/${f}`),
  ...readdirSync(new URL('../conformance/scripts', import.meta.url))
    .filter((f) => f.endsWith('.mm'))
    .sort()
    .filter((_, i) => i % 10 === 3)
    .map((f) => `engine/conformance/scripts/${f}`),
];

export function goldenScript(path: string) {
  const parsed = parseScript(read(path));
  if (!parsed.ok) throw new Error(parsed.errors[0]?.message);
  const of = (era: '2017' | 'modern') => {
    const lines: string[] = [];
    const run = runScript(parsed.value, (line) => lines.push(JSON.stringify(line)), era);
    return {
      ...basics(run, originOf('script', read(path))),
      lines: sha(lines.join('\n')),
      ...exportsOf(run),
    };
  };
  return { modern: of('modern'), 2017: of('2017') };
}

export const GOLDEN_RECORDINGS = ['fixture', 'q1-hot', 'q1-rand'];

export function goldenRecording(name: string) {
  const text = name === 'fixture' ? JSON.stringify(makeFixture()) : read(`public/traces/${name}.json`);
  const run = playRecording(text, `${name}.json`);
  if (!run.ok) throw new Error(run.problem.message);
  const recording = parseRecording(text, `${name}.json`);
  const simulated = recording.ok ? simulateRecording(recording.value) : recording;
  return {
    ...basics(run.value, originOf('recording', name)),
    ...exportsOf(run.value),
    pictures: picturesOf(run.value),
    simulated: simulated.ok
      ? { digest: simulated.value.run.digest, versus: sha(JSON.stringify(simulated.value.versus)) }
      : simulated.problem.message,
  };
}

export const GOLDEN_PRESETS = PRESETS.map((p) => p.id);
