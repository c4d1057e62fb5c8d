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
import { answer, lastBefore, type Scene, stepOf, type WhyAnswer } from './answer.ts';
import { reader } from './field.ts';

const SCAN_PMD = 'hpage_collapse_scan_pmd';

interface Refusal {
  readonly fn: string;
  readonly rule: string;
  /** What is wrong with the region, before the page that caused it is named. */
  readonly words: (none: number, armed: boolean) => string;
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
    words: () => 'nothing is mapped there: it has no page table',
  },
  [scan.SCAN_PMD_MAPPED]: { fn: SCAN_PMD, rule: 'K4.1', words: () => 'it was huge already' },
  [scan.SCAN_EXCEED_NONE_PTE]: {
    fn: SCAN_PMD,
    rule: 'K4.3',
    words: (none, armed) =>
      armed
        ? 'armed memory is refused at its first hole or zero page'
        : `${none} holes or zero pages are one more than max_ptes_none allows`,
    culprit: (w, none, told) => isMissing(w) && none === told,
  },
  [scan.SCAN_PTE_UFFD_WP]: {
    fn: SCAN_PMD,
    rule: 'K4.4',
    words: () => 'an entry is write-protected for userfaultfd',
    culprit: (w) => (w & UFFD_WP) !== 0,
  },
  [scan.SCAN_EXCEED_SWAP_PTE]: {
    fn: SCAN_PMD,
    rule: 'K4.2',
    words: () => 'more entries than max_ptes_swap hold no page',
    culprit: isMarkerEntry,
  },
  [scan.SCAN_PAGE_COMPOUND]: {
    fn: SCAN_PMD,
    rule: 'K9',
    words: () => 'an entry maps a piece of a large folio, which kernels of 2017 refuse',
    culprit: (w) => (w & PRESENT) !== 0 && (w & PIECE) !== 0,
  },
  [scan.SCAN_LACK_REFERENCED_PAGE]: {
    fn: SCAN_PMD,
    rule: 'K4.10',
    words: () => 'nobody has touched its pages of late',
  },
  [scan.SCAN_EXCEED_SHARED_PTE]: {
    fn: SCAN_PMD,
    rule: 'K4.6',
    words: () => 'more pages than max_ptes_shared belong to another process too',
  },
  [scan.SCAN_PAGE_COUNT]: { fn: SCAN_PMD, rule: 'K9', words: () => 'a page belongs to another process too' },
  [scan.SCAN_PTE_MAPPED_HUGEPAGE]: {
    fn: SCAN_PMD,
    rule: 'K11',
    words: () => 'its pages are one large folio already, mapped by small entries',
  },
  [scan.SCAN_VMA_CHECK]: {
    fn: 'hugepage_vma_revalidate',
    rule: 'V10',
    words: () => 'its VMA may not have huge pages',
  },
  [scan.SCAN_ALLOC_HUGE_PAGE_FAIL]: {
    fn: 'alloc_charge_folio',
    rule: 'K10',
    words: () => 'no 2 MiB page was free',
  },
  [scan.SCAN_FAIL]: {
    fn: 'collapse_huge_page',
    rule: 'K6',
    words: () => 'the collapse met an entry that holds neither a page nor a hole',
    culprit: isMarkerEntry,
  },
  [scan.SCAN_TRUNCATED]: { fn: 'collapse_file', rule: 'K11', words: () => 'the file was cut meanwhile' },
};

/** The region is memory and not huge; on the source only where khugepaged runs at all. */
export function offersNotCollapsed({ columns, cast, past, ofPage, page, host, step }: Scene): boolean {
  const side = past.at(step).side(host);
  const pmd = side.pmd[page >>> PMD_ORDER];
  if (cast === 'tracking' || pmd === PMD_HUGE || pmd === PMD_HUGE_ZERO || !side.vmas.find(page)) return false;
  return host === 1 || lastBefore(ofPage, step, (n) => isVisit(columns, n, host)) >= 0;
}

