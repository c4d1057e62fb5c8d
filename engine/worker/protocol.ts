/** What the main thread asks of the worker and what it is answered: one map, so that client and server are checked
 *  against the same lines. Requests carry an id; every one settles with a value or a problem. */
import type { Problem, Result } from '../base/result.ts';
import type { Hazard } from '../check/hazards/hazard.ts';
import type { Lockstep } from '../compare/align.ts';
import type { Comparison } from '../compare/compare.ts';
import type { Cast, PhaseName } from '../event/actor.ts';
import type { ActorFacts, ActorId } from '../lookup/actors.ts';
import type { Axis } from '../lookup/axis.ts';
import type { LedgerRow } from '../lookup/ledger.ts';
import type { RangeTotals } from '../lookup/rangestats.ts';
import type { StepUnit } from '../lookup/steps.ts';
import type { Tally, Told } from '../lookup/tally.ts';
import type { MarkedLine, ProcFile } from '../proc/proc.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { ScriptFacts } from '../script/facts.ts';
import type { Completion } from '../search/complete.ts';
import type { QueryProblem } from '../search/problem.ts';
import type { Marked, Answer as StoryAnswer } from '../story/question.ts';
import type { Question, StoryStep } from '../story/schema.ts';
import type { ToldStep } from '../story/tell.ts';
import type { RegionSide, VmaSide } from '../view/context.ts';
import type { Lens } from '../view/lens.ts';
import type { FieldId, QuestionId, WhyAnswer, WhyNotId } from '../why/answer.ts';
import type { Offer } from '../why/explain.ts';

export type {
  ActorFacts,
  ActorId,
  Comparison,
  Completion,
  FieldId,
  Hazard,
  LedgerRow,
  Offer,
  QueryProblem,
  QuestionId,
  RangeTotals,
  RegionSide,
  StepUnit,
  Tally,
  VmaSide,
  WhyAnswer,
  WhyNotId,
};

/** Changes when messages change; the first message is a handshake. */
export const PROTOCOL = 5;
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

export interface PhaseMark {
  readonly name: PhaseName;
  readonly label: string;
  readonly step: number;
  readonly timeNs: number;
}

/** One measured sample of a recording beside what the engine predicts there. */
export interface Measured {
  readonly step: number;
  readonly timeNs: number;
  /** KiB */
  readonly anonHuge: number;
  readonly rss: number;
  readonly predictedAnonHuge: number;
  readonly predictedRss: number;
  /** `hg`, `nh`, `um` as smaps printed them. */
  readonly flags: string;
}

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
  readonly cast: Cast;
  readonly phases: readonly PhaseMark[];
  /** What the checks say at the end. */
  readonly verdict: {
    readonly lostPages: number;
    readonly stalePages: number;
    readonly flagsEqual: boolean;
    readonly allHuge: boolean;
    readonly aborted: boolean;
    readonly flagsAtEnd: string;
    readonly wastedBytes: number;
  };
  readonly counters: Readonly<Record<string, number>>;
  /** Only for a script. */
  readonly script?: ScriptFacts;
  /** Only for a recording. */
  readonly recording?: {
    readonly name: string;
    readonly samples: readonly Measured[];
    readonly worstAnonHugeKiB: number;
    readonly worstRssKiB: number;
    readonly flagsDiffer: number;
  };
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

/** Tiles of one field that are in view: regions [first, first + count), each as `sub` cells. */
export interface Viewport {
  readonly first: number;
  readonly count: number;
  /** 512: one byte a page in page order. 16: a share bar, classes in order of class number, loud ones never rounded away. */
  readonly sub: 512 | 16;
}

/** A VMA as a reader sees it: pages, and flags as smaps prints them. */
export interface VmaRow {
  readonly first: number;
  readonly pages: number;
  readonly flags: string;
}

/** Pages told one by one, as columns: their words on the field's host, and the content versions of both hosts. */
export interface Near {
  readonly pages: Uint32Array;
  readonly words: Uint16Array;
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
}

