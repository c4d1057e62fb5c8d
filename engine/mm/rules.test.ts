/** Holds the list of rules in README.md and the citations in the code against each other. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ENGINE = fileURLToPath(new URL('..', import.meta.url));
const README = readFileSync(`${ENGINE}mm/README.md`, 'utf8');

const numbered = (letter: string, last: number) =>
  Array.from({ length: last }, (_, i) => `${letter}${i + 1}`);
const IDS = [
  ...numbered('V', 15),
  ...numbered('F', 15),
  ...numbered('Z', 14),
  ...numbered('K', 14),
  'K3a',
  ...numbered('U', 18),
];
/** Parts of a rule that have a number of their own: K4.1 to K4.10. */
const PARTS: Readonly<Record<string, number>> = { K4: 10 };

/** Ids of these sections in a text, as whole words, parts and all. `V2-V4` is two of them. */
const idsIn = (text: string): string[] =>
  Array.from(text.matchAll(/\b[VFZKU][0-9]+[a-z]?(?:\.[0-9]+)?\b/g), ([id]) => id);
const cites = (text: string, id: string): boolean => idsIn(text).some((one) => one.split('.')[0] === id);

/** `V2-V4` spelled out: whoever cites a range cites what is in it. */
const spelledOut = (text: string): string =>
  text.replace(/\b([VFZKU])([0-9]+)-\1([0-9]+)\b/g, (_, letter, from, to) =>
    numbered(letter, Number(to))
      .slice(Number(from) - 1)
      .join(' '),
  );

function exists(cited: string): boolean {
  const [id, part] = cited.split('.') as [string, string?];
  return IDS.includes(id) && (part === undefined || (Number(part) >= 1 && Number(part) <= (PARTS[id] ?? 0)));
}

/** Code below `engine/`, by path; this file, which has to talk about ids that do not exist, left out. */
const CODE = new Map(
  readdirSync(ENGINE, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(ts|c)$/.test(path) && path !== 'mm/rules.test.ts')
    .sort()
    .map((path) => [path, readFileSync(`${ENGINE}${path}`, 'utf8')] as const),
);

const NOT_MODELLED = 'not modelled: ';
const ROWS = Array.from(
  README.matchAll(/^\| ([A-Z][0-9][^ |]*) \| ([^|]+) \| ([^|]+) \|$/gm),
  ([, id, about, where]) => ({ id: id!, about: about!, where: where! }),
);
const modelled = ROWS.filter((row) => !row.where.startsWith(NOT_MODELLED));
const notModelled = ROWS.filter((row) => row.where.startsWith(NOT_MODELLED));
const pathsIn = (text: string) => Array.from(text.matchAll(/`([a-z]+\/[^`\n]+\.ts)`/g), ([, path]) => path!);

describe('the rules in engine/mm/README.md', () => {
  it('are all there, each once', () => {
    expect(ROWS.map((row) => row.id).sort()).toEqual([...IDS].sort());
  });

  it.each(modelled)('$id is cited by every file of its row', ({ id, where }) => {
    const paths = pathsIn(where);
    expect(where).toBe(paths.map((path) => `\`${path}\``).join(', '));
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.filter((path) => !cites(CODE.get(path) ?? '', id))).toEqual([]);
  });

  it.each(notModelled)('$id has a reason, and nothing in engine/mm cites it', ({ id, where }) => {
    expect(where.slice(NOT_MODELLED.length).split(' ').length).toBeGreaterThanOrEqual(8);
    const citing = [...CODE].filter(([path, text]) => path.startsWith('mm/') && cites(spelledOut(text), id));
    expect(citing.map(([path]) => path)).toEqual([]);
  });

  it('are the only ones that code cites', () => {
    const unknown = [...CODE].flatMap(([path, text]) =>
      idsIn(spelledOut(text))
        .filter((id) => !exists(id))
        .map((id) => `${path}: ${id}`),
    );
    expect(unknown).toEqual([]);
  });

  it('name files that exist, as does the rest of the page', () => {
    const named = pathsIn(README);
    expect(named.length).toBeGreaterThan(IDS.length);
    expect(named.filter((path) => !existsSync(`${ENGINE}${path}`))).toEqual([]);
  });
});

describe('a citation', () => {
  it('is a whole word', () => {
    expect(['V1', 'V12', 'K3', 'K3a'].map((id) => cites('FACTS V12, K3a; PV1, V1x', id))).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect([cites("rule: 'K4.10',", 'K4'), cites('(V10-V13)', 'V13'), cites('(V10-V13)', 'V11')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('of a range is one of all that is in it', () => {
    expect(idsIn(spelledOut('FACTS V14-V16, Z3'))).toEqual(['V14', 'V15', 'V16', 'Z3']);
    expect(['V15', 'V16', 'V99', 'K3a', 'K3b', 'K4.10', 'K4.11', 'K5.1', 'V0'].filter(exists)).toEqual([
      'V15',
      'K3a',
      'K4.10',
    ]);
  });
});
