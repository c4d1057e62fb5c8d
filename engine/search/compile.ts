/** A query and a run → what finds its events: names become tables by kind and who, times and phases become windows of
 *  event numbers, the rest become filters. */

import { nearMiss, oneOf, quote } from '../base/expect.ts';
import { worded } from '../base/language.ts';
import { PMD_PAGES } from '../base/units.ts';
import { ACTORS, actorLabel, actorOf, cpuOf, hostOf, type Subject, VCPU } from '../event/actor.ts';
import { ABOUT } from '../event/kind.ts';
import type { Columns } from '../log/columns.ts';
import { SHOWN_PHASES } from '../log/phases.ts';
import { scopeOf } from '../lookup/events.ts';
import { aboutPages, causedBy, comesFrom, type Filter, not, ofPages, withArg } from './filters.ts';
import { common, type Interval, NumberSet, outside, union } from './intervals.ts';
import { type Clause, Matcher } from './matcher.ts';
import { areas, eventNames, functions, isLike, kindsNamed, kindsOfFn, kindsOfRule, rules } from './names.ts';
import type { Query, Term, Word } from './parse.ts';
import { type Checked, fine, type Place, wrong } from './problem.ts';

/** The run that is searched. Its log is whole: events that come later are not seen. */
export interface SearchContext {
  readonly columns: Columns;
  readonly cast: Subject;
  readonly phases: readonly {
    readonly name: string;
    readonly label: string;
    /** Step after its first event. */
    readonly step: number;
  }[];
}

/** Makes a matcher for one run. A problem names an event, host, actor, phase, function or rule that the run does not have,
 *  or a term that leaves no event possible. */
export function compile(query: Query, context: SearchContext): Checked<Matcher> {
  const clauses: Clause[] = [];
  for (const terms of query.clauses) {
    const clause = clauseOf(terms, context);
    if (!clause.ok) return clause;
    clauses.push(clause.value);
  }
  return fine(new Matcher(context.columns, clauses));
}

/** Names of hosts by number: every run's are also the ends of a migration. */
export function hostNames(columns: Columns): readonly (readonly string[])[] {
  const own = columns.hosts ?? ['source', 'destination'];
  return [
    [own[0], 'src'],
    [own[1], 'dst'],
  ];
}

/** Names of an actor in this story; spaces of its lane's name may be written as `-`. */
export function actorNames(actor: number, cast: Subject): string[] {
  const label = actorLabel(actor, cast);
  return [ACTORS[actor] as string, label, label.replaceAll(' ', '-')];
}

/** Clause under construction. */
class Draft implements Clause {
  readonly kinds = new Uint8Array(256).fill(1);
  readonly whos = new Uint8Array(256).fill(1);
  windows: Interval[];
  private readonly made: { readonly cost: number; readonly filter: Filter }[] = [];

  constructor(private readonly length: number) {
    this.windows = outside([], length);
  }

  get filters(): Filter[] {
    return this.made.sort((a, b) => a.cost - b.cost).map((m) => m.filter);
  }

  /** Only kinds for which `is` says what the term wants. */
  keepKinds(negated: boolean, is: (kind: number) => boolean): void {
    for (let k = 0; k < 256; k++) if (is(k) === negated) this.kinds[k] = 0;
  }

  keepWhos(negated: boolean, is: (who: number) => boolean): void {
    for (let w = 0; w < 256; w++) if (is(w) === negated) this.whos[w] = 0;
  }

  /** Only these event numbers. */
  keepEvents(negated: boolean, events: readonly Interval[]): void {
    const set = union(events);
    this.windows = common(this.windows, negated ? outside(set, this.length) : set);
  }

  /** Cheap filters go first. */
  add(negated: boolean, cost: number, filter: Filter): void {
    this.made.push({ cost, filter: negated ? not(filter) : filter });
  }
}

function clauseOf(terms: readonly Term[], context: SearchContext): Checked<Clause> {
  const draft = new Draft(context.columns.length);
  for (const term of terms) {
    const applied = apply(term, draft, context);
    if (!applied.ok) return applied;
    if (!draft.kinds.includes(1)) return nothingLeft(term);
  }
  const { kinds, whos, windows, filters } = draft;
  return fine({ kinds, whos, windows, filters });
}

const nothingLeft = (term: Place) =>
  wrong(
    'invalid',
    term,
    worded`expected an event that the terms before allow, too; found that none is both: alternatives are written a|b`,
  );

const DONE: Checked<null> = fine(null);

