/** What may stand at a place of a script. Plain functions over text, so that an editor only has to show it. */
import { formOf, GRAMMAR, OP_NAMES, type OpName, type Option, usage } from '../../engine/index.ts';
import { HELP } from '../texts/script.ts';

export interface Offer {
  readonly label: string;
  /** The operation's usage beside its name. */
  readonly detail?: string;
  readonly info?: string;
}

export interface Offers {
  /** Where the word under the cursor begins: an index into the line. */
  readonly from: number;
  readonly offers: readonly Offer[];
  /** The word may be left out: offered unasked only after its first letter. */
  readonly optional: boolean;
}

/** `before` is the line up to the cursor; `regions` are the names that the lines above made. */
export function offersAt(before: string, regions: readonly string[]): Offers | null {
  if (before.includes('#')) return null;
  const partial = /\S*$/.exec(before)?.[0] ?? '';
  const from = before.length - partial.length;
  const words = before
    .slice(0, from)
    .split(/\s+/)
    .filter((w) => w !== '');
  const found = words.length === 0 ? { offers: OPERATIONS, optional: true } : after(words, regions);
  if (!found) return null;
  const offers = found.offers.filter(({ label }) => isNear(label, partial));
  // A finished word needs no list, and Enter after it is meant to end the line.
  if (offers.length === 0 || (offers.length === 1 && offers[0]?.label === partial)) return null;
  return { from, offers: found.offers, optional: found.optional };
}

const OPERATIONS: readonly Offer[] = OP_NAMES.map((op) => ({
  label: op,
  detail: usage(op).slice(op.length).trim(),
  info: HELP[op],
}));

/** Whether the letters come in this order, in either case: what the editor's own filter keeps, too. */
function isNear(label: string, partial: string): boolean {
  const low = label.toLowerCase();
  let at = 0;
  for (const letter of partial.toLowerCase()) {
    at = low.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

const plain = (words: readonly string[]): readonly Offer[] => words.map((label) => ({ label }));

function after(
  words: readonly string[],
  regions: readonly string[],
): { offers: readonly Offer[]; optional: boolean } | null {
  const form = formOf(words[0] ?? '');
  if (!form) return null;
  const given = words.slice(1);
  const param = form.params[given.length];
  if (!param) {
    const isWord = (o: Option, w: string) => (o.value === null ? w.startsWith(o.word) : w === o.word);
    const set = form.options.filter((o) => given.some((w) => isWord(o, w))).map((o) => o.field);
    const rest = form.options.filter((o) => !set.includes(o.field));
    const list = form.list?.words.filter((w) => !given.includes(w)) ?? [];
    return { offers: plain([...rest.map((o) => o.word), ...list]), optional: true };
  }
  switch (param.kind.is) {
    case 'region':
      return { offers: plain(regions), optional: false };
    case 'word':
      return { offers: plain(param.kind.words), optional: false };
    case 'knob':
      return { offers: plain(Object.keys(param.kind.knobs)), optional: false };
    case 'value-of-knob': {
      const knob = form.params[given.length - 1];
      const name = given.at(-1) ?? '';
      const values =
        knob?.kind.is === 'knob' && Object.hasOwn(knob.kind.knobs, name) ? knob.kind.knobs[name] : [];
      return { offers: plain((values ?? []).filter((v) => typeof v === 'string')), optional: false };
    }
    case 'new-region':
    case 'size':
    case 'number':
      return null;
  }
}

/** Names of regions that a text makes, each once, in order. */
export function regionsOf(text: string): string[] {
  const made = text.matchAll(
    /^[ \t]*(?:mmap[ \t]+([A-Za-z]\w*)|mremap(?:[ \t]+[^\s#]+){3}[ \t]+([A-Za-z]\w*))/gm,
  );
  return [...new Set(Array.from(made, (m) => (m[1] ?? m[2])!))];
}

/** An operation's usage and meaning; null when `word` is none. */
export function explain(word: string): { usage: string; help: string } | null {
  if (!Object.hasOwn(GRAMMAR, word)) return null;
  return { usage: usage(word as OpName), help: HELP[word as OpName] };
}