export async function whyNotCollapsed(scene: Scene): Promise<WhyAnswer> {
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
    return answer(
      columns,
      `Its VMA says nh since ${stepOf(nh)}: khugepaged passes the whole VMA over.`,
      { fn: '__thp_vma_allowable_orders', rule: 'V10' },
      [visit, nh],
    );
  }
  if (!fits)
    return answer(
      columns,
      'Its VMA does not reach over all of its 2 MiB: a huge page would not fit.',
      { fn: 'thp_vma_suitable_order', rule: 'V10' },
      [await past.lastChange(step, (s) => s.side(host).vmas.find(page)?.start ?? -1)],
    );
  return visit < 0 ? notVisited(scene, flags) : lastVisit(scene, visit);
}

/** It has not been here: because it sleeps, because it stands elsewhere, or because it may not. */
function notVisited({ columns, host, step }: Scene, flags: number): WhyAnswer {
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
  if (wakes === 0 && elsewhere < 0) return answer(columns, 'khugepaged has not woken yet.', decides, []);
  const woken = `khugepaged woke ${wakes === 1 ? 'once' : `${wakes.toLocaleString('en')} times`}`;
  if (elsewhere >= 0)
    return answer(
      columns,
      `${woken} and has not come here yet: at ${stepOf(elsewhere)} it looked at region ${columns.page(elsewhere) >>> PMD_ORDER}, and a pass covers ${PMD_PAGES} pages a region of its pages_to_scan.`,
      decides,
      [wake, elsewhere],
    );
  const unmarked = !(flags & VM_HUGEPAGE);
  return answer(
    columns,
    `${woken} and looked at no region${unmarked ? `: the VMA says ${sayFlags(flags) || 'nothing'}, and without hg it may be huge only where enabled is “always”` : ' yet'}.`,
    unmarked ? { fn: '__thp_vma_allowable_orders', rule: 'V10' } : decides,
    [wake],
  );
}

/** It was here: what it said, and the entry that made it say so. */
async function lastVisit(scene: Scene, visit: number): Promise<WhyAnswer> {
  const { columns, past, page, host, step } = scene;
  const region = page >>> PMD_ORDER;
  const code = columns.arg(visit) & 255;
  const told = columns.arg(visit) >>> 8;
  if (code === scan.SCAN_SUCCEED) {
    const split = await past.lastChange(step, reader('pmd', page, host));
    return answer(
      columns,
      `It was, at ${stepOf(visit)}; since ${stepOf(split)} it is huge no more: ${describe(columns, split)}.`,
      null,
      [visit, split],
    );
  }
  const name = scan.SCAN_NAMES[code] ?? String(code);
  const refusal = REFUSALS[code];
  const said = `At its last visit, ${stepOf(visit)}, khugepaged said ${name}`;
  if (!refusal) return answer(columns, `${said}.`, null, [visit]);
  const before = past.at(visit);
  const armed = (before.side(host).vmas.flagsAt(page) & VM_UFFD) !== 0;
  const culprit = refusal.culprit ? find(before, host, region, told, refusal.culprit) : -1;
  const words = refusal.words(told, armed);
  if (culprit < 0) return answer(columns, `${said}: ${words}.`, refusal, [visit]);
  const what = entryWords(before.side(host).words[culprit]!);
  const made = await past.lastChange(visit, (s) => s.side(host).words[culprit]! & PTE_BITS);
  return answer(
    columns,
    `${said}: ${words}, and page 0x${culprit.toString(16)} is ${what}.`,
    refusal,
    [made, visit],
    new Map(made < 0 ? [] : [[made, `page 0x${culprit.toString(16)} is ${what} since then`]]),
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

function entryWords(w: number): string {
  if (isMarkerEntry(w)) return 'a marker';
  if (!(w & PRESENT)) return 'a hole';
  if (w & ZERO) return 'a zero page';
  if (w & UFFD_WP) return 'write-protected';
  return w & PIECE ? 'a piece of a large folio' : 'a small page';
}

const isVisit = (columns: Scene['columns'], n: number, host: Host): boolean =>
  columns.kind(n) === K.KH_SCAN && hostOf(columns.who(n)) === host;
