/** What a reader sees stands in the catalogue, and nothing stands there in vain. */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';

const APP = new URL('../', import.meta.url);
const paths = readdirSync(APP, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts'),
);
const read = (path: string): string => readFileSync(new URL(path, APP), 'utf8');
const parse = (path: string) => ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);

/** Attributes that are read or heard. */
const SAID =
  /^(aria-(label|description|roledescription|valuetext)|title|label|placeholder|alt|face|summary|hint)$/;
/** Names, which are the same in every language. */
const NAMES = new Set(['fault', 'line', 'Faultline', 'VMA', 'AnonHugePages', 'Rss', 'Tab', 'CPU']);
const isWord = (text: string) => /[A-Za-z]{2}/.test(text) && !NAMES.has(text.trim());

/** Words that a component has of its own, with their line. */
function ownWords(path: string): string[] {
  const file = parse(path);
  const found: string[] = [];
  const note = (node: ts.Node, text: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${path}:${line + 1} ${text.trim()}`);
  };
  /** Literals that an expression between braces may come to. */
  const literals = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) {
      if (/[A-Za-z]{2}.* |^ ?[A-Z][a-z]/.test(node.text) && isWord(node.text)) note(node, node.text);
    } else if (ts.isTemplateExpression(node)) {
      const text = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(' ');
      if (/[a-z]{2}.* .*[a-z]{2}/i.test(text)) note(node, text);
    } else if (ts.isConditionalExpression(node)) {
      literals(node.whenTrue);
      literals(node.whenFalse);
    } else if (ts.isBinaryExpression(node)) literals(node.right);
    else if (ts.isParenthesizedExpression(node)) literals(node.expression);
  };
  const walk = (node: ts.Node): void => {
    if (ts.isJsxText(node) && isWord(node.text)) note(node, node.text);
    if (ts.isJsxAttribute(node) && SAID.test(node.name.getText()) && node.initializer) {
      if (ts.isStringLiteral(node.initializer)) {
        if (isWord(node.initializer.text)) note(node, node.initializer.text);
      } else if (ts.isJsxExpression(node.initializer) && node.initializer.expression)
        literals(node.initializer.expression);
    }
    if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent))
      literals(node.expression);
    ts.forEachChild(node, walk);
  };
  walk(file);
  return found;
}

it('no component has words of its own', () => {
  const components = paths.filter((path) => path.endsWith('.tsx'));
  expect(components.length).toBeGreaterThan(80);
  expect(components.flatMap(ownWords)).toEqual([]);
});

const catalogue = paths.filter((path) => path.startsWith('texts/') && path !== 'texts/language.ts');
const sources = paths.filter((path) => !path.startsWith('texts/'));

/** Names of the words that stand under `en`. */
function wordsOf(path: string): string[] {
  const names: string[] = [];
  const walk = (node: ts.Node): void => {
    if (
      ts.isPropertyAssignment(node) &&
      node.name.getText() === 'en' &&
      ts.isObjectLiteralExpression(node.initializer)
    )
      for (const p of node.initializer.properties) if (p.name) names.push(p.name.getText().replace(/'/g, ''));
    ts.forEachChild(node, walk);
  };
  walk(parse(path));
  return names;
}

it.each(catalogue)('%s is used, word for word', (path) => {
  const names = wordsOf(path);
  expect(names.length).toBeGreaterThan(0);
  // Tables that are looked up as a whole, by the ids of what they describe.
  if (/texts\/(hints|help)\.ts$/.test(path)) return;
  const users = sources.filter((source) => read(source).includes(path.replace('texts/', '/texts/')));
  const text = users.map(read).join('\n');
  const dynamic = (name: string) => new RegExp(`['"]${name}['"]|\\b${name}\\b(?=:| \\})`).test(text);
  const vain = names.filter((name) => !new RegExp(`\\.${name}\\b`).test(text) && !dynamic(name));
  expect(vain).toEqual([]);
});
