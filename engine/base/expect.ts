/** How errors are worded: what was expected, and what was found. */

import { worded } from './language.ts';

/** Lists longer than this are too long to read beside a near miss. */
const SHORT = 8;

/** And more letters than this, too long to read at all. */
const MOST = 320;

/** `one of rw, r, none`; of a long list only the near miss, when there is one. */
export function oneOf(what: string, words: readonly string[], found: string): string {
  return (
    nearMiss(what, words, found) ?? (words.length === 1 ? words[0]! : worded`${what}, one of ${some(words)}`)
  );
}

/** `a page, perhaps pages`: the near miss in a list that is too long to read; null when there is none. */
export function nearMiss(what: string, words: readonly string[], found: string): string | null {
  const near = words.length > SHORT ? nearest(words, found) : null;
  return near === null ? null : worded`${what}, perhaps ${near}`;
}

/** All words, or of very many those that fit and how many more. */
function some(words: readonly string[]): string {
  let fit = 0;
  for (let letters = 0; fit < words.length; fit++) {
    letters += words[fit]!.length + (fit > 0 ? 2 : 0);
    if (letters > MOST) break;
  }
  const more = words.length - fit;
  return more > 0 ? worded`${words.slice(0, fit).join(', ')} and ${more} more` : words.join(', ');
}

/** A word as an error shows it. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/** The word at most two letters away, or the only one that begins so. */
function nearest(words: readonly string[], found: string): string | null {
  if (found.length > 32) return null;
  const low = found.toLowerCase();
  let best: string | null = null;
  let least = 3;
  for (const w of words) {
    // The distance is at least the difference in length.
    if (Math.abs(w.length - found.length) >= least) continue;
    const d = distance(w.toLowerCase(), low);
    if (d < least && d < w.length / 2) {
      least = d;
      best = w;
    }
  }
  if (best !== null || low.length < 3) return best;
  const begun = words.filter((w) => w.toLowerCase().startsWith(low));
  return begun.length === 1 ? begun[0]! : null;
}

/** Letters to put, drop or change (Levenshtein). Both words are short. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
