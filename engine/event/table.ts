/** The list of kinds in README.md. */
import { KINDS } from './event.ts';
import { ABOUT } from './kind.ts';

const NAMES = Object.keys(ABOUT);

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** A Markdown table with one line per kind, in the order of their numbers. */
export function kindTable(): string {
  const lines = KINDS.map(({ number, key, name, fn, rule, about, page, arg }) => [
    String(number),
    key,
    name,
    fn && `\`${fn}\``,
    rule,
    NAMES[about.scope]!,
    page ?? '',
    arg ?? '',
  ]);
  return [
    ['Number', 'Key', 'Name', 'Function', 'Rule', 'About', 'Page', 'Arg'],
    ['---:', '---', '---', '---', '---', '---', '---', '---'],
    ...lines,
  ]
    .map((cells) => `| ${cells.map(cell).join(' | ')} |\n`)
    .join('');
}