/** Everything that a screen needs at one step. */
export interface Frame {
  readonly step: number;
  readonly timeNs: number;
  /** The event that led to this step (event number step - 1); at step 0 there is none. */
  readonly event: {
    readonly name: string;
    readonly fn: string;
    readonly rule: string;
    readonly actor: number;
    readonly host: 0 | 1;
    readonly page: number;
    /** Content leaves the source with it. */
    readonly sends: boolean;
    readonly words: string;
    readonly call: string;
  };
  readonly phase: PhaseName;
  /** What `cells` holds by host: the tiles asked for, clipped to the guest. */
  readonly tiles: readonly [src: Viewport, dst: Viewport];
  /** count × sub bytes a field: index into CELL_CLASSES. */
  readonly cells: readonly [src: Uint8Array, dst: Uint8Array];
  /** Pages of the whole guest by class of cells, by host. */
  readonly counts: readonly [src: Uint32Array, dst: Uint32Array];
  /** What was asked for by `near`, by host. */
  readonly near: readonly [src: Near, dst: Near];
  /** VMA flags of guest memory by host, as smaps prints them; several when VMAs differ. */
  readonly flags: readonly [src: string, dst: string];
  readonly state: {
    readonly toSend: number;
    readonly waiting: number;
    readonly lost: number;
    readonly stale: number;
    /** KiB by host. */
    readonly anonHuge: readonly [number, number];
    readonly rss: readonly [number, number];
    readonly dirtyLog: boolean;
    /** Where each page's newest content is, in pages: at the destination, under way, still at the source. */
    readonly accounts: { readonly received: number; readonly inFlight: number; readonly atSource: number };
    /** Memory held beyond what is mapped, KiB by host (Z6, H9). */
    readonly held: readonly [number, number];
    /** UFFDIO_COPY calls that ended in EEXIST so far. */
    readonly eexist: number;
  };
  /** VMAs by host. */
  readonly vmas: readonly [readonly VmaRow[], readonly VmaRow[]];
  /** Calls and bytes so far, by the names the app shows. */
  readonly costs: readonly (readonly [name: string, value: number, unit: '' | 'bytes' | 'ns'])[];
  /** What stands under the cursor, when asked for. */
  readonly inspect: Inspection | null;
}

export interface PageSide {
  readonly bits: readonly string[];
  readonly pmd: string;
  /** Mapped pieces of the region's 2 MiB folio, 0 when there is none. */
  readonly pieces: number;
  readonly ept: string;
  readonly version: number;
}

export interface Inspection {
  readonly page: number;
  readonly src: PageSide;
  readonly dst: PageSide;
  /** What the next touch on the destination would do. */
  readonly next: string;
  /** Newest last, at most 200: step numbers after which the event had happened. */
  readonly history: readonly { readonly step: number; readonly words: string }[];
}

/** Lane counts and curves for a window of the timeline, `buckets` columns. */
export interface Lanes {
  readonly from: number;
  readonly to: number;
  /** Events by lane (ACTORS order) and bucket: lanes × buckets. */
  readonly counts: Uint32Array;
  /** Pages to send, AnonHugePages of the destination (KiB), waiting vCPUs: 3 × buckets, the largest value in each bucket. */
  readonly curves: Float64Array;
  /** First step of each bucket and, last, `to`: buckets + 1. */
  readonly steps: Float64Array;
  /** Time at those steps, ns. */
  readonly times: Float64Array;
}

/** What a tool prints at a step, each line beside what it said one step before. */
export interface Proc {
  readonly step: number;
  readonly file: ProcFile;
  readonly host: 0 | 1;
  /** What long output is cut around. */
  readonly page: number;
  readonly lines: readonly MarkedLine[];
}

/** Cost of a round by tracker, ns: with guests of growing size and the same writes, and with growing writes in one guest. */
export interface TrackingCurves {
  readonly bytes: readonly number[];
  readonly dirtied: readonly number[];
  readonly trackers: readonly {
    readonly id: string;
    readonly label: string;
    readonly bySize: readonly number[];
    readonly byDirtied: readonly number[];
  }[];
}

/** One line of a query's list, or one mark on the timeline. */
export type Hit = Told;

/** What the inspector says beyond a page's own lines: only what its scope asks for is there. */
export interface Around {
  readonly step: number;
  readonly page: number;
  /** Questions that have an answer for the page. */
  readonly offers: readonly Offer[];
  readonly regions: readonly [src: RegionSide, dst: RegionSide] | null;
  readonly vmas: readonly [src: VmaSide | null, dst: VmaSide | null] | null;
  readonly actor: ActorFacts | null;
}

