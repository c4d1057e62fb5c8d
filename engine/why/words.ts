/** What answers say. Each is whole sentences with places for steps, values and sentences of events. */
import { inLanguage, type Words } from '../base/language.ts';
import { sayCount, sayTime } from '../base/units.ts';

const step = (n: number): string => `step ${sayCount(n)}`;
const times = (n: number): string => (n === 1 ? 'once' : `${sayCount(n)} times`);
const page = (p: number): string => `page 0x${p.toString(16)}`;

/** How memory was armed when something happened. */
export type Armed = 'since' | 'after' | 'before' | 'never';
/** Why a page was sent once more. */
export const AGAIN = ['connection', 'refused', 'written', 'dumped', 'neighbour', 'late', 'unknown'] as const;
export type Again = (typeof AGAIN)[number];

const ARMED: Readonly<Record<Armed, (at: number) => string>> = {
  since: (at) => `armed since ${step(at)}`,
  after: (at) => `after it was disarmed at ${step(at)}`,
  before: (at) => `before it was armed at ${step(at)}`,
  never: () => 'in memory that was never armed',
};

const SENT_AGAIN: Readonly<Record<Again, string>> = {
  connection: 'because it was lost with the connection',
  refused: 'because it could not be placed and was requested again',
  written: 'because it was written after it was sent',
  dumped: 'because it was written after it was dumped',
  neighbour: 'because a write to a neighbour made the whole huge mapping dirty',
  late: 'with the same content, because its dirty bit was read only after the written content had been sent',
  unknown: 'for a reason that the log does not record',
};

