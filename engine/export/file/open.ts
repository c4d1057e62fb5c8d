/** A file as a run that can be looked at: its events are folded again, one by one, as they were when it was made. */

import { worded } from '../../base/language.ts';
import { bad, ok, type Result } from '../../base/result.ts';
import { checkSums } from '../../check/invariants.ts';
import { hostOf } from '../../event/actor.ts';
import { K } from '../../event/event.ts';
import type { MemoryState } from '../../event/state.ts';
import { phasesOf } from '../../log/phases.ts';
import { Recorder } from '../../log/recorder.ts';
import type { ScriptFacts } from '../../script/facts.ts';
import { NO_VERDICT } from '../../sim/run.ts';
import type { Sink } from './events.ts';
import type { Facts } from './facts.ts';
import { forScreen } from './labels.ts';
import { needsFolios, workOf } from './places.ts';
import { type AnyRun, otherDigest, readTimeline } from './timeline.ts';

/** vm.max_map_count: no process has more. */
const MOST_VMAS = 65_530;
/** Pages that folding may go through. Honest logs stay far below: most events are about a page or a region, and few about all of
 *  memory. Where folios are tracked a split of one looks for all that map it. */
const WORK_PER_EVENT = 4096;
const WORK_PER_PAGE = 1024;
const WORK_PER_TRACKED_PAGE = 16_384;
/** Frames of folios, 7 bytes each: every page anew eight times, and a script's worth. */
const FRAMES_PER_PAGE = 8;
const MORE_FRAMES = 1 << 24;

/** Pages that are looked at, all looks together, to hold the state to its laws: after every event of a small log, and after as many
 *  events as this takes of a long one. Folios take as much as some pages. */
const LOOKED_AT = 1 << 23;
const FOLIOS = 8;

/** Pages between two looks at the messages of a worker: some milliseconds. */
const BREATH = 1 << 22;

/** What opens a file: yields how far it is, 0…1, a few times a second, and returns the run and what was run. Takes the bytes of
 *  the log, some 12 an event, and the state of the guest, some bytes a page. Problems as those of `decodeTimeline`. */
export function* openTimeline(
  bytes: Uint8Array,
): Generator<number, Result<{ readonly run: AnyRun; readonly origin: Facts['origin'] }>> {
  // Asserted, as the compiler does not see that a callback sets it.
  let folder = null as Folder | null;
  const reading = readTimeline(bytes, (facts) => {
    folder = new Folder(facts);
    return folder;
  });
  try {
    const read = yield* reading;
    return read.ok ? folder!.finish() : read;
  } catch (error) {
    // Events that make sense one by one and not one after another.
    const n = folder?.folded ?? 0;
    const why = error instanceof Error ? error.message : String(error);
    return bad('invalid', `events[${n}]`, worded`timeline, events[${n}]: ${why}`);
  }
}

class Folder implements Sink {
  readonly recorder: Recorder;
  /** Events that went well. */
  folded = 0;
  private readonly state: MemoryState;
  private work: number;
  /** Work that was left at the last pause. */
  private pausedAt: number;
  /** Events between two looks at the whole state. */
  private readonly every: number;

  constructor(private readonly facts: Facts) {
    this.recorder = new Recorder(facts.pages);
    this.recorder.columns.hosts = facts.hosts;
    this.recorder.columns.subject = facts.cast;
    this.state = this.recorder.state;
    if (facts.tracksFolios) this.state.trackFolios();
    this.work =
      facts.events * WORK_PER_EVENT +
      facts.pages * (facts.tracksFolios ? WORK_PER_TRACKED_PAGE : WORK_PER_PAGE);
    this.pausedAt = this.work;
    this.every = Math.ceil((facts.events * facts.pages * (facts.tracksFolios ? FOLIOS : 1)) / LOOKED_AT);
  }

  isTired(): boolean {
    if (this.pausedAt - this.work < BREATH) return false;
    this.pausedAt = this.work;
    return true;
  }

  /** Folds and records. Throws where the state does not allow the event. */
  push(kind: number, who: number, page: number, arg: number, cause: number, time: number): void {
    this.mustBeAllowed(kind, who, page, arg);
    this.recorder.now = time;
    this.recorder.emit(kind, who, page, arg, cause);
    if ((this.folded + 1) % this.every === 0) checkSums(this.state);
    this.folded++;
  }

  /** What would take for ever, or more memory than there is. */
  private mustBeAllowed(kind: number, who: number, page: number, arg: number): void {
    const { state, facts } = this;
    this.work -= 1 + workOf(kind, arg, facts.pages, facts.tracksFolios);
    if (this.work < 0) refuse(worded`expected events that take less to go through`);
    if (!facts.tracksFolios && needsFolios(kind))
      refuse(worded`expected folios to be tracked from the first event on`);
    const side = state.side(hostOf(who));
    if (side.vmas.list.length > MOST_VMAS) refuse(worded`expected at most ${MOST_VMAS} VMAs`);
    if (
      (kind === K.MMAP || kind === K.MMAP_SHARED) &&
      side.vmas.within(page, page + (arg & 0x7fffffff)).length > 0
    )
      refuse(worded`expected free memory for mmap`);
    if (kind === K.FORK && state.side(side.host ? 0 : 1).vmas.list.length > 0)
      refuse(worded`expected one child at a time`);
    if ((kind === K.FILE_MAP || kind === K.FILE_MAP_PMD) && side.vmas.find(page) === undefined)
      refuse(worded`expected memory of a file`);
    if (state.folios && state.folios.frames > FRAMES_PER_PAGE * facts.pages + MORE_FRAMES)
      refuse(worded`expected fewer folios than these`);
  }

  finish(): Result<{ readonly run: AnyRun; readonly origin: Facts['origin'] }> {
    const { recorder, facts, state } = this;
    checkSums(state);
    recorder.finish();
    recorder.now = Math.max(recorder.now, facts.timeNs);
    const digest = recorder.columns.digest();
    if (digest !== facts.digest) return otherDigest(facts, digest);
    const { verdict, origin, script, recording, enabled } = facts;
    if (verdict.lostPages !== state.lost)
      return bad(
        'invalid',
        'verdict.lostPages',
        worded`timeline, verdict.lostPages: expected ${state.lost}, as the events have it, got ${verdict.lostPages}`,
      );
    const ofScript = origin.kind === 'script';
    if (ofScript && JSON.stringify(verdict) !== JSON.stringify(NO_VERDICT))
      return bad('invalid', 'verdict', worded`timeline, verdict: expected none, as a script has it`);
    const marks = forScreen(facts.phases);
    const run = {
      recorder,
      digest,
      timeNs: facts.timeNs,
      phases: phasesOf(recorder.columns, marks, facts.cast),
      marks,
      ...(ofScript ? {} : { verdict }),
      cast: facts.cast,
      counters: facts.counters,
      ...(facts.stopped ? { stopped: facts.stopped } : {}),
      ...(script ? { script: scriptOf(origin.text, script) } : {}),
      ...(recording ? { recording } : {}),
      ...(enabled === undefined ? {} : { enabled }),
    };
    return ok({ run, origin });
  }
}

function scriptOf(text: string, { settings, ...facts }: NonNullable<Facts['script']>): ScriptFacts {
  return { text, ...facts, ...(settings ? { settings } : {}) };
}

/** A message takes a hundred times what it takes to see that there is none. */
function refuse(message: string): never {
  throw new Error(message);
}
