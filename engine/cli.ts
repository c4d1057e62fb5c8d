/** The engine without a browser: scripts, presets and recordings, JSON on standard output.
 *  Exit 0 when it ran, 2 when the input makes no sense, 3 when there is no such preset or file, or the engine does not model
 *  what a script asks for. */
import { createReadStream, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import { summaryOf } from './check/summary.ts';
import { presetsTable } from './check/table.ts';
import type { Fit } from './diagnose/fit.ts';
import { rehearse } from './diagnose/rehearse.ts';
import { adviceFor, joinReport, reportOf } from './diagnose/report.ts';
import { scriptOf } from './export/script.ts';
import type { Era } from './mm/era.ts';
import { Archive } from './read/archive.ts';
import { type Joined, join } from './read/join.ts';
import { LogReader, type Reading } from './read/read.ts';
import { findPreset, knobValue, PRESETS, type Preset, withOverrides } from './scenario/presets.ts';
import { parseScript } from './script/parse.ts';
import { runScript } from './script/run.ts';
import { simulate } from './sim/run.ts';
import { playRecording } from './trace/play.ts';
import { parseRecording } from './trace/recording.ts';
import { simulateRecording } from './trace/simulate.ts';

const USAGE = `usage:
  npm run -s mm -- FILE.mm [--era 2017]                          run a script, print one JSON object a line
  npm run -s mm -- --presets                                     ids of the presets, one a line
  npm run -s mm -- --table                                       what becomes of each, and the hazards, as Markdown
  npm run -s mm -- --preset ID [--set knob=value]... --summary   run a preset, print one JSON object
  npm run -s mm -- --preset ID [--set knob=value]... --script    what it did to its destination, as a script
  npm run -s mm -- --trace FILE... [--simulate]                  play a recording of a real migration, or the logs of one together
                                                                 (strace, ftrace, QEMU traces, samples), against the engine, or
                                                                 simulate one like it and print what differs
  npm run -s mm -- --read FILE...                                what logs say: strace, ftrace, QMP, smaps, CRIU and others, gzip
                                                                 or not, as one JSON object
`;

const OPTIONS = {
  presets: { type: 'boolean' },
  table: { type: 'boolean' },
  preset: { type: 'string' },
  set: { type: 'string', multiple: true },
  summary: { type: 'boolean' },
  script: { type: 'boolean' },
  trace: { type: 'string' },
  simulate: { type: 'boolean' },
  read: { type: 'boolean' },
  era: { type: 'string' },
} as const;

function fail(message: string, code: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

/** `guest.bytes=1073741824` → a knob and its value. */
function parseSet(preset: Preset, text: string): [string, unknown] {
  const eq = text.indexOf('=');
  if (eq < 1) fail(`--set ${text}: expected knob=value, such as guest.bytes=1073741824`, 2);
  const knob = text.slice(0, eq);
  return [knob, knobValue(preset, knob, text.slice(eq + 1))];
}

function runPreset(id: string, sets: readonly string[], asScript: boolean): void {
  const preset = findPreset(id);
  if (!preset.ok) fail(preset.problem.message, 3);
  const scenario = withOverrides(
    preset.value,
    Object.fromEntries(sets.map((set) => parseSet(preset.value, set))),
  );
  if (!scenario.ok) fail(scenario.problem.message, 2);
  const run = simulate(scenario.value);
  if (!asScript) {
    process.stdout.write(`${JSON.stringify(summaryOf(id, run))}\n`);
    return;
  }
  const script = scriptOf(run, scenario.value, { title: preset.value.title, link: null });
  if (!script.ok) fail(script.problem.message, 2);
  process.stdout.write(script.value);
}

async function playFiles(files: readonly string[]): Promise<void> {
  const { text, name, joined } = await recordingOf(files);
  const played = playRecording(text, name);
  if (!played.ok) fail(`${files.join(', ')}: ${played.problem.message}`, 2);
  const { recording, digest } = played.value;
  if (!recording) fail(`${files.join(', ')}: no measured samples`, 2);
  const { samples, worstAnonHugeKiB, worstRssKiB, flagsDiffer } = recording;
  const facts = { samples: samples.length, worstAnonHugeKiB, worstRssKiB, flagsDiffer, digest };
  process.stdout.write(`${JSON.stringify(joined ? { ...facts, ...joinReport(joined) } : facts)}\n`);
}

/** A simulation of the recorded migration beside it. */
async function simulateFiles(files: readonly string[]): Promise<void> {
  const { text, name } = await recordingOf(files);
  const recording = parseRecording(text, name);
  if (!recording.ok) fail(`${files.join(', ')}: ${recording.problem.message}`, 2);
  const made = simulateRecording(recording.value);
  if (!made.ok) fail(`${files.join(', ')}: ${made.problem.message}`, 3);
  process.stdout.write(`${JSON.stringify({ digest: made.value.run.digest, ...made.value.versus })}\n`);
}

/** The text of a recording: one file that is one, or what logs give together. */
async function recordingOf(
  files: readonly string[],
): Promise<{ text: string; name: string; joined: Joined | null }> {
  const [first = ''] = files;
  const name = basename(first);
  const text = files.length === 1 ? readOrFail(first) : '';
  if (isObject(text)) return { text, name, joined: null };
  const readings: Reading[] = [];
  for (const file of files) readings.push(...(await readLog(file)));
  // Whatever it is, a file that holds no log is refused as a recording.
  if (files.length === 1 && readings[0]!.formats.length === 0) return { text, name, joined: null };
  const joined = join(readings, name);
  if (!joined.recording) fail(`${files.join(', ')}: ${joined.lost.join(' ')}`, 2);
  return { text: JSON.stringify(joined.recording), name, joined };
}

function isObject(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What logs say, together. */
async function readLogs(files: readonly string[]): Promise<void> {
  if (files.length === 0) fail(`--read: expected the names of files\n${USAGE}`, 2);
  const readings: Reading[] = [];
  for (const file of files) readings.push(...(await readLog(file)));
  const { fit, ...report } = reportOf(readings);
  const joined = joinReport(join(readings, basename(files[0]!)));
  process.stdout.write(`${JSON.stringify({ ...report, fit: fit && simulated(fit), joined })}\n`);
  const unplaced = readings.map(adviceFor).filter((advice) => advice !== null);
  if (unplaced.length > 0) fail(unplaced.join('\n'), 2);
}

/** A fit with what the engine makes of its scenario, instead of its curve. */
function simulated({ curve, ...fit }: Fit) {
  const { totalMs, downtimeMs } = rehearse({ ...fit, curve });
  const measured = fit.figures.find(({ name }) => name === 'totalMs')?.measured;
  const totalError = measured && totalMs !== null ? Number((totalMs / measured - 1).toFixed(4)) : null;
  return { ...fit, points: curve.length, simulated: { totalMs, downtimeMs, totalError } };
}

async function readLog(file: string): Promise<Reading[]> {
  const name = basename(file);
  const archive = new Archive((member) => new LogReader(member === '' ? name : `${name}: ${member}`));
  try {
    const [head] = await createReadStream(file, { end: 1 }).toArray();
    const packed = head instanceof Buffer && head[0] === 0x1f && head[1] === 0x8b;
    const bytes = createReadStream(file);
    for await (const part of packed ? bytes.pipe(createGunzip()) : bytes) archive.push(part as Buffer);
  } catch (e) {
    fail(`${file}: ${e instanceof Error ? e.message : String(e)}`, 3);
  }
  return archive.end().map((reader) => reader.end());
}

function readOrFail(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (e) {
    fail(`${file}: ${e instanceof Error ? e.message : String(e)}`, 3);
  }
}

function runFile(file: string, asked: Era | undefined): void {
  const text = readOrFail(file);
  const parsed = parseScript(text);
  if (!parsed.ok) fail(parsed.errors.map((e) => `${file}:${e.line}:${e.column}: ${e.message}`).join('\n'), 2);
  const script = parsed.value;
  const era = asked ?? script.era;
  const print = (o: unknown) => process.stdout.write(`${JSON.stringify(o)}\n`);
  print({ rec: 'meta', script: basename(file), q: script.question, kernel: `engine, era ${era}` });
  const { notes, done } = runScript(script, print, era);
  for (const n of notes) process.stderr.write(`${file}:${n.line}:${n.column}: ${n.message}\n`);
  if (notes.length) process.exit(3);
  print({ rec: 'end', ops: done.length });
}

function optionsOf(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (e) {
    fail(`${e instanceof Error ? e.message : String(e)}\n${USAGE}`, 2);
  }
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = optionsOf(args);
  const { preset, trace, era, set = [], script = false } = values;
  const file = positionals.at(-1);
  if (era !== undefined && era !== '2017' && era !== 'modern')
    fail(`--era ${era}: expected 2017 or modern`, 2);
  if (values.read) return readLogs(positionals);
  if (values.presets) process.stdout.write(`${PRESETS.map((p) => p.id).join('\n')}\n`);
  else if (values.table) process.stdout.write(presetsTable());
  else if (trace !== undefined) await (values.simulate ? simulateFiles : playFiles)([trace, ...positionals]);
  else if (file !== undefined) runFile(file, era);
  else if (preset !== undefined) runPreset(preset, set, script);
  else fail(USAGE, 2);
}

await main(process.argv.slice(2));
