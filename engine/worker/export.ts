/** A run as a file: texts and tables are made piece by piece and gathered in a blob, whose bytes the browser keeps outside of
 *  the heap. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import type { About } from '../export/about.ts';
import { chromeTraceOf } from '../export/chrome.ts';
import { csvOf } from '../export/csv.ts';
import type { AnyRun } from '../export/file/timeline.ts';
import { type Origin, timelineOf, timelinePieces } from '../export/file/timeline.ts';
import { jsonOf } from '../export/json.ts';
import { narrationOf } from '../export/narration.ts';
import type { Piece } from '../export/piece.ts';
import { scriptOf } from '../export/script.ts';
import { parseScenario, type Scenario } from '../scenario/schema.ts';
import type { ExportAsk } from './protocol.ts';
import type { StoredRun } from './runs.ts';

/** Characters or bytes per part of the blob. */
const PART = 1 << 22;

const MEDIA = {
  csv: 'text/csv;charset=utf-8',
  json: 'application/json',
  trace: 'application/json',
  timeline: 'application/gzip',
  narration: 'text/plain;charset=utf-8',
  script: 'text/plain;charset=utf-8',
  recording: 'application/json',
} as const;

/** Makes the file. `goesOn` reports the part done, 0…1, lets other messages in, and returns whether to go on. */
export async function exportRun(
  stored: StoredRun,
  ask: ExportAsk,
  goesOn: (done: number) => Promise<boolean>,
): Promise<Result<{ blob: Blob }>> {
  const pieces = piecesOf(stored, ask);
  if (!pieces.ok) return pieces;
  const blob = await gather(pieces.value, MEDIA[ask.format], goesOn);
  if (!blob) return bad('cancelled', 'export', worded`the export was cancelled`);
  return ok({ blob: ask.format === 'timeline' ? await gzipped(blob) : blob });
}

function piecesOf(
  stored: StoredRun,
  { format, from, to, title, link }: ExportAsk,
): Result<Iterable<Piece<string | Uint8Array>>> {
  const { run } = stored;
  const about = { title, link };
  const origin: Origin = { ...about, ...stored.origin };
  switch (format) {
    case 'csv':
      return ok(csvOf(run.recorder.columns, { from, to }, about));
    case 'json':
      return ok(jsonOf(run, { from, to }, about));
    case 'trace':
      return chromeTraceOf(run, { from, to }, about);
    case 'narration':
      return ok(narrationOf(run, { from, to }, about, stored.hazards));
    case 'timeline':
      return ok(timelinePieces(timelineOf(run, origin)));
    case 'script':
      if (origin.kind === 'scenario') return madeScript(run, origin, about);
      return asItWas(origin, format);
    case 'recording':
      return asItWas(origin, format);
  }
}

/** The text that was run, as it was. */
function asItWas(origin: Origin, format: 'script' | 'recording'): Result<Iterable<Piece>> {
  return origin.kind === format
    ? ok([{ data: origin.text, done: 1 }])
    : bad(
        'not-found',
        'export',
        format === 'script'
          ? worded`export: expected the run of a script, this is the run of a ${origin.kind}`
          : worded`export: expected the run of a recording, this is the run of a ${origin.kind}`,
      );
}

/** What a scenario did to its destination, as operations. */
function madeScript(run: AnyRun, origin: Origin, about: About): Result<Iterable<Piece>> {
  let scenario: Result<Scenario>;
  try {
    scenario = parseScenario(JSON.parse(origin.text));
  } catch {
    scenario = bad('invalid', 'origin.text', worded`origin.text: expected the scenario of the run as JSON`);
  }
  if (!scenario.ok) return scenario;
  const text = scriptOf(run, scenario.value, about);
  return text.ok ? ok([{ data: text.value, done: 1 }]) : text;
}

/** Null when cancelled. */
async function gather(
  pieces: Iterable<Piece<string | Uint8Array>>,
  type: string,
  goesOn: (done: number) => Promise<boolean>,
): Promise<Blob | null> {
  const parts: Blob[] = [];
  let some: BlobPart[] = [];
  let size = 0;
  for (const { data, done } of pieces) {
    some.push(data as BlobPart);
    size += data.length;
    if (size >= PART) {
      parts.push(new Blob(some));
      some = [];
      size = 0;
    }
    if (!(await goesOn(done))) return null;
  }
  return new Blob([...parts, ...some], { type });
}

const gzipped = (blob: Blob): Promise<Blob> =>
  new Response(blob.stream().pipeThrough(new CompressionStream('gzip')), {
    headers: { 'content-type': MEDIA.timeline },
  }).blob();