function apply(term: Term, draft: Draft, context: SearchContext): Checked<null> {
  const { columns, cast } = context;
  const { negated, ranges, words } = term;
  switch (term.field) {
    case 'event':
    case 'fn':
    case 'rule': {
      const kinds = kindsOf(term.field, words);
      if (!kinds.ok) return kinds;
      draft.keepKinds(negated, (k) => kinds.value.has(k));
      return DONE;
    }
    case 'host': {
      const hosts = hostNames(columns);
      const chosen = chosenOf(words, worded`a host`, hosts);
      if (!chosen.ok) return chosen;
      draft.keepWhos(negated, (w) => chosen.value.has(hostOf(w)));
      return DONE;
    }
    case 'actor': {
      const actors = ACTORS.map((_, actor) => actorNames(actor, cast));
      const chosen = chosenOf(words, worded`an actor`, actors);
      if (!chosen.ok) return chosen;
      draft.keepWhos(negated, (w) => chosen.value.has(actorOf(w)));
      return DONE;
    }
    case 'cpu': {
      const cpus = new NumberSet(ranges);
      draft.keepWhos(negated, (w) => actorOf(w) === VCPU && cpus.meets(cpuOf(w), cpuOf(w)));
      return DONE;
    }
    case 'step':
      // Event n leads to step n + 1.
      draft.keepEvents(negated, ranges.map(eventsOfSteps));
      return DONE;
    case 'time':
      draft.keepEvents(
        negated,
        ranges.map(({ from, to }) => ({ from: columns.firstAt(from), to: columns.firstAt(to + 1) - 1 })),
      );
      return DONE;
    case 'phase':
      return applyPhase(term, draft, context);
    case 'page':
    case 'region':
    case 'pages': {
      if (!negated) draft.keepKinds(false, (k) => scopeOf(k) !== ABOUT.nothing);
      if (term.field === 'pages') draft.add(negated, 1, ofPages(new NumberSet(ranges)));
      else {
        const pages = term.field === 'page' ? ranges : ranges.map(pagesOfRegions);
        draft.add(negated, 2, aboutPages(new NumberSet(pages)));
      }
      return DONE;
    }
    case 'arg':
      draft.add(negated, 0, withArg(new NumberSet(ranges)));
      return DONE;
    case 'cause':
    case 'from': {
      const isNone = (word: Word) => term.field === 'cause' && word.text.toLowerCase() === 'none';
      const kinds = kindsOf(
        'event',
        words.filter((w) => !isNone(w)),
      );
      if (!kinds.ok) return kinds;
      const origin = { kinds: new Uint8Array(256), events: new NumberSet(ranges.map(eventsOfSteps)) };
      for (const k of kinds.value) origin.kinds[k] = 1;
      if (term.field === 'cause') draft.add(negated, 3, causedBy(columns, origin, words.some(isNone)));
      else draft.add(negated, 4, comesFrom(columns, origin));
      return DONE;
    }
  }
}

const eventsOfSteps = ({ from, to }: Interval): Interval => ({ from: from - 1, to: to - 1 });
const pagesOfRegions = ({ from, to }: Interval): Interval => ({
  from: from * PMD_PAGES,
  to: (to + 1) * PMD_PAGES - 1,
});

function kindsOf(field: 'event' | 'fn' | 'rule', words: readonly Word[]): Checked<Set<number>> {
  const find = { event: kindsNamed, fn: kindsOfFn, rule: kindsOfRule }[field];
  const found = new Set<number>();
  for (const word of words) {
    const kinds = find(word.text);
    if (kinds.length === 0) return unknownKind(field, word);
    for (const k of kinds) found.add(k);
  }
  return fine(found);
}

function unknownKind(field: 'event' | 'fn' | 'rule', { text, from, to }: Word) {
  // A verb alone is the commonest slip.
  const verb = `*.${text}`;
  const expected = {
    event: () =>
      !text.includes('.') && kindsNamed(verb).length > 0
        ? worded`an event, perhaps ${verb}`
        : (nearMiss(worded`an event`, [...eventNames().keys(), ...areas().keys()], text) ??
          worded`an event, of one of the areas ${[...areas().keys()].join(', ')}`),
    fn: () =>
      nearMiss(worded`a function`, [...functions().keys()], text) ??
      worded`a function, or a part of one as *userfault*`,
    rule: () => nearMiss(worded`a rule`, [...rules().keys()], text) ?? worded`a rule, as Z2 or Z*`,
  }[field]();
  return wrong('invalid', { from, to }, worded`expected ${expected}; found ${quote(text)}`);
}

/** Numbers of what the words name; `names` are the names of each. */
function chosenOf(
  words: readonly Word[],
  what: string,
  names: readonly (readonly string[])[],
): Checked<Set<number>> {
  const found = new Set<number>();
  for (const word of words) {
    const named = names.flatMap((own, i) => (own.some((name) => isLike(word.text, name)) ? [i] : []));
    if (named.length === 0) {
      const first = [...new Set(names.map((own) => own[0]!))];
      return wrong(
        'invalid',
        word,
        worded`expected ${oneOf(what, first, word.text)}; found ${quote(word.text)}`,
      );
    }
    for (const i of named) found.add(i);
  }
  return fine(found);
}

/** A phase is found by its name, its label or its number; an operation of a script by its text. */
function applyPhase({ words, ranges, negated }: Term, draft: Draft, context: SearchContext): Checked<null> {
  const { phases, columns } = context;
  const names = phases.map((p) => [p.name, p.label]);
  // A phase that this run does not have is no slip.
  const all = [...names, ...SHOWN_PHASES.map((name) => [name])];
  const chosen = chosenOf(words, worded`a phase`, all);
  if (!chosen.ok) return chosen;
  const numbers = new NumberSet(ranges);
  const windows = phases.flatMap(({ step }, i) => {
    if (!chosen.value.has(i) && !numbers.meets(i + 1, i + 1)) return [];
    return [{ from: step - 1, to: (phases[i + 1]?.step ?? columns.length + 1) - 2 }];
  });
  draft.keepEvents(negated, windows);
  return DONE;
}
