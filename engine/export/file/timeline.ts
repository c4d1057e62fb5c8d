/** A whole run as a file, and back: facts, then its events in runs of 65,536 (container, numbers and facts: sections.ts,
 *  events.ts, facts.ts). Every byte of a file is the only way to say what it says: who reads a file and writes it again gets the
 *  same bytes. A file comes from a stranger; nothing of it is believed before it was held against what may be. */

import { worded } from '../../base/language.ts';
import { bad, ok, type Result } from '../../base/result.ts';
import { Columns } from '../../log/columns.ts';
import type { Recorded } from '../../log/recorded.ts';
import type { ScriptFacts } from '../../script/facts.ts';
import { NO_VERDICT, type Verdict } from '../../sim/run.ts';
import type { Recording } from '../../trace/recording.ts';
import type { RecordingFacts } from '../../trace/samples.ts';
import type { Piece } from '../piece.ts';
import { EventReader, EventWriter, MOST_RUN_BYTES, RUN, type Sink, symbolsOf } from './events.ts';
import { decodeFacts, encodeFacts, type Facts, MOST_FACTS, type Symbols } from './facts.ts';
import { forFile } from './labels.ts';
import { fileHead, SectionReader, section } from './sections.ts';

/** A finished run of any kind. */
export interface AnyRun extends Recorded {
  /** Of a migration. */
  readonly verdict?: Verdict;
  readonly script?: ScriptFacts;
  readonly recording?: RecordingFacts;
  readonly enabled?: Recording['enabled'];
}

/** What was run (facts.ts). */
export type Origin = Facts['origin'];

/** A run as a file has it: its log, and what is known of it beside. */
export interface Timeline {
  readonly columns: Columns;
  readonly facts: Facts;
}

/** What goes into the file of a run. One pass over the log. */
export function timelineOf(run: AnyRun, origin: Origin): Timeline {
  const { columns, state } = run.recorder;
  const { script, recording, enabled } = run;
  return {
    columns,
    facts: {
      digest: run.digest,
      events: columns.length,
      pages: state.pages,
      tracksFolios: state.folios !== null,
      hosts: columns.hosts ? [...columns.hosts] : null,
      cast: run.cast,
      timeNs: run.timeNs,
      symbols: symbolsOf(columns),
      phases: forFile(run.marks),
      verdict: run.verdict ?? NO_VERDICT,
      counters: run.counters,
      ...(run.stopped ? { stopped: run.stopped } : {}),
      origin,
      ...(script ? { script: scriptFacts(script) } : {}),
      ...(recording ? { recording: { ...recording, samples: [...recording.samples] } } : {}),
      ...(enabled === undefined ? {} : { enabled }),
    },
  };
}

function scriptFacts({ question, done, notes, settings }: ScriptFacts): NonNullable<Facts['script']> {
  return {
    question,
    done: [...done],
    notes: [...notes],
    ...(settings
      ? {
          settings: settings.map((set) => ({ ...set, sizes: [...set.sizes], disable: [...set.disable] })),
        }
      : {}),
  };
}

/** The bytes of a file, one piece per section. Throws when the facts are none: those of `timelineOf` and `decodeTimeline` are. */
export function* timelinePieces({ columns, facts }: Timeline): Generator<Piece<Uint8Array>> {
  yield { data: fileHead(), done: 0 };
  yield { data: section(0, encodeFacts(facts)), done: 0 };
  const writer = new EventWriter(columns, facts.symbols as Symbols);
  for (let n = 0, index = 1; n < columns.length; index++) {
    const to = Math.min(columns.length, n + RUN);
    const data = section(index, writer.run(n, to));
    n = to;
    yield { data, done: n / columns.length };
  }
}

/** The bytes of a file at once. */
export function encodeTimeline(timeline: Timeline): Uint8Array {
  const pieces = Array.from(timelinePieces(timeline), (piece) => piece.data);
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** The log and the facts of a file, without folding the log; `openTimeline` makes a run of it. The problem names what is wrong
 *  and where: a byte of the file, a field of the facts, or a field of an event. */
export function decodeTimeline(bytes: Uint8Array): Result<Timeline> {
  const columns = new Columns();
  const reading = readTimeline(bytes, () => columns);
  let step = reading.next();
  while (!step.done) step = reading.next();
  if (!step.value.ok) return step.value;
  const facts = step.value.value;
  columns.trim();
  columns.hosts = facts.hosts;
  const digest = columns.digest();
  return digest === facts.digest ? ok({ columns, facts }) : otherDigest(facts, digest);
}

/** Says that the log is not the one that the file claims to hold. */
export const otherDigest = (facts: Facts, digest: string): Result<never> =>
  bad(
    'invalid',
    'digest',
    worded`timeline, digest: expected that of the events, ${digest}, got ${facts.digest}`,
  );

/** Reads a file and hands its events on; yields how much of it is read, 0…1. Whether the digest is that of the events is left to
 *  the caller, who has them. Whatever `sink` throws is a problem of the event. */
export function* readTimeline(
  bytes: Uint8Array,
  sink: (facts: Facts) => Sink,
): Generator<number, Result<Facts>> {
  const opened = SectionReader.open(bytes);
  if (!opened.ok) return opened;
  const sections = opened.value;
  const first = sections.next(worded`the facts`, MOST_FACTS);
  if (!first.ok) return first;
  const read = decodeFacts(first.value);
  if (!read.ok) return read;
  const facts = read.value;
  const events = new EventReader(facts.symbols as Symbols, facts.pages, sink(facts));
  for (let n = 0; n < facts.events; ) {
    yield sections.read / bytes.length;
    const to = Math.min(facts.events, n + RUN);
    const next = sections.next(worded`events ${n} to ${to - 1}`, MOST_RUN_BYTES);
    if (!next.ok) return next;
    const run = events.run(next.value, n, to);
    let step = run.next();
    for (; !step.done; step = run.next()) yield sections.read / bytes.length;
    if (!step.value.ok) return step.value;
    n = to;
  }
  if (!sections.isAtEnd)
    return bad(
      'syntax',
      worded`byte ${sections.read}`,
      worded`timeline, byte ${sections.read}: expected the end of the file`,
    );
  if (!events.isDone)
    return bad('invalid', 'symbols', worded`timeline, symbols: expected kinds that the log has`);
  return ok(facts);
}
