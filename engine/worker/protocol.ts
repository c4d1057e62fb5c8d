/** What the page asks of the engine's worker and what it is answered: one map, against which client and server are checked.
 *  The types of answers belong to the modules that make them. */
import type { Result } from '../base/result.ts';
import type { Hazard } from '../check/hazards/hazard.ts';
import type { Lockstep } from '../compare/align.ts';
import type { Comparison } from '../compare/compare.ts';
import type { Diagnosis, Place } from '../diagnose/diagnosis.ts';
import type { Fit } from '../diagnose/fit.ts';
import type { Rehearsal } from '../diagnose/rehearse.ts';
import type { FileReport } from '../diagnose/report.ts';
import type { Subject } from '../event/actor.ts';
import type { Progress, Stopped } from '../log/bounds.ts';
import type { Phase } from '../log/phases.ts';
import type { ActorFacts, ActorId } from '../lookup/actors.ts';
import type { FlagSpans } from '../lookup/flags.ts';
import type { Lanes, LaneWindow } from '../lookup/lanes.ts';
import type { LedgerRow } from '../lookup/ledger.ts';
import type { RangeTotals } from '../lookup/rangestats.ts';
import type { StepUnit } from '../lookup/steps.ts';
import type { Told as Hit, Tally } from '../lookup/tally.ts';
import type { Proc, ProcAsk } from '../proc/viewer.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { ScriptFacts } from '../script/facts.ts';
import type { Completion } from '../search/complete.ts';
import type { QueryProblem } from '../search/problem.ts';
import type { TrackingCurves } from '../sim/curves.ts';
import type { Verdict } from '../sim/run.ts';
import type { Grade, Answer as StoryAnswer } from '../story/question.ts';
import type { Question, StoryStep } from '../story/schema.ts';
import type { DescribedStep } from '../story/session.ts';
import type { Measured, RecordingFacts } from '../trace/samples.ts';
import type { RegionSide, VmaSide } from '../view/context.ts';
import type { Frame, FrameAsk, Near, Viewport, VmaRow } from '../view/frame.ts';
import type { Inspection, PageSide } from '../view/inspect.ts';
import type { SeenClasses } from '../view/seen.ts';
import type { LineVerdict } from '../view/verdicts.ts';
import type { FieldId, QuestionId, WhyAnswer, WhyNotId } from '../why/answer.ts';
import type { Offer } from '../why/explain.ts';

export type {
  ActorFacts,
  ActorId,
  Comparison,
  Completion,
  Diagnosis,
  FieldId,
  FileReport,
  Fit,
  Frame,
  Hazard,
  Hit,
  Inspection,
  Lanes,
  LedgerRow,
  LineVerdict,
  Measured,
  Near,
  Offer,
  PageSide,
  Phase,
  Place,
  Proc,
  Progress,
  QueryProblem,
  QuestionId,
  RangeTotals,
  RegionSide,
  StepUnit,
  Stopped,
  Tally,
  TrackingCurves,
  Viewport,
  VmaRow,
  VmaSide,
  WhyAnswer,
  WhyNotId,
};

/** Changes when messages change; the first message is a handshake. */
export const PROTOCOL = 8;
/** Changes when the engine's meaning changes: the same scenario may give another log. Links carry it. */
export const SEMANTICS = 3;

/** What to run: a scenario, the text of a script, the text of a recording of a real migration, or a run that was saved as a
 *  timeline file. */
export type RunInput =
  | { readonly scenario: Scenario }
  | { readonly script: string }
  | { readonly recording: string; readonly name: string }
  | { readonly timeline: Blob; readonly name: string };

/** Files that an export makes; `script` and `recording` give back what was run. */
export const EXPORT_FORMATS = [
  'csv',
  'json',
  'trace',
  'timeline',
  'narration',
  'script',
  'recording',
] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface RunInfo {
  /** Handle for later requests. */
  readonly run: number;
  /** 16 hex digits over the whole log. */
  readonly digest: string;
  /** Digests of parts of the log, for a link: another engine's log is compared with them. Null for a very long one. */
  readonly checkpoints: string | null;
  /** Events in the log; steps are 0…steps. Step n is the state after n events. */
  readonly steps: number;
  readonly timeNs: number;
  readonly pages: number;
  /** Whose story it is: lanes are named by it. */
  readonly cast: Subject;
  readonly phases: readonly Phase[];
  /** Results of the checks at the end. */
  readonly verdict: Verdict;
  /** Only of a run that is still being made: how far it was when this was its end. Nothing is known of its real end. */
  readonly making?: Progress;
  /** Only of a run that met a bound: it is over for now, and nothing is known of its real end. */
  readonly stopped?: Stopped & { readonly canGoOn: boolean };
  /** Only of a run that went on past a bound: whoever opens its link gets it as far as the bound. */
  readonly beyond?: true;
  readonly counters: Readonly<Record<string, number>>;
  /** Classes of cells that it has at any step. */
  readonly classes: SeenClasses;
  /** Only for a script. */
  readonly script?: ScriptFacts;
  /** Only for a recording. */
  readonly recording?: RecordingFacts;
  /** Only for a run that was opened from a timeline file: what the file says of itself. */
  readonly opened?: {
    /** The file's name. */
    readonly name: string;
    /** What was run, as it was called where it was saved. */
    readonly title: string;
    readonly kind: 'scenario' | 'script' | 'recording';
    /** The link that it had there. */
    readonly link: string | null;
    /** SEMANTICS of the engine that made the log. */
    readonly semantics: number;
  };
}

