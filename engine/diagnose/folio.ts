/** Huge folios in lists of page-types: a head and 511 tails are one. A diff of two lists tells what became of each. */
import { worded } from '../base/language.ts';
import { hex, PAGE_BYTES, PMD_PAGES, sayBytes, sayCount } from '../base/units.ts';
import type { FolioRow } from '../read/evidence.ts';
import type { Reading } from '../read/read.ts';
import { type Diagnoser, type Diagnosis, MOST_PLACES, type Reason } from './diagnosis.ts';

interface Folio {
  readonly row: FolioRow;
  /** Rows of its pages. */
  readonly lines: number[];
  pages: number;
}

export const hugeFolios: Diagnoser = (readings) =>
  readings.flatMap(({ evidence }: Reading, file) => {
    const { folios } = evidence;
    const plain = folios.filter(({ side }) => side === null);
    return [present(plain, file), changed(folios, file)].filter((found) => found !== null);
  });

const isSummary = ({ page, pfn }: FolioRow): boolean => Number.isNaN(page) && Number.isNaN(pfn);

/** Heads with the tails that follow each, holes or not. */
function foliosOf(rows: readonly FolioRow[]): Folio[] {
  const found: Folio[] = [];
  for (const row of rows) {
    const last = found.at(-1);
    if (row.flags.includes('compound_head')) found.push({ row, lines: [row.line], pages: row.count });
    else if (row.flags.includes('compound_tail') && last && inside(row.pfn, last.row)) {
      last.pages += row.count;
      last.lines.push(row.line);
    }
  }
  return found;
}

const inside = (pfn: number, head: FolioRow): boolean => pfn > head.pfn && pfn < head.pfn + PMD_PAGES;

const isHuge = ({ row, pages }: Folio): boolean =>
  pages === PMD_PAGES && (row.flags.includes('thp') || row.flags.includes('huge'));

/** What lists and summaries show. */
function present(rows: readonly FolioRow[], file: number): Diagnosis | null {
  const huge = foliosOf(rows.filter((row) => !isSummary(row))).filter(isHuge);
  const sums = rows.filter((row) => isSummary(row) && row.flags.includes('thp'));
  const summed = sums.reduce((sum, { count }) => sum + count, 0);
  if (huge.length === 0 && summed === 0) return null;
  const count = huge.length || Math.floor(summed / PMD_PAGES);
  const reasons: Reason[] = [];
  if (huge.length > 0)
    reasons.push({
      text: worded`A head and the 511 tails behind it are one folio: the first is page frame ${hex(huge[0]!.row.pfn)}.`,
      lines: huge.flatMap(({ lines }) => lines.map((line) => ({ file, line }))).slice(0, MOST_PLACES),
      rules: ['Z4'],
    });
  if (summed > 0)
    reasons.push({
      text: worded`The summaries count ${sayCount(summed)} pages of transparent huge pages, 512 for each. Lists of several moments or kernels add up.`,
      lines: sums.slice(0, MOST_PLACES).map(({ line }) => ({ file, line })),
      rules: ['K12'],
    });
  return {
    id: 'huge-folios',
    kind: 'fact',
    answer: worded`Huge folios of 2 MiB: ${sayCount(count)} (${sayBytes(count * PMD_PAGES * PAGE_BYTES)}).`,
    reasons,
    numbers: { listed: huge.length, summedPages: summed },
    advice: [],
  };
}

/** Before and after of a diff. */
function changed(rows: readonly FolioRow[], file: number): Diagnosis | null {
  const side = (name: FolioRow['side']) => rows.filter((row) => row.side === name && !isSummary(row));
  const [before, after] = [foliosOf(side('before')).filter(isHuge), foliosOf(side('after'))];
  const rest = side('after');
  const gone = before.filter((one) => !after.some((other) => isHuge(other) && samePlace(one, other)));
  const made = after.filter((one) => isHuge(one) && !before.some((other) => samePlace(one, other)));
  if (gone.length + made.length === 0) return null;
  const fates = gone.map((one) => fateOf(one, rest, file));
  const parts = fates.filter(({ part }) => part).length;
  return {
    id: 'folio-changed',
    kind: gone.length > 0 ? 'trouble' : 'fact',
    answer: worded`Huge folios before the change: ${sayCount(before.length)}. Split: ${sayCount(gone.length - parts)}. Mapped only in part: ${sayCount(parts)}. New: ${sayCount(made.length)}.`,
    reasons: [
      ...fates.slice(0, MOST_PLACES).map(({ reason }) => reason),
      ...made.slice(0, MOST_PLACES).map(({ row, lines }) => ({
        text: worded`After: page ${hex(row.page)} begins a huge folio at frame ${hex(row.pfn)}.`,
        lines: lines.map((line) => ({ file, line })),
        rules: ['K6'],
      })),
    ],
    numbers: { before: before.length, split: gone.length - parts, parts, made: made.length },
    advice: [],
  };
}

const samePlace = (a: Folio, b: Folio): boolean =>
  Number.isNaN(a.row.page) ? a.row.pfn === b.row.pfn : a.row.page === b.row.page;

const total = (list: readonly FolioRow[]): number => list.reduce((sum, { count }) => sum + count, 0);

/** What became of the pages of a folio: still pieces of it, or single pages in the same frames or in others. */
function fateOf(
  { row, lines, pages }: Folio,
  rest: readonly FolioRow[],
  file: number,
): { part: boolean; reason: Reason } {
  const own = rest.filter(({ page }) => page >= row.page && page < row.page + pages);
  const stayed = own.filter(({ page, pfn }) => pfn - row.pfn === page - row.page);
  const pieces = stayed.filter(({ flags }) => flags.some((flag) => flag.startsWith('compound_')));
  const places = [...lines, ...own.map(({ line }) => line)].slice(0, MOST_PLACES);
  const [head, frame] = [hex(row.page), hex(row.pfn)];
  const part = pieces.length > 0;
  const text = part
    ? worded`Before: a folio of ${sayCount(pages)} pages at page ${head}, frame ${frame}. After: ${sayCount(total(pieces))} of its pages are mapped, one by one. The folio is whole and keeps its 2 MiB until memory gets short.`
    : worded`Before: a folio of ${sayCount(pages)} pages at page ${head}, frame ${frame}. After: single pages, ${sayCount(total(stayed))} in the same frames and ${sayCount(total(own) - total(stayed))} in other ones. It was split.`;
  return {
    part,
    reason: { text, lines: places.map((line) => ({ file, line })), rules: part ? ['Z4', 'Z7'] : ['Z4'] },
  };
}
