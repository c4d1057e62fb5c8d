/** Names of events as queries write them. */
import { KINDS, type KindRow } from '../event/event.ts';

/** Whether `text` is the pattern, in either case; `*` stands for any letters. Takes time |pattern| × |text| at most. */
export function isLike(pattern: string, text: string): boolean {
  const p = pattern.toLowerCase();
  const t = text.toLowerCase();
  let at = 0;
  let star = -1;
  let kept = 0;
  let i = 0;
  while (i < t.length) {
    if (p[at] === '*') {
      star = at++;
      kept = i;
    } else if (p[at] === t[i]) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++kept;
    } else return false;
  }
  while (p[at] === '*') at++;
  return at === p.length;
}

/** Kinds by a name, a pattern, or an area, which has no dot. */
export function kindsNamed(word: string): number[] {
  const pattern = /[.*]/.test(word) ? word : `${word}.*`;
  return kindsWhere((kind) => isLike(pattern, kind.name));
}

/** Kinds by function. */
export function kindsOfFn(word: string): number[] {
  return kindsWhere(({ fn }) => fn !== '' && isLike(word, fn));
}

/** Kinds by rule; K4 is also K4.10. */
export function kindsOfRule(word: string): number[] {
  return kindsWhere(({ rule }) => isLike(word, rule) || isLike(`${word}.*`, rule));
}

function kindsWhere(is: (kind: KindRow) => boolean): number[] {
  return KINDS.flatMap((spec, kind) => (is(spec) ? [kind] : []));
}

/** What there is to ask for, in the order of the alphabet, with its kinds. */
export const eventNames = (): Map<string, number[]> => kindsBy(({ name }) => name);
export const areas = (): Map<string, number[]> => kindsBy(({ name }) => name.slice(0, name.indexOf('.')));
export const functions = (): Map<string, number[]> => kindsBy(({ fn }) => fn);
export const rules = (): Map<string, number[]> => kindsBy(({ rule }) => rule);

function kindsBy(wordOf: (kind: KindRow) => string): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const kind of kindsWhere((spec) => wordOf(spec) !== '')) {
    const word = wordOf(KINDS[kind]!);
    found.set(word, [...(found.get(word) ?? []), kind]);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
