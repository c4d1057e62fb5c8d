/** What a reader sees is in the catalogue, and nothing in the catalogue is unused. */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';

const APP = new URL('../', import.meta.url);
const paths = readdirSync(APP, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path),
);
const read = (path: string): string => readFileSync(new URL(path, APP), 'utf8');
const parse = (path: string) => ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);

const catalogue = paths.filter((path) => /^texts\/\w+\.ts$/.test(path));
const chinese = paths.filter((path) => /^texts\/zh\/\w+\.ts$/.test(path));
const sources = paths.filter((path) => !path.startsWith('texts/'));

/** Attributes and properties whose text is shown or read out. */
const SHOWN =
  /^(aria-(label|description|roledescription|valuetext)|title|label|placeholder|alt|face|summary|hint|caption|otherwise)$/;
/** The same in every language: the name of the page, names of the kernel, keys, units. */
const NAMES = new Set(
  'fault line Faultline VMA AnonHugePages Rss pages_to_scan max_ptes_none Tab CPU MB/s µs'.split(' '),
);
/** Identifiers that stand in rows beside words: how a value is coloured. */
const TONES = new Set(['ok', 'warn', 'bad']);

const hasWord = (text: string) => /\p{L}{2}/u.test(text) && !NAMES.has(text.trim());

/** The literals that an expression may come to, with their text. */
function literalsOf(node: ts.Node): [ts.Node, string][] {
  if (ts.isStringLiteralLike(node)) return [[node, node.text]];
  if (ts.isTemplateExpression(node))
    return [
      [
        node,
        [node.head, ...node.templateSpans.map((span) => span.literal)].map((part) => part.text).join(' '),
      ],
      ...node.templateSpans.flatMap((span) => literalsOf(span.expression)),
    ];
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)];
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression);
  if (ts.isBinaryExpression(node))
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return literalsOf(node.right);
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionToken:
      case ts.SyntaxKind.PlusToken:
        return [...literalsOf(node.left), ...literalsOf(node.right)];
    }
  return [];
}

/** Whether an array is a row of facts: one in a list that is not declared as something else, or one that is pushed. */
function isRow(array: ts.Node): boolean {
  const { parent } = array;
  if (ts.isCallExpression(parent)) return /\.push$/.test(parent.expression.getText());
  if (!ts.isArrayLiteralExpression(parent)) return false;
  let around: ts.Node = parent;
  while (!ts.isStatement(around) && !ts.isJsxAttribute(around)) {
    if (ts.isAsExpression(around)) return false;
    if (ts.isVariableDeclaration(around) && around.type) return around.type.getText() === 'Row[]';
    around = around.parent;
  }
  return true;
}

