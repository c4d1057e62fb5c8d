/** What may stand at a place of a query. Plain functions over text, so that an editor only has to show it. */
import { worded } from '../base/language.ts';
import { sayCount } from '../base/units.ts';
import { ACTORS, actorLabel } from '../event/actor.ts';
import { KINDS } from '../event/event.ts';
import { actorNames, hostNames, type SearchContext } from './compile.ts';
import { FIELD_NAMES, type FieldName, fieldOf } from './fields.ts';
import { areas, eventNames, functions, kindsOfRule, rules } from './names.ts';
import { type Token, tokensOf } from './tokens.ts';

/** `insert` replaces letters [from, to) of the query. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  readonly label: string;
  /** What it means, and how many events of this log it is about. */
  readonly detail: string;
}

/** A run with what its state counted: events by kind. */
export interface CompletionContext extends SearchContext {
  readonly counts: ArrayLike<number>;
}

interface Offer {
  readonly label: string;
  readonly detail: string;
  /** Where it differs from the label. */
  readonly insert?: string;
  /** The commonest first; fields before all names. */
  readonly events?: number;
}

/** What may stand at `cursor` (0…length of `text`), best first; the word around the cursor is replaced. Empty where
 *  only a number can stand, and in a finished word that nothing else begins with. */
export function completions(text: string, cursor: number, context: CompletionContext): Completion[] {
  const tokens = tokensOf(text);
  const at = tokens.findIndex((t) => isTyped(t) && t.from <= cursor && cursor <= t.to);
  const word = tokens[at];
  const before = word ? tokens.slice(0, at) : tokens.filter((t) => t.to <= cursor);
  const after = word ? tokens[at + 1] : tokens.find((t) => t.from >= cursor);
  const { from, to } = word ?? { from: cursor, to: cursor };
  const partial = text.slice(from, cursor).replaceAll('"', '');
  const given = valuesBefore(before);
  const offers = given.field ? valuesOf(given.field, context) : [];
  if (given.field === null) {
    // A field whose sign stands already needs none, and is nothing but a field.
    if (!given.inList) offers.push(...fields(after?.is === 'op' ? '' : '='));
    if (after?.is !== 'op') offers.push(...events(context));
    const last = before.at(-1);
    if (last && last.is !== 'not' && last.is !== 'bar' && !isOr(last)) offers.push(or());
  }
  const ranked = offers
    .filter((o) => !given.words.includes(o.label))
    .map((offer, order) => ({ offer, order, rank: rankOf(offer.label, partial) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank || (b.offer.events ?? 0) - (a.offer.events ?? 0) || a.order - b.order);
  if (ranked.length === 1 && ranked[0]?.offer.label === word?.text && after?.is !== 'op') return [];
  return ranked.map(({ offer: { label, detail, insert } }) => ({
    from,
    to,
    insert: insert ?? quoted(label),
    label,
    detail,
  }));
}

const isTyped = (token: Token): boolean =>
  token.is === 'word' || token.is === 'quoted' || token.is === 'open';
const isOr = (token: Token): boolean => token.is === 'word' && token.text.toLowerCase() === 'or';

const or = (): Offer => ({ label: 'or', detail: worded`the terms before it, or those after it`, events: -1 });

/** Which list of alternatives the tokens end in: of a field's values, or of events (`field` null). */
function valuesBefore(tokens: readonly Token[]): {
  field: FieldName | null | undefined;
  inList: boolean;
  words: string[];
} {
  const words: string[] = [];
  let i = tokens.length - 1;
  for (; tokens[i]?.is === 'bar'; i -= 2) words.push(tokens[i - 1]?.text ?? '');
  const inList = words.length > 0;
  if (tokens[i]?.is !== 'op') return { field: null, inList, words };
  const name = tokens[i - 1]?.text.toLowerCase();
  // Of an unknown field no value is known: neither a field nor an event may stand here.
  return { field: FIELD_NAMES.find((f) => f === name), inList, words };
}

const NO_MATCH = 4;

/** 0 begins so, 1 a part of it does, 2 holds it, NO_MATCH. */
function rankOf(label: string, partial: string): number {
  const low = label.toLowerCase();
  const part = partial.toLowerCase();
  const at = low.indexOf(part);
  if (at <= 0) return at === 0 ? 0 : NO_MATCH;
  return /[.\-_ ]/.test(low[at - 1]!) ? 1 : 2;
}

/** As a query has to write it. A quote in a quoted word can only be a letter of any kind. */
function quoted(value: string): string {
  const [only, ...more] = tokensOf(value);
  const isPlain = only?.is === 'word' && more.length === 0 && only.text === value && !value.includes('..');
  return isPlain ? value : `"${value.replaceAll('"', '*')}"`;
}

const fields = (sign: string): Offer[] =>
  FIELD_NAMES.map((name) => ({
    label: `${name}${sign}`,
    insert: `${name}${sign}`,
    detail: fieldOf(name).help(),
    events: Number.MAX_SAFE_INTEGER,
  }));

function events({ counts }: CompletionContext): Offer[] {
  return [
    ...Array.from(areas(), ([area, kinds]) => ({
      label: `${area}.*`,
      ...counted(worded`${kinds.length} kinds`, kinds, counts),
    })),
    ...Array.from(eventNames(), ([label, kinds]) => ({
      label,
      ...counted(KINDS[kinds[0]!]?.fn ?? '', kinds, counts),
    })),
  ];
}

function valuesOf(field: FieldName, context: CompletionContext): Offer[] {
  const { columns, cast, counts } = context;
  switch (field) {
    case 'host':
      return hostNames(columns).map(([label = '', other = '']) => ({ label, detail: other }));
    case 'actor':
      return ACTORS.map((name, actor) => ({
        label: actorNames(actor, cast)[0] ?? name,
        detail: actorLabel(actor, cast),
      }));
    case 'phase':
      return distinctPhases(context);
    case 'cause':
      return [{ label: 'none', detail: worded`events without a cause in the log` }, ...events(context)];
    case 'from':
      return events(context);
    case 'fn':
      return Array.from(functions(), ([label, kinds]) => ({ label, ...counted('', kinds, counts) }));
    case 'rule':
      return Array.from(rules().keys(), (label) => ({ label, ...counted('', kindsOfRule(label), counts) }));
    default:
      return [];
  }
}

/** Phases by name, or the operations of a script by their text. */
function distinctPhases({ phases, cast }: CompletionContext): Offer[] {
  const seen = new Map<string, Offer>();
  for (const [i, { name, label, step }] of phases.entries()) {
    const [word, detail] = cast === 'script' ? [label, worded`operation ${i + 1}`] : [name, label];
    if (!seen.has(word))
      seen.set(word, { label: word, detail: worded`${detail}, from step ${sayCount(step)}` });
  }
  return [...seen.values()];
}

function counted(
  what: string,
  kinds: readonly number[],
  counts: ArrayLike<number>,
): { detail: string; events: number } {
  const found = kinds.reduce((sum, k) => sum + (counts[k] ?? 0), 0);
  const say = found === 1 ? worded`1 event` : worded`${sayCount(found)} events`;
  return { detail: what === '' ? say : worded`${what}, ${say}`, events: found };
}
