/** Words around the script editor. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    script: 'Script',
    operations: 'Operations',
    examples: 'Examples',
    keys: (mod: string) =>
      `‹${mod} Enter› runs, ‹Tab› leaves the editor, ‹Alt Enter› or a click on its number goes to the moment of a line.`,
    spokenKeys: 'Tab leaves the editor. Control or Command with Enter runs the script.',
    tooLong: (length: number, most: number) =>
      `Too long for a link: ${length} characters packed, ${most} fit.`,
    syntax:
      'Sizes are `N` with `k`, `m`, `g`, `p` (4 KiB) or `h` (2 MiB), and sums as `2m+3p-1p`. `#` begins a comment; ' +
      '`# era: 2017` runs the script by the rules of that year.',
    more: (n: number) => `and ${n} more`,
    run: 'Run',
    problemCount: (errors: number, problems: number) => `Errors: ${errors}, notes: ${problems}`,
    problems: 'Errors and notes',
    line: (n: number) => `Line ${n}`,
    returned: 'What each operation returned',
  },
});
