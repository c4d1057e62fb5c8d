/** Why a region is no huge page: khugepaged's word at its last visit with the entry that caused it, or what keeps it from coming
 *  (K3-K10, V10). */

import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { hostOf } from '../event/actor.ts';
import { K } from '../event/event.ts';
import {
  type Host,
  isNone,
  PIECE,
  PMD_HUGE,
  PMD_HUGE_ZERO,
  PRESENT,
  PTE_BITS,
  UFFD_WP,
  ZERO,
} from '../event/pageword.ts';
import * as scan from '../event/scan.ts';
import type { MemoryState } from '../event/state.ts';
import { sayFlags, VM_HUGEPAGE, VM_NOHUGEPAGE, VM_UFFD } from '../event/vmalist.ts';
import { describe } from '../log/describe.ts';
import { answer, lastBefore, type Scene, type WhyAnswer } from './answer.ts';
import { reader } from './field.ts';
import { answerWords } from './words.ts';

const SCAN_PMD = 'hpage_collapse_scan_pmd';

interface Refusal {
  readonly fn: string;
  readonly rule: string;
  /** Is this the entry at which the scan gave up? `none` is the number of holes and zero pages up to it. */
  readonly culprit?: (word: number, none: number, told: number) => boolean;
}

const isMissing = (w: number): boolean =>
  (!(w & PRESENT) && isNone(w)) || ((w & PRESENT) !== 0 && (w & ZERO) !== 0);
const isMarkerEntry = (w: number): boolean => !(w & PRESENT) && !isNone(w);

const REFUSALS: Readonly<Record<number, Refusal>> = {
  [scan.SCAN_PMD_NONE]: {
    fn: SCAN_PMD,
    rule: 'K4.1',
  },
  [scan.SCAN_PMD_MAPPED]: { fn: SCAN_PMD, rule: 'K4.1' },
  [scan.SCAN_EXCEED_NONE_PTE]: {
    fn: SCAN_PMD,
    rule: 'K4.3',
    culprit: (w, none, told) => isMissing(w) && none === told,
  },
  [scan.SCAN_PTE_UFFD_WP]: {
    fn: SCAN_PMD,
    rule: 'K4.4',
    culprit: (w) => (w & UFFD_WP) !== 0,
  },
  [scan.SCAN_EXCEED_SWAP_PTE]: {
    fn: SCAN_PMD,
    rule: 'K4.2',
    culprit: isMarkerEntry,
  },
  [scan.SCAN_PAGE_COMPOUND]: {
    fn: SCAN_PMD,
    rule: 'K9',
    culprit: (w) => (w & PRESENT) !== 0 && (w & PIECE) !== 0,
  },
  [scan.SCAN_LACK_REFERENCED_PAGE]: {
    fn: SCAN_PMD,
    rule: 'K4.10',
  },
  [scan.SCAN_EXCEED_SHARED_PTE]: {
    fn: SCAN_PMD,
    rule: 'K4.6',
  },
  [scan.SCAN_PAGE_COUNT]: { fn: SCAN_PMD, rule: 'K9' },
  [scan.SCAN_PTE_MAPPED_HUGEPAGE]: {
    fn: SCAN_PMD,
    rule: 'K11',
  },
  [scan.SCAN_VMA_CHECK]: {
    fn: 'hugepage_vma_revalidate',
    rule: 'V10',
  },
  [scan.SCAN_ALLOC_HUGE_PAGE_FAIL]: {
    fn: 'alloc_charge_folio',
    rule: 'K10',
  },
  [scan.SCAN_FAIL]: {
    fn: 'collapse_huge_page',
    rule: 'K6',
    culprit: isMarkerEntry,
  },
  [scan.SCAN_TRUNCATED]: { fn: 'collapse_file', rule: 'K11' },
};

/** The region is memory and not huge; on the source only where khugepaged runs at all. */
export function offersNotCollapsed({ columns, cast, past, ofPage, page, host, step }: Scene): boolean {
  const side = past.at(step).side(host);
  const pmd = side.pmd[page >>> PMD_ORDER];
  if (cast === 'tracking' || pmd === PMD_HUGE || pmd === PMD_HUGE_ZERO || !side.vmas.find(page)) return false;
  return host === 1 || lastBefore(ofPage, step, (n) => isVisit(columns, n, host)) >= 0;
}

export async function whyNotCollapsed(scene: Scene): Promise<WhyAnswer> {
  const words = answerWords();
  const { columns, past, ofPage, page, host, step } = scene;
  const side = past.at(step).side(host);
  const flags = side.vmas.flagsAt(page);
  const vma = side.vmas.find(page);
  const region = page >>> PMD_ORDER;
  const first = region << PMD_ORDER;
  const fits = vma !== undefined && vma.start <= first && first + PMD_PAGES <= vma.end;
  const visit = lastBefore(ofPage, step, (n) => isVisit(columns, n, host));
  if (flags & VM_NOHUGEPAGE) {
    const nh = await past.lastChange(step, (s) => s.side(host).vmas.flagsAt(page) & VM_NOHUGEPAGE);
    return answer(columns, words.noHuge(nh + 1), { fn: '__thp_vma_allowable_orders', rule: 'V10' }, [
      visit,
      nh,
    ]);
  }
  if (!fits)
    return answer(columns, words.tooSmall, { fn: 'thp_vma_suitable_order', rule: 'V10' }, [
      await past.lastChange(step, (s) => s.side(host).vmas.find(page)?.start ?? -1),
    ]);
  return visit < 0 ? notVisited(scene, flags) : lastVisit(scene, visit);
}

