/** What is said of hazards beside the sentences of their events: titles, remedies, and notes. */
import { inLanguage, type Words } from '../../base/language.ts';
import { sayCount, sayTime } from '../../base/units.ts';
import type { HazardId } from './catalogue.ts';

const count = sayCount;

const ENGLISH = {
  /** An event with a note. */
  noted: (sentence: string, note: string) => `${sentence} (${note})`,
  allSlept: (vcpus: number, ns: number) =>
    `until now all ${vcpus} vCPUs have slept at the same time for ${sayTime(ns)}`,
  oldPieces: (n: number) =>
    n === 1 ? '1 entry maps a piece of the old folio' : `${n} entries map pieces of the old folio`,
  late: (ns: number) => `${sayTime(ns)} after the end of the migration`,
  sentAlready: 'the source has sent it and will not send it again',
  vmasAtEnd: (n: number) => `${count(n)} VMAs at the end`,
  /** What the VMA had when the page was filled; `flags` are those of smaps. */
  unarmed: (flags: string) =>
    flags === '' ? 'the VMA has neither hg nor nh and is not armed' : `the VMA has ${flags} and is not armed`,
  another: 'another one of these pages',
  toSend: (n: number) => `${count(n)} pages were left to send when the last round began`,
  held: (held: number, refilled: number) =>
    `the folio holds ${count(held)} pages that nobody uses, and ${count(refilled)} came back as new memory`,
  sameContent: (step: number) => `the same content as at step ${count(step)}`,
  sentInVain: (n: number, sent: number) =>
    `${count(n)} of ${count(sent)} pages were sent twice with the same content`,
  fewLeft: (left: number, huge: number, dropped: number, pages: number) =>
    `${count(left)} of ${count(huge)} huge mappings are left, though only ${count(dropped)} of ${count(pages)} pages were discarded`,
};
export type HazardWords = Words<typeof ENGLISH>;
export const hazardWords = (): HazardWords => inLanguage('hazardNotes', ENGLISH);

/** Title and remedy of each hazard in another language than English; the catalogue has the English ones. */
export type HazardTexts = Readonly<Record<HazardId, { readonly title: string; readonly remedy: string }>>;
const IN_CATALOGUE: Partial<HazardTexts> = {};
export const hazardTexts = (): Partial<HazardTexts> => inLanguage('hazardTexts', IN_CATALOGUE);
