/** The rules that events, hazards, terms and costs name by an id: each a sentence and where it is written down. */
import { useQuery } from '@tanstack/react-query';
import * as v from 'valibot';
import { inOwnLanguage } from './reference.ts';

const Rules = v.array(
  v.object({
    id: v.string(),
    words: v.string(),
    /** A kernel function with its release, a manual page, a file of QEMU or CRIU, a mail, or how it was measured. */
    source: v.string(),
    /** Where the source can be read; none where it is derived or was measured here. */
    url: v.optional(
      v.pipe(v.string(), v.startsWith('https://', 'expected an address that begins with https://')),
    ),
  }),
);

export type Rule = v.InferOutput<typeof Rules>[number];

export const readRules = (input: unknown): readonly Rule[] => v.parse(Rules, input);

/** The ids in a text that may name several: `N14, N16`. */
export const idsIn = (text: string): readonly string[] =>
  text.split(',').flatMap((id) => (id.trim() === '' ? [] : [id.trim()]));

const NONE: ReadonlyMap<string, Rule> = new Map();

/** By id; empty until the rules are there, and where they cannot be fetched. */
export function useRules(): ReadonlyMap<string, Rule> {
  const { data } = useQuery({
    queryKey: ['rules'],
    queryFn: async ({ signal }) => {
      const rules = await inOwnLanguage('rules', readRules, signal);
      return new Map(rules.map((rule) => [rule.id, rule]));
    },
  });
  return data ?? NONE;
}