/** What a node shows by its place: text and children of an element, its spoken attributes, and rows. */
function shownBy(node: ts.Node): [ts.Node, string][] {
  if (ts.isJsxText(node)) return [[node, node.text]];
  if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent))
    return literalsOf(node.expression);
  if (ts.isJsxAttribute(node) && SHOWN.test(node.name.getText()) && node.initializer)
    return literalsOf(
      ts.isJsxExpression(node.initializer) ? (node.initializer.expression ?? node) : node.initializer,
    );
  if (ts.isPropertyAssignment(node) && SHOWN.test(node.name.getText().replace(/'/g, '')))
    return literalsOf(node.initializer);
  if (ts.isCallExpression(node) && /\.setAttribute$/.test(node.expression.getText())) {
    const [name, value] = node.arguments;
    return name && value && ts.isStringLiteral(name) && SHOWN.test(name.text) ? literalsOf(value) : [];
  }
  if (ts.isArrayLiteralExpression(node) && isRow(node))
    return node.elements.flatMap(literalsOf).filter(([, text]) => !TONES.has(text));
  return [];
}

/** Words that a component has of its own, with their line. */
function ownWords(path: string): string[] {
  const file = parse(path);
  const found: string[] = [];
  const walk = (node: ts.Node): void => {
    for (const [at, text] of shownBy(node))
      if (hasWord(text))
        found.push(`${path}:${file.getLineAndCharacterOfPosition(at.getStart()).line + 1} ${text.trim()}`);
    ts.forEachChild(node, walk);
  };
  walk(file);
  return found;
}

it('no component has words of its own', () => {
  const components = sources.filter((path) => path.endsWith('.tsx'));
  expect(components.length).toBeGreaterThan(80);
  expect(components.flatMap(ownWords)).toEqual([]);
});

/** Those of a part of the catalogue: the object that is given to `inLanguage`. */
function propertiesOf(initializer: ts.Expression | undefined): readonly ts.ObjectLiteralElementLike[] {
  const english = initializer && ts.isCallExpression(initializer) ? initializer.arguments[1] : undefined;
  return english && ts.isObjectLiteralExpression(english) ? english.properties : [];
}

/** The parts of the catalogue in a file, by name: of English the objects given to `inLanguage`, else those of `words`. */
function partsIn(path: string): [string, ts.Expression][] {
  return parse(path).statements.flatMap((statement): [string, ts.Expression][] => {
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(
      ({ name, initializer }): [string, ts.Expression][] => {
        if (!initializer) return [];
        if (ts.isCallExpression(initializer) && initializer.expression.getText() === 'inLanguage')
          return [[name.getText(), initializer.arguments[1]!]];
        return ts.isObjectLiteralExpression(initializer) && name.getText() === 'words'
          ? initializer.properties.flatMap((p): [string, ts.Expression][] =>
              ts.isPropertyAssignment(p) ? [[p.name.getText(), p.initializer]] : [],
            )
          : [];
      },
    );
  });
}

/** `name.key` for each text of the catalogues in a file. */
function textsOf(path: string): [string, string][] {
  return parse(path).statements.flatMap((statement): [string, string][] => {
    if (!ts.isVariableStatement(statement) || !statement.modifiers) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }): [string, string][] =>
      propertiesOf(initializer).map((p) => [name.getText(), p.name?.getText().replace(/'/g, '') ?? '']),
    );
  });
}

it.each(catalogue)('%s is used, word for word', (path) => {
  const texts = textsOf(path);
  expect(texts.length).toBeGreaterThan(0);
  const users = sources.map((source) => read(source)).filter((text) => text.includes(`/${path}'`));
  const unused = texts.filter(([catalogue, key]) => {
    // Tables that are read as a whole, by the ids of what they describe.
    if (/^[A-Z]+$/.test(catalogue)) return false;
    const text = users.filter((user) => new RegExp(`\\b${catalogue}\\b[^;]*texts/`).test(user)).join('\n');
    return !new RegExp(`\\.${key}\\b|['"]${key}['"]|\\b${key}\\b(?=:| \\})`).test(text);
  });
  expect(unused).toEqual([]);
});

/** A text that begins or ends with a space is a piece of a sentence that is glued together somewhere. */
function spaced(node: ts.Node): boolean {
  const edge = (first: string, last: string) => /^\s/.test(first) || /\s$/.test(last);
  if (ts.isStringLiteralLike(node)) return edge(node.text, node.text);
  if (ts.isTemplateExpression(node))
    return edge(node.head.text, node.templateSpans.at(-1)?.literal.text ?? '');
  return false;
}

/** The texts of a catalogue's property: those that it holds, or that its function may return. */
function textsIn(node: ts.Node): ts.Node[] {
  if (ts.isObjectLiteralExpression(node))
    return node.properties.flatMap((p) => (ts.isPropertyAssignment(p) ? textsIn(p.initializer) : []));
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(textsIn);
  if (ts.isArrowFunction(node)) return ts.isBlock(node.body) ? [] : textsIn(node.body);
  if (ts.isConditionalExpression(node)) return [...textsIn(node.whenTrue), ...textsIn(node.whenFalse)];
  if (ts.isAsExpression(node) || ts.isParenthesizedExpression(node)) return textsIn(node.expression);
  return [node];
}

it('no text begins or ends with a space', () => {
  const found = [...catalogue, ...chinese].flatMap((path) =>
    partsIn(path).flatMap(([, part]) =>
      textsIn(part)
        .filter(spaced)
        .map((text) => `${path}: ${text.getText()}`),
    ),
  );
  expect(found).toEqual([]);
});

/** Names under which a file has parts of the catalogue. */
function catalogueNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    if (!/\/texts\/\w+\.ts'$/.test(statement.moduleSpecifier.getText())) continue;
    const bindings = statement.importClause?.namedBindings;
    if (bindings && ts.isNamedImports(bindings))
      for (const { name } of bindings.elements) names.add(name.text);
  }
  return names;
}

/** A text of the catalogue: `words.a`, `words.a.b[c]`, `words.a(…)`. */
function isText(node: ts.Node, names: ReadonlySet<string>): boolean {
  let at: ts.Node = node;
  while (ts.isCallExpression(at) || ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at))
    at = at.expression;
  return at !== node && ts.isIdentifier(at) && names.has(at.text);
}

/** Whether an expression may come to a text of the catalogue. */
function mayBeText(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (ts.isParenthesizedExpression(node)) return mayBeText(node.expression, names);
  if (ts.isConditionalExpression(node))
    return mayBeText(node.whenTrue, names) || mayBeText(node.whenFalse, names);
  if (ts.isBinaryExpression(node)) return mayBeText(node.right, names) || mayBeText(node.left, names);
  return isText(node, names);
}

/** What stands beside a text in the same element: another text, or a value; not an element, which has a line of its own. */
function standsBeside(child: ts.JsxChild, names: ReadonlySet<string>): boolean {
  if (ts.isJsxText(child)) return child.text.trim() !== '' && /[\p{L}\p{N},.:;?!]/u.test(child.text);
  if (!ts.isJsxExpression(child) || !child.expression) return false;
  if (mayBeText(child.expression, names)) return true;
  return (
    ts.isIdentifier(child.expression) ||
    ts.isPropertyAccessExpression(child.expression) ||
    ts.isTemplateExpression(child.expression)
  );
}

/** Sentences that a component glues: a text beside another text or a value in one element, in one template, or added to one. */
function glued(path: string): string[] {
  const file = parse(path);
  const names = catalogueNames(file);
  const found: string[] = [];
  const report = (node: ts.Node) =>
    found.push(
      `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.getText().replace(/\s+/g, ' ').slice(0, 100)}`,
    );
  const walk = (node: ts.Node): void => {
    if (ts.isJsxElement(node) || ts.isJsxFragment(node)) {
      const texts = node.children.filter((child) => standsBeside(child, names));
      const own = texts.filter(
        (child) => ts.isJsxExpression(child) && child.expression && mayBeText(child.expression, names),
      );
      if (own.length > 0 && texts.length > 1) report(node);
    }
    if (
      ts.isTemplateExpression(node) &&
      node.templateSpans.some(({ expression }) => mayBeText(expression, names))
    )
      report(node);
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.PlusToken &&
      (isText(node.left, names) || isText(node.right, names))
    )
      report(node);
    ts.forEachChild(node, walk);
  };
  walk(file);
  return found;
}

it('no sentence is glued from texts', () => {
  expect(sources.filter((path) => !path.startsWith('testing/')).flatMap(glued)).toEqual([]);
});
