/** The catalogue of another language has every part and every text of the English one, takes the same values, and uses them. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, inLanguage, speak } from '../../engine/index.ts';
import { zh as ofEngine } from '../../engine/words/zh/index.ts';
import { readRules } from '../ui/rules.ts';
import { readGlossary } from '../ui/terms.ts';
import { zh as ofPage } from './zh/index.ts';

const zh: Catalogue = { ...ofEngine, ...ofPage };

const FOLDER = new URL('./', import.meta.url);
const files = readdirSync(FOLDER).filter((f) => /^\w+\.ts$/.test(f));
type Part = Readonly<Record<string, unknown>>;
/** The parts of the page in English, by name. */
const english: Record<string, Part> = Object.assign(
  {},
  ...(await Promise.all(files.map((f) => import(new URL(f, FOLDER).href)))),
);

beforeAll(() => speak('zh', zh));
afterAll(() => speak('en', {}));

/** Texts of a part by their path. */
function textsOf(part: unknown, path: string): [string, unknown][] {
  if (typeof part !== 'object' || part === null) return [[path, part]];
  return Object.entries(part).flatMap(([key, one]) => textsOf(one, `${path}.${key}`));
}

it('every part that the code asks for is there, each name once', () => {
  const asked = ['app', 'engine'].flatMap((folder) => {
    const root = new URL(`../../${folder}/`, import.meta.url);
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((f) => /\.tsx?$/.test(f) && !/\.test\./.test(f))
      .flatMap((f) =>
        [...readFileSync(new URL(f, root), 'utf8').matchAll(/inLanguage(?:<[^(]*>)?\(\s*'(\w+)'/g)].map(
          (m) => m[1]!,
        ),
      );
  });
  expect(asked.length).toBeGreaterThan(50);
  expect(asked.filter((name, i) => asked.indexOf(name) !== i)).toEqual([]);
  expect(asked.filter((name) => !Object.hasOwn(zh, name))).toEqual([]);
  expect(Object.keys(zh).filter((name) => !asked.includes(name))).toEqual([]);
  expect(inLanguage('ui', { close: 'Close' }).close).toBe('关闭');
});

const parts = Object.keys(english).filter((name) => Object.hasOwn(zh, name));

describe.each(parts)('%s', (name) => {
  const own = new Map(textsOf(zh[name], name));
  const texts = textsOf(english[name], name);

  it('has each text once, with as many values', () => {
    for (const [path, text] of texts) {
      const other = own.get(path);
      expect(typeof other, path).toBe(typeof text);
      if (typeof text === 'function') expect((other as typeof text).length, path).toBe(text.length);
    }
    const more = [...own.keys()].filter((path) => !texts.some(([one]) => one === path));
    // A value of a knob that is called by its id in English may have a name.
    expect(more.filter((path) => !path.startsWith('knobs.options.'))).toEqual([]);
  });
});

/** Places for values in a text of a story: `{…}`. */
const placesIn = (text: string): string[] => (text.match(/\{[^}]+\}/g) ?? []).sort();

/** Texts of JSON by their path, where `texts` has one too. */
function pairs(base: unknown, texts: unknown, path: string): [string, string, string][] {
  if (typeof base === 'string') return typeof texts === 'string' ? [[path, base, texts]] : [];
  if (typeof base !== 'object' || base === null || typeof texts !== 'object' || texts === null) return [];
  return Object.entries(base).flatMap(([key, one]) => pairs(one, (texts as Part)[key], `${path}.${key}`));
}

const SITE = new URL('../../public/', import.meta.url);
const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, SITE), 'utf8'));

it('the glossary has the same terms and rules', () => {
  const of = (path: string) => readGlossary(json(path)).map(({ term, rule }) => [term, rule]);
  expect(of('glossary.zh.json')).toEqual(of('glossary.json'));
});

/** Words of a source that is no name: a sentence about where a rule is from. */
const SENTENCE = /^(Follows|An estimate|Arithmetic|Faultline's)| of Linux |^Andrea/;

it('each rule has its sentence, and its source where that is no name', () => {
  const rules = readRules(json('rules.json'));
  const texts = readRules(json('rules.zh.json'));
  expect(texts.map(({ id, url }) => [id, url])).toEqual(rules.map(({ id, url }) => [id, url]));
  for (const [i, { id, words, source }] of texts.entries()) {
    expect(words, id).toMatch(/\p{Script=Han}.*。$/u);
    if (SENTENCE.test(rules[i]!.source)) expect(source, id).toMatch(/\p{Script=Han}/u);
    else expect(source, id).toBe(rules[i]!.source);
  }
});

const stories = readdirSync(new URL('stories/', SITE)).filter((f) => f.endsWith('.json'));

describe.each(stories)('%s', (file) => {
  const texts = json(`stories/zh/${file}`);
  const base = json(`stories/${file}`);
  const both = pairs(base, texts, file);

  it('is the same story: each paragraph and question, with the same values in it', () => {
    const shown = /\.(title|summary|ask|right|wrong)$|\.(text|options)\.\d+$/;
    const wanted = textsOf(base, file).flatMap(([path, text]) =>
      shown.test(path) && typeof text === 'string' ? [path] : [],
    );
    const got = new Map(both.map(([path, , text]) => [path, text]));
    expect(wanted.filter((path) => !got.has(path))).toEqual([]);
    for (const [path, one, other] of both) {
      expect(placesIn(other), path).toEqual(placesIn(one));
      if (/\p{L}{4}/u.test(one.replace(/\{[^}]+\}|`[^`]+`/g, '')) && !/^[\w\s().-]*[A-Z_]{3}/.test(one))
        expect(other, path).toMatch(/\p{Script=Han}|^[\w-]+$/u);
    }
  });

  it('explains terms that are in the glossary', () => {
    const terms = new Set(
      readGlossary(json('glossary.zh.json')).flatMap((e) => [e.term, ...e.also].map((w) => w.toLowerCase())),
    );
    const named = both.flatMap(([, , text]) =>
      [...text.matchAll(/\[\[([^\]]+)\]\]/g)].map((m) => m[1]!.toLowerCase()),
    );
    expect(named.filter((term) => !terms.has(term))).toEqual([]);
  });
});