/** What the request for a run says on its way: how far it is, and now and then the run so far, which takes the place of the one
 *  before. */
export interface Making {
  readonly progress: Progress;
  readonly info?: RunInfo;
}

/** Whether the log of an opened file is the work of this engine. */
export interface Verified {
  /** SEMANTICS of the engine that made the log, when it is another one: the logs are not compared. */
  readonly semantics: number | null;
  /** Events that the log has in common with what this engine makes of the scenario; null where both are the same, and where that
   *  is not known: a script, a recording, a log too long. */
  readonly common: number | null;
}

/** What the inspector shows beside a page's own facts. Fields outside the requested scope are null. */
export interface PageContext {
  readonly step: number;
  readonly page: number;
  /** Questions that have an answer for the page. */
  readonly offers: readonly Offer[];
  readonly regions: readonly [src: RegionSide, dst: RegionSide] | null;
  readonly vmas: readonly [src: VmaSide | null, dst: VmaSide | null] | null;
  readonly actor: ActorFacts | null;
}

/** A log file of somebody. */
export interface LogFile {
  readonly name: string;
  readonly file: Blob;
}

/** What log files say. */
export interface LogsRead {
  /** Handle for `logLines`, until other logs are read. */
  readonly logs: number;
  /** One per file; `advice` what to bring instead of one that could not be placed. */
  readonly files: readonly (FileReport & { readonly advice: string | null })[];
  readonly diagnosis: readonly Diagnosis[];
  /** The scenario that their statistics of a migration fit; null where they are too few. */
  readonly fit: Fit | null;
  /** What they give together: the text of a recording, null where they tell of no memory that could be shown; how the clock of each file
   *  was joined to the others; which memory is shown and why; what the files lack. */
  readonly timeline: {
    readonly text: string | null;
    readonly how: readonly string[];
    readonly memory: string | null;
    readonly lost: readonly string[];
  };
}

/** The number of the run that a request is about. */
interface OfRun {
  readonly run: number;
}

/** Events [from, to). */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** What `export` makes: steps `from` to `to`, except that a timeline file always has the whole run. `title` and `link` describe
 *  the run in the file; a run from a timeline file keeps the title and link of that file when it is saved as one again. */
export interface ExportAsk extends Range {
  readonly format: ExportFormat;
  readonly title: string;
  readonly link: string | null;
}

/** By name, what is asked and what is answered. */
export interface Requests {
  hello: { ask: { protocol: number }; answer: { protocol: number; semantics: number } };
  /** Cancellable, with progress. */
  run: { ask: { input: RunInput }; answer: RunInfo };
  /** Goes on with a run that was stopped at a bound, as `run` does. */
  goOn: { ask: OfRun; answer: RunInfo };
  /** Frees the memory of a run. */
  drop: { ask: { run: number }; answer: Record<never, never> };

  frame: { ask: OfRun & FrameAsk; answer: Frame };
  lanes: { ask: OfRun & LaneWindow; answer: Lanes };
  /** When each host's memory had which VMA flags, of the whole run. */
  flagSpans: { ask: OfRun; answer: FlagSpans };
  /** `page` null: the page of the last event. */
  proc: { ask: OfRun & ProcAsk; answer: Proc };

  /** Exact counts of the events [from, to) by kind, those of one actor or (null) of all. */
  tally: { ask: OfRun & Range & { actor: number | null }; answer: Tally };
  /** The events [from, to), at most 400. */
  events: { ask: OfRun & Range; answer: { events: readonly Hit[] } };
  /** Statistics of the events [from, to). Cancellable. */
  rangeStats: { ask: OfRun & Range; answer: RangeTotals };
  /** The target of a step by that unit; `step` itself when there is no such event. */
  stepBy: { ask: OfRun & { step: number; unit: StepUnit; back: boolean }; answer: { step: number } };
  stepAt: { ask: OfRun & { timeNs: number }; answer: { step: number } };
  /** All events of `page` up to `step`. */
  ledger: { ask: OfRun & { page: number; step: number }; answer: { rows: readonly LedgerRow[] } };
  hazards: { ask: OfRun; answer: { hazards: readonly Hazard[] } };

