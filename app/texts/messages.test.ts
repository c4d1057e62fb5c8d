/** Messages about what cannot be used: each has a Chinese text with the same values, and none is given past the catalogue. */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { messages } from '../../engine/words/zh/messages.ts';
import { reference } from '../../engine/words/zh/reference.ts';

const ROOT = new URL('../../', import.meta.url);
const paths = ['app', 'engine'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\./.test(path))
    .map((path) => `${folder}/${path}`),
);
const parse = (path: string) =>
  ts.createSourceFile(path, readFileSync(new URL(path, ROOT), 'utf8'), ts.ScriptTarget.Latest, true);

/** Calls `see` with every node; it says whether to go on inside. */
function walk(node: ts.Node, see: (node: ts.Node) => boolean): void {
  if (see(node)) ts.forEachChild(node, (child) => walk(child, see));
}

const isWorded = (node: ts.Node): node is ts.TaggedTemplateExpression =>
  ts.isTaggedTemplateExpression(node) && /^(worded|later)$/.test(node.tag.getText());

/** The text of a literal with `{1}` in the place of the first value. */
const textOf = (literal: ts.TemplateLiteral | ts.StringLiteral): string =>
  ts.isTemplateExpression(literal)
    ? literal.templateSpans.reduce(
        (text, span, i) => `${text}{${i + 1}}${span.literal.text}`,
        literal.head.text,
      )
    : literal.text;

const english = new Set<string>();
for (const path of paths)
  walk(parse(path), (node) => {
    if (isWorded(node)) english.add(textOf(node.template));
    return true;
  });

const chinese = new Map(Object.entries({ ...messages, ...reference }));
const valuesIn = (text: string): string[] => [...new Set(text.match(/\{\d\}/g))].sort();
/** Three words in a row that are no names. */
const SENTENCE = /\b[A-Za-z][a-z]+ [a-z]{2,} [a-z]{2,}\b/;

it('each has a Chinese text, and none is left over', () => {
  expect(english.size).toBeGreaterThan(400);
  expect([...english].filter((text) => !chinese.has(text))).toEqual([]);
  expect([...chinese.keys()].filter((text) => !english.has(text))).toEqual([]);
  expect(Object.keys(messages).filter((text) => Object.hasOwn(reference, text))).toEqual([]);
});

it('the Chinese text has the same values and no English sentence', () => {
  for (const [text, own] of chinese) {
    expect(valuesIn(own), text).toEqual(valuesIn(text));
    expect(own, text).not.toMatch(SENTENCE);
    expect(own, text).not.toMatch(/^\s|\s$/);
    if (SENTENCE.test(text)) expect(own, text).toMatch(/\p{Script=Han}/u);
  }
});

/** Calls whose argument of this number a reader sees. */
const SHOWN: readonly (readonly [call: RegExp, argument: number])[] = [
  [/^bad$/, 2],
  [/^(wrong|this\.fail|this\.stop|invalid|refuse|noteAt)$/, 1],
  [/^wrong$/, 2],
  [/^(refuse|this\.stop)$/, 2],
  [/^v\.(string|number|boolean|integer|finite)$/, 0],
  [/^v\.(check|regex|minLength|maxLength|picklist|object|array|literal|union|length|startsWith)$/, 1],
  [/^v\.(variant|record|custom)$/, 2],
];
/** What is only seen by who makes the app, or the page around an embedded one. */
const UNSEEN = /^engine\/(bench|conformance|testing)\/|^app\/ui\/rules\.ts$/;

it('no message is given past the catalogue', () => {
  const found: string[] = [];
  for (const path of paths.filter((one) => !UNSEEN.test(one)))
    walk(parse(path), (node) => {
      if (!ts.isCallExpression(node)) return true;
      const call = node.expression.getText();
      for (const [name, argument] of SHOWN) {
        const given = node.arguments[argument];
        if (!given || !name.test(call)) continue;
        walk(given, (inside) => {
          if (isWorded(inside) || ts.isFunctionLike(inside)) return false;
          if (
            (ts.isStringLiteralLike(inside) || ts.isTemplateExpression(inside)) &&
            / [a-z]{2,}/.test(textOf(inside))
          )
            found.push(`${path}: ${textOf(inside)}`);
          return true;
        });
      }
      return true;
    });
  expect(found).toEqual([]);
});