/** It has not been here: because it sleeps, because it stands elsewhere, or because it may not. */
function notVisited({ columns, host, step }: Scene, flags: number): WhyAnswer {
  const words = answerWords();
  let wakes = 0;
  let wake = -1;
  let elsewhere = -1;
  for (let n = 0; n < step; n++) {
    if (hostOf(columns.who(n)) !== host) continue;
    const kind = columns.kind(n);
    if (kind === K.KH_WAKE) {
      wakes++;
      wake = n;
    } else if (kind === K.KH_SCAN) elsewhere = n;
  }
  const decides = { fn: 'khugepaged_scan_mm_slot', rule: 'K3' };
  if (wakes === 0 && elsewhere < 0) return answer(columns, words.neverWoke, decides, []);
  if (elsewhere >= 0)
    return answer(
      columns,
      words.notHereYet(wakes, elsewhere + 1, columns.page(elsewhere) >>> PMD_ORDER),
      decides,
      [wake, elsewhere],
    );
  const unmarked = !(flags & VM_HUGEPAGE);
  return answer(
    columns,
    unmarked ? words.notAllowed(wakes, sayFlags(flags)) : words.scannedNothing(wakes),
    unmarked ? { fn: '__thp_vma_allowable_orders', rule: 'V10' } : decides,
    [wake],
  );
}

/** It was here: what it said, and the entry that made it say so. */
async function lastVisit(scene: Scene, visit: number): Promise<WhyAnswer> {
  const { columns, past, page, host, step } = scene;
  const words = answerWords();
  const region = page >>> PMD_ORDER;
  const code = columns.arg(visit) & 255;
  const told = columns.arg(visit) >>> 8;
  if (code === scan.SCAN_SUCCEED) {
    const split = await past.lastChange(step, reader('pmd', page, host));
    return answer(columns, words.splitAgain(visit + 1, split + 1, describe(columns, split)), null, [
      visit,
      split,
    ]);
  }
  const name = scan.SCAN_NAMES[code] ?? String(code);
  const refusal = REFUSALS[code];
  if (!refusal) return answer(columns, words.refused(visit + 1, name), null, [visit]);
  const before = past.at(visit);
  const armed = (before.side(host).vmas.flagsAt(page) & VM_UFFD) !== 0;
  const culprit = refusal.culprit ? find(before, host, region, told, refusal.culprit) : -1;
  const reason = reasonOf(code, told, armed);
  if (culprit < 0) return answer(columns, words.refusedFor(visit + 1, name, reason), refusal, [visit]);
  const what = entryWords(before.side(host).words[culprit]!);
  const made = await past.lastChange(visit, (s) => s.side(host).words[culprit]! & PTE_BITS);
  return answer(
    columns,
    words.refusedAt(visit + 1, name, reason, culprit, what),
    refusal,
    [made, visit],
    new Map(made < 0 ? [] : [[made, words.sinceThen(culprit, what)]]),
  );
}

/** The page of the region at which the scan gave up, -1 when no one page did it. */
function find(
  s: MemoryState,
  host: Host,
  region: number,
  told: number,
  is: NonNullable<Refusal['culprit']>,
): number {
  const { words } = s.side(host);
  let none = 0;
  for (let p = region << PMD_ORDER; p < (region + 1) << PMD_ORDER; p++) {
    const w = words[p]!;
    if (isMissing(w)) none++;
    if (is(w, none, told)) return p;
  }
  return -1;
}

/** What is wrong with the region, before the page that caused it is named. */
function reasonOf(code: number, told: number, armed: boolean): string {
  const { refusals, tooManyHoles, armedHole } = answerWords();
  if (code === scan.SCAN_EXCEED_NONE_PTE) return armed ? armedHole : tooManyHoles(told);
  return refusals[scan.SCAN_NAMES[code] as keyof typeof refusals];
}

function entryWords(w: number): string {
  const { entries } = answerWords();
  if (isMarkerEntry(w)) return entries.marker;
  if (!(w & PRESENT)) return entries.hole;
  if (w & ZERO) return entries.zero;
  if (w & UFFD_WP) return entries.protected;
  return w & PIECE ? entries.piece : entries.small;
}

const isVisit = (columns: Scene['columns'], n: number, host: Host): boolean =>
  columns.kind(n) === K.KH_SCAN && hostOf(columns.who(n)) === host;