  /** Number of events that match a query; `before` counts those that lead to `step` or an earlier one. A query with a mistake,
   *  or that does not fit this run, matches nothing and has a problem with its place in the text. */
  query: {
    ask: OfRun & { text: string; step: number };
    answer: { problem: QueryProblem | null; total: number; before: number };
  };
  /** Lines `offset`, `offset` + 1, … of the query's list, oldest first, at most 200; none for a query with a problem. */
  hits: { ask: OfRun & { text: string; offset: number; count: number }; answer: { hits: readonly Hit[] } };
  /** Number of the query's events per bucket; bucket b is from `steps[b]` to `steps[b + 1]`, as in `Lanes`. */
  hitCounts: { ask: OfRun & { text: string; steps: Float64Array }; answer: { counts: Uint32Array } };
  /** The step nearest after (or before) `step` that an event of one of the queries leads to, or at which a hazard begins;
   *  null when there is none. Queries with a problem match nothing. */
  nextHit: {
    ask: OfRun & { queries: readonly string[]; hazards: boolean; step: number; back: boolean };
    answer: { step: number | null };
  };
  /** Suggestions at `cursor` of a query, best first, at most 60. */
  complete: { ask: OfRun & { text: string; cursor: number }; answer: { offers: readonly Completion[] } };

  /** The page's surroundings at a step, and the questions about it that have an answer. `actor` null: no actor's facts. */
  context: {
    ask: OfRun & {
      step: number;
      page: number;
      scope: 'page' | 'region' | 'vma' | 'actor';
      actor: ActorId | null;
    };
    answer: PageContext;
  };
  /** All actors that do anything in the run. */
  actors: { ask: OfRun; answer: { actors: readonly ActorId[] } };
  /** The cause of the state of `page` at `step` that `question` names, or why something did not happen to the page; a problem
   *  where that makes no sense. Long searches are done in slices, one question after the other. Cancellable. */
  why: { ask: OfRun & { step: number; page: number; host: 0 | 1; question: QuestionId }; answer: WhyAnswer };

  /** Where two runs begin to differ, and how each ends. */
  compare: { ask: OfRun & { other: number }; answer: Comparison };
  /** The step of `other` that is aligned with `step` of `run`. */
  aligned: { ask: OfRun & { other: number; step: number; by: Lockstep }; answer: { step: number } };
  /** The part in which the run first differs from a run of `steps` events with these checkpoints; null when none does. */
  divergence: {
    ask: OfRun & { steps: number; checkpoints: string };
    answer: { part: { readonly from: number; readonly to: number } | null };
  };
  /** Whether the log of an opened file is what this engine makes of its scenario. Cancellable. */
  verify: { ask: OfRun; answer: Verified };
  /** khugepaged's verdicts in the run of a script, by line; none for a run of something else. */
  verdicts: { ask: OfRun; answer: { verdicts: readonly LineVerdict[] } };
  tracking: { ask: { costs: Scenario['costs'] }; answer: TrackingCurves };

  /** Each step's place in this run, and its text with the run's values; a problem per step that the run does not have. */
  story: {
    ask: OfRun & { steps: readonly Pick<StoryStep, 'place' | 'text' | 'view'>[] };
    answer: { steps: readonly Result<DescribedStep>[] };
  };
  /** Grades an answer to a story's question. */
  grade: { ask: OfRun & { step: number; question: Question; answer: StoryAnswer }; answer: Grade };

  /** Reads log files. Cancellable, with progress. */
  logs: { ask: { files: readonly LogFile[] }; answer: LogsRead };
  /** The run of the fitted scenario. Cancellable. */
  rehearsal: { ask: { logs: number }; answer: Rehearsal };
  /** Lines `from`, `from` + 1, … of the file with that number, at most 200. Cancellable. */
  logLines: {
    ask: { logs: number; file: number; from: number; count: number };
    answer: { lines: readonly string[] };
  };

  /** A run as a file. Cancellable, with progress. */
  export: { ask: OfRun & ExportAsk; answer: { blob: Blob } };
}

export type RequestName = keyof Requests;
export type Ask<N extends RequestName> = Requests[N]['ask'];
export type Answer<N extends RequestName> = Requests[N]['answer'];
