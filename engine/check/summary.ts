/** What a run comes to, as one object: for the command line, the table of presets, and whoever compares. */
import type { Run } from '../sim/run.ts';
import { findHazards } from './hazards/find.ts';

export interface Summary {
  readonly id: string;
  readonly digest: string;
  readonly steps: number;
  readonly timeNs: number;
  readonly phases: Run['marks'];
  readonly counters: Run['counters'];
  /** Each with the first step at which it holds, and how many pages it concerns. */
  readonly hazards: readonly { readonly id: string; readonly step: number; readonly pages: number }[];
  readonly lostPages: number;
  readonly stalePages: number;
  readonly flagsEqual: boolean;
  readonly flagsAtEnd: string;
  readonly wastedBytes: number;
  readonly allHuge: boolean;
  readonly aborted: boolean;
}

/** The summary of `run`, which `id` names. */
export function summaryOf(id: string, run: Run): Summary {
  const { digest, timeNs, marks, counters, verdict } = run;
  const { lostPages, stalePages, flagsEqual, flagsAtEnd, wastedBytes, allHuge, aborted } = verdict;
  return {
    id,
    digest,
    steps: run.recorder.columns.length,
    timeNs,
    phases: marks,
    counters,
    hazards: findHazards(run).map(({ id, step, pages }) => ({ id, step, pages })),
    lostPages,
    stalePages,
    flagsEqual,
    flagsAtEnd,
    wastedBytes,
    allHuge,
    aborted,
  };
}
