/** A run as a file: texts and tables are made piece by piece and gathered in a blob, whose bytes the browser keeps outside of
 *  the heap. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { partOf, type Work } from '../base/work.ts';
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
import { type Clock, type GoesOn, inSlices } from './slices.ts';

/** Characters or bytes per part of the blob. */
const PART = 1 << 22;

/** Part of the work of a narration that finding hazards is. */
const HAZARDS = 0.9;

const MEDIA = {
  csv: 'text/csv;charset=utf-8',
  json: 'application/json',
  trace: 'application/json',
  timeline: 'application/gzip',
  narration: 'text/plain;charset=utf-8',
  script: 'text/plain;charset=utf-8',
  recording: 'application/json',
} as const;

/** Makes the file, in slices. */
export async function exportRun(
  stored: StoredRun,
  ask: ExportAsk,
  clock: Pick<Clock, 'now'>,
  goesOn: GoesOn,
): Promise<Result<{ blob: Blob }>> {
  // A file would say that its run ended here.
  if (stored.isPart)
    return bad(
      'invalid',
      'export',
      worded`export: this run is still being made; wait until it is complete, or stop it, and export it then`,
    );
  const gathered = await inSlices('export', gather(stored, ask), clock, goesOn);
  if (!gathered.ok) return gathered;
  const made = gathered.value;
  if (!made.ok) return made;
  await goesOn(1);
  return ok({ blob: ask.format === 'timeline' ? await gzipped(made.value) : made.value });
}

function* piecesOf(
  stored: StoredRun,
  { format, from, to, title, link }: ExportAsk,
): Work<Result<Iterable<Piece<string | Uint8Array>>>> {
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
      return ok(narrationOf(run, { from, to }, about, yield* partOf(stored.hazards.get(), 0, HAZARDS)));
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

function* gather(stored: StoredRun, ask: ExportAsk): Work<Result<Blob>> {
  const pieces = yield* piecesOf(stored, ask);
  const begun = ask.format === 'narration' ? HAZARDS : 0;
  if (!pieces.ok) return pieces;
  const parts: Blob[] = [];
  let some: BlobPart[] = [];
  let size = 0;
  for (const { data, done } of pieces.value) {
    some.push(data as BlobPart);
    size += data.length;
    if (size >= PART) {
      parts.push(new Blob(some));
      some = [];
      size = 0;
    }
    yield begun + (1 - begun) * done;
  }
  return ok(new Blob([...parts, ...some], { type: MEDIA[ask.format] }));
}

const gzipped = (blob: Blob): Promise<Blob> =>
  new Response(blob.stream().pipeThrough(new CompressionStream('gzip')), {
    headers: { 'content-type': MEDIA.timeline },
  }).blob();
