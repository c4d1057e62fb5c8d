/** Lists and summaries of page-types (tools/mm/page-types.c of Linux), alone or as a diff of two lists.
 *
 *      list    = [ "+" | "-" ] [ voffset ] offset len flags        -l -p PID: hexadecimal without 0x, pages
 *              | voffset offset flags                               -L: one page a line
 *      summary = "0x" flags count MB symbols [ names ]
 *      symbols = one letter for each flag, or "_"; 34 to 50 of them by the age of the kernel
 *
 *  The letters become names, as the last column of a summary has them. */
import { later } from '../base/language.ts';
import { type Evidence, MOST_ENTRIES } from './evidence.ts';
import { FOREIGN, type Format, type LineReader, type Outcome, READ } from './format.ts';

/** Flags by their letter and where it stands in the first 26 columns, which all kernels share (page_flag_names). */
const FLAGS: readonly (readonly [string, string])[] = [
  ['L', 'locked'],
  ['E', 'error'],
  ['R', 'referenced'],
  ['U', 'uptodate'],
  ['D', 'dirty'],
  ['l', 'lru'],
  ['A', 'active'],
  ['S', 'slab'],
  ['W', 'writeback'],
  ['I', 'reclaim'],
  ['B', 'buddy'],
  ['M', 'mmap'],
  ['a', 'anonymous'],
  ['s', 'swapcache'],
  ['b', 'swapbacked'],
  ['H', 'compound_head'],
  ['T', 'compound_tail'],
  ['G', 'huge'],
  ['u', 'unevictable'],
  ['X', 'hwpoison'],
  ['n', 'nopage'],
  ['x', 'ksm'],
  ['t', 'thp'],
  ['o', 'offline'],
  ['g', 'pgtable'],
  ['z', 'zero_page'],
];
/** Letters of later columns that matter here. */
const LATER: Readonly<Record<string, string>> = {
  m: 'mlocked',
  f: 'softdirty',
  d: 'anon_exclusive',
  F: 'file',
  w: 'swap',
  '1': 'mmap_exclusive',
};

const LIST =
  /^ *([+-])? *([0-9a-f]{1,16})[ \t]+(?:([0-9a-f]{1,16})[ \t]+)?([0-9a-f]{1,16})[ \t]+([A-Za-z0-9_#:?*-]{26,64})[ \t]*$/;
const SINGLE = /^ *([+-])? *([0-9a-f]{1,16})[ \t]+([0-9a-f]{1,16})[ \t]+([A-Za-z0-9_#:?*-]{26,64})[ \t]*$/;
const SUMMARY =
  /^ *([+-])? *0x[0-9a-f]{16}[ \t]+(\d{1,15})[ \t]+\d{1,12}[ \t]+([A-Za-z0-9_#:?*-]{26,64})(?:[ \t]+(\S{1,300}))?[ \t]*$/;
const HEADING =
  /^ *(?:voffset|offset)[ \t]+(?:offset[ \t]+)?(?:len[ \t]+)?flags|^ *flags[ \t]+page-count[ \t]+MB/;
const TOTAL = /^ *total[ \t]+\d+[ \t]+\d+/;
const DIFF = /^(?:---|\+\+\+|@@|diff )/;

export const pageTypes: Format = {
  name: 'page-types',
  title: later`page-types`,
  recognise: (line) => {
    if (!line.includes('___') && !line.includes('flags')) return 0;
    return SUMMARY.test(line) || LIST.test(line) || SINGLE.test(line) || HEADING.test(line) ? 2 : 0;
  },
  reader: (evidence) => new PageTypes(evidence),
};

class PageTypes implements LineReader {
  /** The heading says that a line has the page of the process, and a length. */
  private length = true;

  constructor(private readonly evidence: Evidence) {}

  line(text: string, line: number): Outcome {
    if (HEADING.test(text)) {
      this.length = /[ \t]len[ \t]/.test(text);
      return 'heading';
    }
    const summary = SUMMARY.exec(text);
    if (summary) {
      const [, side, count, symbols, names] = summary;
      const flags = names === undefined ? namesOf(symbols!) : names.split(',');
      return this.add(side, Number.NaN, Number.NaN, Number(count), flags, line);
    }
    const row = LIST.exec(text) ?? SINGLE.exec(text);
    if (!row) return TOTAL.test(text) || DIFF.test(text) || text.trim() === '...' ? 'heading' : FOREIGN;
    return this.row(row, line);
  }

  private row(found: RegExpExecArray, line: number): Outcome {
    const symbols = found.at(-1)!;
    const numbers = found
      .slice(2, -1)
      .filter((text) => text !== undefined)
      .map((text) => Number.parseInt(text, 16));
    const flags = namesOf(symbols);
    const side = found[1];
    if (numbers.length === 3) return this.add(side, numbers[0]!, numbers[1]!, numbers[2]!, flags, line);
    return this.length
      ? this.add(side, Number.NaN, numbers[0]!, numbers[1]!, flags, line)
      : this.add(side, numbers[0]!, numbers[1]!, 1, flags, line);
  }

  private add(
    sign: string | undefined,
    page: number,
    pfn: number,
    count: number,
    flags: readonly string[],
    line: number,
  ): Outcome {
    const { folios } = this.evidence;
    if (folios.length >= MOST_ENTRIES) return 'tooMany';
    const side = sign === '-' ? 'before' : sign === '+' ? 'after' : null;
    folios.push({ line, page, pfn, count, flags, side });
    return READ;
  }
}

/** The names of the letters in a column of symbols. */
function namesOf(symbols: string): string[] {
  const names: string[] = [];
  for (const [i, letter] of [...symbols].entries()) {
    if (letter === '_') continue;
    const name = FLAGS.find(([own]) => own === letter)?.[1];
    names.push(i < FLAGS.length && name ? name : (LATER[letter] ?? name ?? letter));
  }
  return names;
}
