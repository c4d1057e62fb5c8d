/** The glossary as it was fetched, and how a text falls into its terms. */
import { useQuery } from '@tanstack/react-query';
import * as v from 'valibot';
import { inOwnLanguage } from './reference.ts';

const Glossary = v.array(
  v.object({
    term: v.string(),
    words: v.string(),
    /** Where FACTS says more. */
    rule: v.string(),
    /** Other words for it. */
    also: v.optional(v.array(v.string()), []),
  }),
);

export type Entry = v.InferOutput<typeof Glossary>[number];

/** By any word for it, in lower case. */
export type Terms = ReadonlyMap<string, Entry>;

const NONE: Terms = new Map();

export function termsOf(entries: readonly Entry[]): Terms {
  return new Map(entries.flatMap((e) => [e.term, ...e.also].map((word) => [word.toLowerCase(), e] as const)));
}

export const readGlossary = (input: unknown): readonly Entry[] => v.parse(Glossary, input);

/** Empty until the glossary is there, and where it cannot be fetched: words then stand unexplained. */
export function useTerms(): Terms {
  const { data } = useQuery({
    queryKey: ['glossary'],
    queryFn: async ({ signal }) => termsOf(await inOwnLanguage('glossary', readGlossary, signal)),
  });
  return data ?? NONE;
}

export interface Part {
  readonly text: string;
  readonly entry: Entry | null;
}

const patterns = new WeakMap<Terms, RegExp>();

/** Cuts a text at the terms in it; the longest word wins, and a term is explained once. */
export function partsOf(text: string, terms: Terms): Part[] {
  if (terms.size === 0) return [{ text, entry: null }];
  const pattern = patterns.get(terms) ?? patternOf(terms);
  patterns.set(terms, pattern);
  const explained = new Set<Entry>();
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const entry = terms.get(match[0].toLowerCase());
    if (!entry || explained.has(entry)) continue;
    explained.add(entry);
    if (match.index > from) parts.push({ text: text.slice(from, match.index), entry: null });
    parts.push({ text: match[0], entry });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), entry: null });
  return parts;
}

function patternOf(terms: Terms): RegExp {
  const words = [...terms.keys()].sort((a, b) => b.length - a.length);
  const safe = words.map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\w_])(?:${safe.join('|')})(?![\\w_])`, 'gi');
}
