/** Branches as a tree: arrow keys walk it, Enter shows a branch, Delete forgets it with all that came from it. Fetched with the
 *  first branch. */

import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { RunInfo } from '../../engine/index.ts';
import { placeOf } from '../run/phases.ts';
import { useSession } from '../run/session.ts';
import { compareWith, showBranch } from '../state/actions.ts';
import type { Arrival } from '../state/fields.ts';
import { store } from '../state/store.ts';
import { forget, type Visited, visited } from '../state/visited.ts';
import { branches as words } from '../texts/source.ts';
import { Button } from '../ui/Button.tsx';
import { Marked } from '../ui/Marked.tsx';
import { Section } from '../ui/Section.tsx';
import { sayCount } from '../ui/say.ts';
import { type PresetChoice, scenarioOf, titleOf } from './choice.ts';
import { sayArgument, sayWhen } from './faultwords.ts';
import { sayTurned } from './knobs.ts';
import { type Branch, forkStep, keyOf, parentOf, treesOf } from './tree.ts';
import './branches.css';

interface Row {
  readonly branch: Branch;
  readonly level: number;
  readonly place: number;
  readonly siblings: number;
}

const rowsOf = (branches: readonly Branch[], level = 1): Row[] =>
  branches.flatMap((branch, i) => [
    { branch, level, place: i + 1, siblings: branches.length },
    ...rowsOf(branch.children, level + 1),
  ]);

export default function BranchTree({ choice }: { choice: PresetChoice }) {
  const { run } = useSession();
  const list = useStore(visited);
  const here = keyOf(choice);
  const rows = useMemo(
    () =>
      rowsOf(treesOf([...list.map((v) => v.choice), choice])).filter((row, _, all) => isOfInterest(row, all)),
    [list, choice],
  );
  const outcomes = useMemo(() => new Map(list.map((v) => [keyOf(v.choice), v.outcome])), [list]);
  const [at, setAt] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const focused = rows.some((r) => r.branch.key === at) ? at : here;
  const parent = parentOf(choice);

  const move = (to: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (!row) return;
    setAt(row.branch.key);
    tree.current?.querySelector<HTMLElement>(`[data-row="${rows.indexOf(row)}"]`)?.focus();
  };
  const drop = (branch: Branch) => {
    const gone = new Set(rowsOf([branch]).map((r) => r.branch.key));
    const back = gone.has(here) ? parentOf(branch.choice) : null;
    if (back) switchTo(back, run.get());
    forget((c) => gone.has(keyOf(c)));
  };
  const keys = (e: KeyboardEvent, i: number) => {
    const row = rows[i]!;
    if (e.key === 'ArrowDown') move(i + 1);
    else if (e.key === 'ArrowUp') move(i - 1);
    else if (e.key === 'Home') move(0);
    else if (e.key === 'End') move(rows.length - 1);
    else if (e.key === 'ArrowLeft') move(rows.findLastIndex((r, j) => j < i && r.level < row.level));
    else if (e.key === 'ArrowRight' && (rows[i + 1]?.level ?? 0) > row.level) move(i + 1);
    else if (e.key === 'Enter' || e.key === ' ') switchTo(row.branch.choice, run.get());
    else if (e.key === 'Delete' && row.level > 1) drop(row.branch);
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  return (
    <Section title={words.title} folded={false}>
      <div className="branches" role="tree" aria-label={words.title} ref={tree}>
        {rows.map(({ branch, level, place, siblings }, i) => (
          <div
            key={branch.key}
            role="treeitem"
            data-row={i}
            data-level={level}
            aria-level={level}
            aria-posinset={place}
            aria-setsize={siblings}
            aria-selected={branch.key === here}
            aria-label={nameOf(branch, outcomes.get(branch.key) ?? null)}
            tabIndex={branch.key === focused ? 0 : -1}
            onFocus={() => setAt(branch.key)}
            onKeyDown={(e) => keys(e, i)}
            onClick={() => switchTo(branch.choice, run.get())}
          >
            <span className="branch-name">
              <Marked text={textOf(branch)} />
            </span>
            <Outcome outcome={outcomes.get(branch.key) ?? null} />
          </div>
        ))}
      </div>
      {parent && (
        <div className="branches-bar">
          <Button look="text" label={words.parent} onClick={() => switchTo(parent, run.get())} />
          <Button look="text" label={words.versus} onClick={() => compareWith(parent)} />
        </div>
      )}
    </Section>
  );
}

/** A system that was only looked at is no branch. */
function isOfInterest({ branch, level }: Row, all: readonly Row[]): boolean {
  return level > 1 || all.some((r) => r.level === 2 && keyOf(rootOf(r.branch.choice)) === branch.key);
}

function rootOf(choice: PresetChoice): PresetChoice {
  return { ...choice, overrides: {} };
}

/** What a branch is, in words; `names` stand between backquotes. */
function textOf({ choice, fault }: Branch): string {
  if (fault) return words.fault(fault.kind, sayArgument(fault), sayWhen(fault));
  const scenario = scenarioOf(choice);
  return scenario && parentOf(choice) ? sayTurned(choice.overrides, scenario) : titleOf(choice);
}

function nameOf(branch: Branch, outcome: Visited['outcome']): string {
  const name = textOf(branch).replaceAll('`', '');
  const came = sayOutcome(outcome);
  return came ? words.spoken(name, came) : name;
}

function sayOutcome(outcome: Visited['outcome']): string {
  if (!outcome) return '';
  if (outcome.lostPages > 0) return words.lost(sayCount(outcome.lostPages));
  return outcome.aborted ? words.aborted : words.kept;
}

function Outcome({ outcome }: { outcome: Visited['outcome'] }) {
  const tone = outcome && outcome.lostPages > 0 ? 'bad' : outcome?.aborted ? 'warn' : 'ok';
  return <span className={`branch-outcome ${tone}`}>{sayOutcome(outcome)}</span>;
}

/** Shows another branch: the reader stays at the step if it lies before the fork, comes to the fork if not, and where branches
 *  differ from the beginning stays at the same place of the phase. */
function switchTo(target: PresetChoice, info: RunInfo | null): void {
  const { choice, step } = store.getState();
  const fork = choice.kind === 'preset' ? forkStep(choice, target) : null;
  const place = info && placeOf(info, step);
  const arrival: Arrival = place ? { at: 'phase', ...place } : { at: 'start' };
  showBranch(target, fork === null ? arrival : Math.min(step, fork));
}
