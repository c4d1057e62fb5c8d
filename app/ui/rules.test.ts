/** Every rule id that the screen may show leads to a sentence and its source. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CATALOGUE } from '../../engine/check/hazards/catalogue.ts';
import { KINDS } from '../../engine/event/event.ts';
import { CHANGES, COST_PROFILES } from '../../engine/index.ts';
import { idsIn, readRules } from './rules.ts';
import { readGlossary } from './terms.ts';

const ROOT = new URL('../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const rules = readRules(JSON.parse(text('public/rules.json')));

/** Ids that answers to why-questions name. */
const answers = readdirSync(new URL('engine/why/', ROOT))
  .filter((path) => !path.includes('.test.'))
  .flatMap((path) => [...text(`engine/why/${path}`).matchAll(/rule: '([^']+)'/g)].map((match) => match[1]!));

const NAMED: readonly (readonly [where: string, ids: readonly string[]])[] = [
  ['events', KINDS.map(({ rule }) => rule)],
  ['answers', answers],
  ['hazards', CATALOGUE.map(({ id }) => id)],
  ['changes since the mail', CHANGES.map(({ rule }) => rule)],
  ['glossary', readGlossary(JSON.parse(text('public/glossary.json'))).map(({ rule }) => rule)],
  [
    'costs',
    COST_PROFILES.flatMap(({ sources }) =>
      Object.values(sources).flatMap((source) => ('published' in source ? [source.published] : [])),
    ),
  ],
];

it.each(NAMED)('each rule that %s name has a sentence and a source', (_, named) => {
  const known = new Set(rules.map(({ id }) => id));
  const ids = named.flatMap(idsIn);
  expect(ids.length).toBeGreaterThan(5);
  expect(ids.filter((id) => !known.has(id))).toEqual([]);
});

it('a rule is named by something, or another rule follows from it', () => {
  const used = new Set([
    ...NAMED.flatMap(([, named]) => named.flatMap(idsIn)),
    ...rules.flatMap(({ source }) => source.match(/\b[A-Z]+\d+(?:\.\d+)?\b/g) ?? []),
  ]);
  expect(rules.map(({ id }) => id).filter((id) => !used.has(id))).toEqual([]);
});

it('each is one or more whole sentences with a source, once', () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const { id, words, source } of rules) {
    expect(words, id).toMatch(/^\S.+\.$/s);
    expect(source.trim(), id).not.toBe('');
  }
});
