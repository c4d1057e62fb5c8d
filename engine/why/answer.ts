/** What is asked of a page and what an answer holds: one sentence, the rule that decides, and the chain of links to it. */

import { chainOf } from '../check/hazards/chain.ts';
import type { Link } from '../check/hazards/hazard.ts';
import type { Subject } from '../event/actor.ts';
import type { Host } from '../event/pageword.ts';
import type { Columns } from '../log/columns.ts';
import type { Past } from './past.ts';

/** What has a value at every step: a bit of the page word by its place, the PMD entry above it, mapped pieces of its folio, the
 *  EPT leaf, the content version, the flags of its VMA. */
export type FieldId = `bit-${number}` | 'pmd' | 'pieces' | 'ept' | 'version' | 'flags';
/** In the order in which they are offered: the loudest first. */
export const WHY_NOTS = ['waits', 'no-fault', 'not-collapsed', 'sent-again'] as const;
export type WhyNotId = (typeof WHY_NOTS)[number];
export type QuestionId = FieldId | WhyNotId;

export interface WhyAnswer {
  readonly sentence: string;
  /** Kernel function and rule of FACTS that decide; empty where nothing but the chain does. */
  readonly fn: string;
  readonly rule: string;
  /** Decisions and what came of them, oldest first. Empty when nothing ever happened to it. */
  readonly chain: readonly Link[];
}

/** A page of a run at a step, and what looks back from there. */
export interface Scene {
  readonly columns: Columns;
  readonly cast: Subject;
  readonly past: Past;
  /** All events of the page, oldest first. */
  readonly ofPage: readonly number[];
  readonly page: number;
  readonly host: Host;
  readonly step: number;
}

/** An answer out of events; those that do not exist (below 0) are left out. `notes` stand beside their events. */
export function answer(
  columns: Columns,
  sentence: string,
  decides: { readonly fn: string; readonly rule: string } | null,
  events: readonly number[],
  notes: ReadonlyMap<number, string> = new Map(),
): WhyAnswer {
  const evidence = events.filter((n) => n >= 0);
  const { fn, rule } = decides ?? { fn: '', rule: '' };
  const chain =
    evidence.length === 0
      ? []
      : chainOf(columns, {
          event: Math.max(...evidence),
          seenAt: -1,
          evidence,
          notes: new Map(notes),
        });
  return { sentence, fn, rule, chain };
}

/** The last of `events` before event `end` that `is` true of, -1 when there is none. */
export function lastBefore(events: readonly number[], end: number, is: (n: number) => boolean): number {
  return events.findLast((n) => n < end && is(n)) ?? -1;
}
