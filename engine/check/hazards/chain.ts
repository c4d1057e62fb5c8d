/** The chain of causes of a finding: its events, what caused each of them, in the order in which they happened. */

import { hostOf, KHUGEPAGED, KVM, LINK, OPERATOR, RECLAIM, VCPU } from '../../event/actor.ts';
import { NO_CAUSE } from '../../event/emitter.ts';
import { type EventView, K, KINDS, sentenceOf } from '../../event/event.ts';
import type { Host } from '../../event/pageword.ts';
import type { Columns } from '../../log/columns.ts';
import { eventAt } from '../../log/describe.ts';
import { firstPageOf, pagesOf } from '../../lookup/events.ts';
import type { Decider, Finding, Link } from './hazard.ts';
import { hazardWords } from './words.ts';

/** Links of the chain, first decision to what was seen. Evidence that is younger than what was seen is no cause of it. */
export function chainOf(
  columns: Columns,
  finding: Pick<Finding, 'event' | 'seenAt' | 'evidence' | 'notes'>,
): Link[] {
  const last = Math.max(finding.event, finding.seenAt);
  const events = new Set<number>([finding.event, last]);
  for (const n of finding.evidence) if (n <= last) events.add(n);
  for (const n of [...events])
    for (let cause = columns.cause(n); cause !== NO_CAUSE; cause = columns.cause(cause)) events.add(cause);
  return [...events].sort((a, b) => a - b).map((n) => linkOf(columns, n, finding.notes.get(n)));
}

function linkOf(columns: Columns, n: number, note: string | undefined): Link {
  const e: EventView = eventAt(columns, n);
  const { fn, rule } = KINDS[e.kind]!;
  const sentence = sentenceOf(e);
  const cause = columns.cause(n);
  const decided = cause === NO_CAUSE;
  return {
    step: n + 1,
    words: note === undefined ? sentence : hazardWords().noted(sentence, note),
    fn,
    rule,
    cause: decided ? null : cause + 1,
    by: decided ? deciderOf(e) : null,
  };
}

const BY_ACTOR: Readonly<Record<number, Decider>> = {
  [VCPU]: 'touch',
  [LINK]: 'link',
  [KHUGEPAGED]: 'khugepaged',
  [KVM]: 'kvm',
  [RECLAIM]: 'reclaim',
  [OPERATOR]: 'operator',
};

function deciderOf(e: EventView): Decider {
  if (e.kind === K.OP) return 'script';
  if (KINDS[e.kind]?.call) return 'call';
  return BY_ACTOR[e.actor] ?? 'migration';
}

/** Number of the last event before `n` of one of `kinds` on `host` that is about `page`; -1 when there is none. */
export function lastOf(
  columns: Columns,
  n: number,
  kinds: readonly number[],
  host: Host,
  page: number,
): number {
  for (let i = n - 1; i >= 0; i--) {
    const kind = columns.kind(i);
    if (!kinds.includes(kind) || hostOf(columns.who(i)) !== host) continue;
    const first = firstPageOf(kind, columns.page(i));
    if (first <= page && page < first + pagesOf(kind, columns.arg(i))) return i;
  }
  return -1;
}

/** What takes a page out of a page table. */
export const ZAPS = [K.ZAP, K.ZAP_PMD] as const;

/** Kind of the event `cause`, -1 when there is none. */
export const causeKind = (columns: Columns, cause: number): number =>
  cause === NO_CAUSE ? -1 : columns.kind(cause);
