/** Reads log files of others: streamed, in slices, unpacked on the way, and never held whole. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import { type Fit, fitOf } from '../diagnose/fit.ts';
import { adviceFor, fileReport } from '../diagnose/report.ts';
import { Archive } from '../read/archive.ts';
import { join } from '../read/join.ts';
import { Lines } from '../read/lines.ts';
import { LogReader, type Reading } from '../read/read.ts';
import { parseRecording } from '../trace/recording.ts';
import type { LogFile, LogsRead } from './protocol.ts';
import { type GoesOn, SLICE_MS } from './slices.ts';

/** Bytes between two looks at the clock. */
const STEP = 1 << 16;
/** Bytes that files may have together, packed; what comes of them takes no memory but for the tables, which are bounded. */
const MOST_BYTES = 2 ** 33;
/** Lines that are given at once. */
const MOST_LINES = 200;

/** One log: a file, or a member of an archive. */
interface Log {
  readonly file: Blob;
  readonly member: number;
}

/** The files that were read last: where their lines are found again. */
export class LogStore {
  private number = 0;
  private logs: readonly Log[] = [];
  private fit: Fit | null = null;

  keep(logs: readonly Log[], fit: Fit | null): number {
    this.logs = logs;
    this.fit = fit;
    return ++this.number;
  }

  fitOf(logs: number): Fit | null {
    return logs === this.number ? this.fit : null;
  }

  get(logs: number, log: number): Log | undefined {
    return logs === this.number ? this.logs[log] : undefined;
  }
}

export async function readLogs(
  files: readonly LogFile[],
  store: LogStore,
  now: () => number,
  goesOn: GoesOn,
): Promise<Result<LogsRead>> {
  const all = files.reduce((sum, { file }) => sum + file.size, 0);
  if (all > MOST_BYTES)
    return bad('too-large', 'logs', worded`expected log files of at most 8 GiB together, got ${all} bytes`);
  const readings: Reading[] = [];
  const logs: Log[] = [];
  let before = 0;
  for (const { file, name } of files) {
    const archive = new Archive((member) => new LogReader(member === '' ? name : worded`${name}: ${member}`));
    const done = await eachPart(file, now, async (bytes, read) => {
      archive.push(bytes);
      return read === null || (await goesOn((before + read) / Math.max(1, all)));
    });
    if (done === 'cancelled') return bad('cancelled', 'logs', worded`reading the logs was cancelled`);
    if (done === 'damaged')
      return bad('syntax', name, worded`${name}: expected a whole gzip file; this one is cut off or damaged`);
    before += file.size;
    for (const [member, reader] of archive.end().entries()) {
      readings.push(reader.end());
      logs.push({ file, member });
    }
  }
  const fit = fitOf(readings);
  return ok({
    logs: store.keep(logs, fit),
    fit,
    timeline: timelineOf(readings, files[0]?.name ?? ''),
    files: readings.map((reading) => ({ ...fileReport(reading), advice: adviceFor(reading) })),
    diagnosis: diagnose(readings),
  });
}

/** What the logs give together as a recording, if it can be played. */
function timelineOf(readings: readonly Reading[], name: string): LogsRead['timeline'] {
  const { recording, clocks, memory, lost } = join(readings, name);
  const how = clocks.map((clock) => clock.how);
  if (!recording) return { text: null, how, memory, lost };
  const text = JSON.stringify(recording);
  const parsed = parseRecording(text, name);
  return parsed.ok
    ? { text, how, memory, lost }
    : { text: null, how, memory, lost: [...lost, parsed.problem.message] };
}

/** Lines `from`, `from` + 1, … of a file that was read; fewer at its end. */
export async function linesOf(
  { file, member }: Log,
  from: number,
  count: number,
  now: () => number,
  goesOn: GoesOn,
): Promise<string[]> {
  const lines: string[] = [];
  const last = from + Math.min(count, MOST_LINES) - 1;
  const archive = new Archive(
    () =>
      new Lines((text, line) => {
        if (archive.members.length - 1 === member && line >= from && line <= last) lines.push(text);
      }),
  );
  await eachPart(file, now, async (bytes, read) => {
    archive.push(bytes);
    const wanted = archive.members[member];
    return (wanted?.count ?? 0) <= last && (read === null || (await goesOn(read / file.size)));
  });
  const wanted = archive.end()[member];
  if (wanted && wanted.count <= last) wanted.end();
  return lines;
}

/** Gives the bytes of a file part by part, unpacked; with how many of the file were read when it is time to let others in. `go` says
 *  whether to go on. */
async function eachPart(
  file: Blob,
  now: () => number,
  go: (bytes: Uint8Array, read: number | null) => Promise<boolean>,
): Promise<'done' | 'cancelled' | 'damaged'> {
  let read = 0;
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(part, to) {
      read += part.length;
      to.enqueue(part);
    },
  });
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const packed = head[0] === 0x1f && head[1] === 0x8b;
  const bytes = file.stream().pipeThrough(counted);
  const reader = (packed ? bytes.pipeThrough(new DecompressionStream('gzip')) : bytes).getReader();
  let began = now();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      for (let at = 0; at < part.value.length; at += STEP) {
        const due = now() - began >= SLICE_MS;
        if (!(await go(part.value.subarray(at, at + STEP), due ? read : null))) {
          await reader.cancel();
          return 'cancelled';
        }
        if (due) began = now();
      }
    }
  } catch {
    return 'damaged';
  }
  return 'done';
}