const ENGLISH = {
  /** What is so: a clause that the next two end. */
  is: {
    version: (version: number) => `The content is v${version}`,
    pmd: (name: string) => `The PMD entry is “${name}”`,
    pieces: (n: number) =>
      n === 0 ? 'No piece of a large folio is mapped' : `${n} of the folio's 512 pieces are mapped`,
    flags: (flags: string) => (flags === '' ? 'The VMA has none of these flags' : `The VMA has ${flags}`),
    ept: (mapped: boolean) => (mapped ? 'EPT maps the page as it does' : 'EPT does not map the page'),
    bit: (name: string, set: boolean) => (set ? `“${name}” is set` : `“${name}” is not set`),
  },
  sinceStart: (is: string) => `${is}, as it was at the start: no event has changed that.`,
  since: (is: string, at: number, sentence: string) => `${is} since ${step(at)}: ${sentence}.`,

  armed: ARMED,
  collapsed: (at: number, armed: string) =>
    `khugepaged collapsed the region at ${step(at)}, ${armed}. The hole became zeroes in a huge page, and the touch of a present page sends no message.`,
  placed: (call: 'UFFDIO_COPY' | 'UFFDIO_ZEROPAGE', at: number) =>
    `Its content arrived before anybody touched it: ${call} placed it at ${step(at)}, and a present page does not fault.`,
  loaded: (at: number) =>
    `It was already there: its content was loaded at ${step(at)} and has not been dropped since. Only holes send a message.`,
  filled: (at: number, armed: string) =>
    `A touch found no page at ${step(at)}, ${armed}. The kernel mapped new memory itself and did not ask userfaultfd.`,
  present: (at: number, sentence: string) =>
    `It has been present since ${step(at)}, and only holes send a message: ${sentence}.`,
  unarmed: (flags: string) =>
    flags === ''
      ? 'The hole is not armed, as its VMA has no flag of userfaultfd: a touch maps zeroes and sends no message.'
      : `The hole is not armed, as its VMA has only ${flags}: a touch maps zeroes and sends no message.`,
  touchedAndDropped: (touched: number, dropped: number) =>
    `It was touched at ${step(touched)} and dropped at ${step(dropped)}, and nobody has touched it since. The hole is armed: the next touch will send a message.`,
  untouched: (armed: number) =>
    `Nobody has touched it since it was armed at ${step(armed)}. The hole is armed: the first touch will send a message.`,

  noHuge: (at: number) => `Its VMA has nh since ${step(at)}: khugepaged skips the whole VMA.`,
  tooSmall: 'Its VMA does not cover all of its 2 MiB: a huge page would not fit.',
  neverWoke: 'khugepaged has not woken yet.',
  notHereYet: (wakes: number, at: number, region: number) =>
    `khugepaged woke ${times(wakes)} and has not reached this region yet. At ${step(at)} it scanned region ${region}; each region uses up 512 pages of pages_to_scan.`,
  scannedNothing: (wakes: number) => `khugepaged woke ${times(wakes)} and has scanned no region yet.`,
  notAllowed: (wakes: number, flags: string) =>
    `khugepaged woke ${times(wakes)} and scanned no region. The VMA has ${flags === '' ? 'no flags' : flags}: without hg it may be huge only if “enabled” is “always”.`,
  splitAgain: (collapsed: number, split: number, sentence: string) =>
    `It was collapsed at ${step(collapsed)} and is no longer huge since ${step(split)}: ${sentence}.`,
  refused: (at: number, verdict: string) =>
    `khugepaged last scanned it at ${step(at)} and returned ${verdict}.`,
  refusedFor: (at: number, verdict: string, reason: string) =>
    `khugepaged last scanned it at ${step(at)} and returned ${verdict}: ${reason}.`,
  refusedAt: (at: number, verdict: string, reason: string, culprit: number, entry: string) =>
    `khugepaged last scanned it at ${step(at)} and returned ${verdict}: ${reason}, and ${page(culprit)} is ${entry}.`,
  sinceThen: (culprit: number, entry: string) => `from here on ${page(culprit)} is ${entry}`,
  /** Why khugepaged refused, before the page that caused it is named; by the name of its verdict. */
  refusals: {
    pmd_none: 'nothing is mapped there, as it has no page table',
    page_pmd_mapped: 'it was huge already',
    pte_uffd_wp: 'an entry is write-protected for userfaultfd',
    exceed_swap_pte: 'more entries than max_ptes_swap hold no page',
    page_compound: 'an entry maps a piece of a large folio, which kernels of 2017 refuse',
    lack_referenced_page: 'nobody has touched its pages lately',
    exceed_shared_pte: 'another process shares more pages than max_ptes_shared allows',
    page_count: 'another process shares a page',
    pte_mapped_hugepage: 'its pages are already one large folio, mapped by small entries',
    vma_check: 'its VMA may not have huge pages',
    alloc_huge_page_failed: 'no 2 MiB page was free',
    failed: 'the collapse met an entry that holds neither a page nor a hole',
    truncated: 'the file was truncated meanwhile',
  },
  tooManyHoles: (n: number) => `${n} holes or zero pages are one more than max_ptes_none allows`,
  armedHole: 'armed memory is refused at its first hole or zero page',
  entries: {
    marker: 'a marker',
    hole: 'a hole',
    zero: 'a zero page',
    protected: 'write-protected',
    piece: 'a piece of a large folio',
    small: 'a small page',
  },

  /** How often a page was sent, when last, and why again: reasons with their number. */
  sent: (n: number, last: number, reasons: readonly (readonly [Again, number])[]) =>
    `It was sent ${times(n)}, most recently at ${step(last)}. It was sent again ${reasons.map(([reason, often]) => `${times(often)} ${SENT_AGAIN[reason]}`).join(', ')}.`,
  sending: (n: number) => `transmission ${n}`,

  waits: (who: string, protectedPage: boolean, at: number, ns: number, stage: string) =>
    `${who} touched ${protectedPage ? 'a write-protected page' : 'an armed hole'} at ${step(at)} and has slept for ${sayTime(ns)}: ${stage}.`,
  who: {
    vcpu: (cpu: number) => `vCPU ${cpu}`,
    thread: (cpu: number) => `Thread ${cpu}`,
    someone: 'A thread',
  },
  /** How far a request has come. */
  stages: {
    paused: 'the network is gone, and nothing arrives until it is back',
    sent: 'the source has sent the page, and it is on its way',
    queued: 'the source has queued the page and not sent it yet',
    requested: 'the request is on its way to the source',
    read: 'the message was read, and the page is not requested yet',
    unread: 'nobody has read the message yet',
  },
};
export type AnswerWords = Words<typeof ENGLISH>;
export const answerWords = (): AnswerWords => inLanguage('answers', ENGLISH);