export interface Requests {
  hello: { ask: { protocol: number }; answer: { protocol: number; semantics: number } };
  run: { ask: { input: RunInput }; answer: RunInfo };
  frame: {
    /** `near`: pages of each host that `Frame.near` tells one by one, at most 4096 each. */
    ask: {
      run: number;
      step: number;
      lens: Lens;
      src: Viewport;
      dst: Viewport;
      inspect: number | null;
      near?: readonly [readonly number[], readonly number[]];
    };
    answer: Frame;
  };
  lanes: {
    ask: { run: number; from: number; to: number; buckets: number; axis: Axis };
    answer: Lanes;
  };
  /** Exact counts of the events [from, to) by kind, those of one actor or (null) of all. */
  tally: { ask: { run: number; from: number; to: number; actor: number | null }; answer: Tally };
  /** The events [from, to) one by one, at most 400. */
  told: { ask: { run: number; from: number; to: number }; answer: { events: readonly Hit[] } };
  /** Statistics of the events [from, to). */
  rangeStats: { ask: { run: number; from: number; to: number }; answer: RangeTotals };
  /** `page` null: the one that the last event was about. */
  proc: {
    ask: { run: number; step: number; host: 0 | 1; file: ProcFile; page: number | null };
    answer: Proc;
  };
  /** Events that a query finds. A query that is none, or that this run does not understand, has a problem with its place
   *  and finds nothing. `before`: how many of them lead to `step` or an earlier one. */
  query: {
    ask: { run: number; text: string; step: number };
    answer: { problem: QueryProblem | null; total: number; before: number };
  };
  /** Lines `offset`, `offset` + 1, … of the query's list, oldest first, at most 200; none of a query with a problem. */
  hits: {
    ask: { run: number; text: string; offset: number; count: number };
    answer: { hits: readonly Hit[] };
  };
  /** How many events of the query lie in each bucket; bucket b goes from `steps[b]` to `steps[b + 1]`, as `lanes` says. */
  marks: { ask: { run: number; text: string; steps: Float64Array }; answer: { counts: Uint32Array } };
  /** What may stand at `cursor` of a query, best first, at most 60. */
  complete: { ask: { run: number; text: string; cursor: number }; answer: { offers: readonly Completion[] } };
  /** The step nearest after (or before) `step` that an event of one of the queries leads to, or at which a hazard begins;
   *  null when there is none. Queries with a problem find nothing. */
  nextHit: {
    ask: { run: number; queries: readonly string[]; hazards: boolean; step: number; back: boolean };
    answer: { step: number | null };
  };
  /** Where a step by that unit leads; `step` itself when there is no such event. */
  stepBy: { ask: { run: number; step: number; unit: StepUnit; back: boolean }; answer: { step: number } };
  stepAt: { ask: { run: number; timeNs: number }; answer: { step: number } };
  /** The part in which the run differs first from one of `steps` events with these checkpoints; null for none. */
  parting: {
    ask: { run: number; steps: number; checkpoints: string };
    answer: { part: { readonly from: number; readonly to: number } | null };
  };
  /** Where two runs part, and how each ends. */
  compare: { ask: { run: number; other: number }; answer: Comparison };
  /** The step of `other` beside `step` of `run`. */
  alongside: { ask: { run: number; other: number; step: number; by: Lockstep }; answer: { step: number } };
  hazards: { ask: { run: number }; answer: { hazards: readonly Hazard[] } };
  /** Everything that befell `page` up to `step`. */
  ledger: { ask: { run: number; page: number; step: number }; answer: { rows: readonly LedgerRow[] } };
  /** The page's surroundings at a step, and what may be asked of it. `actor` null: nobody's deeds are told. */
  around: {
    ask: {
      run: number;
      step: number;
      page: number;
      scope: 'page' | 'region' | 'vma' | 'actor';
      actor: ActorId | null;
    };
    answer: Around;
  };
  /** Everybody who does anything in the run. */
  actors: { ask: { run: number }; answer: { actors: readonly ActorId[] } };
  /** Why `page` is at `step` as `question` says, or why something did not happen to it; a problem where that makes no sense.
   *  Long searches go on in slices, one question after the other; a signal cancels them. */
  why: {
    ask: { run: number; step: number; page: number; host: 0 | 1; question: QuestionId };
    answer: WhyAnswer;
  };
  tracking: { ask: { costs: Scenario['costs'] }; answer: TrackingCurves };
  /** The steps' places in this run, and their texts with its values; by step, a problem where the run does not have it. */
  story: {
    ask: { run: number; steps: readonly Pick<StoryStep, 'place' | 'text' | 'view'>[] };
    answer: { told: readonly Result<ToldStep>[] };
  };
  mark: {
    ask: { run: number; step: number; question: Question; answer: StoryAnswer };
    answer: Marked;
  };
  /** A run as a file; `from` and `to` are steps, of which a timeline file has all. `title` and `link` say in it what it is of;
   *  a run that came from a timeline file keeps those of that file when it is saved as one again. Cancellable, with progress. */
  export: {
    ask: { run: number; format: ExportFormat; from: number; to: number; title: string; link: string | null };
    answer: { blob: Blob };
  };
  /** Frees the run's columns. */
  drop: { ask: { run: number }; answer: Record<never, never> };
}

export type RequestName = keyof Requests;
export type Ask<N extends RequestName> = Requests[N]['ask'];
export type Answer<N extends RequestName> = Requests[N]['answer'];

export type ToWorker =
  | { [N in RequestName]: { readonly id: number; readonly name: N; readonly ask: Ask<N> } }[RequestName]
  | { readonly id: number; readonly name: 'cancel' };
export type FromWorker =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly problem: Problem }
  | { readonly id: number; readonly progress: number };
