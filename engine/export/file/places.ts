/** What part of memory the fold of an event reaches. Events of a file are held against this before they are folded: a page
 *  that is not there, or a range without end, must not come near the state. */
import { worded } from '../../base/language.ts';
import { KINDS, marks } from '../../event/event.ts';
import { ABOUT } from '../../event/kind.ts';

const reaches = KINDS.map(({ about, reach }) => reach ?? about);
const tracked = marks((kind) => kind.needsFolios === true);

/** Whether an event of the kind is in its place when its page is one of the guest's, whatever its argument: most events. */
const isSingle = marks((kind) => !kind.argLimit && (kind.reach ?? kind.about).scope === ABOUT.page);

/** Folios must be tracked for an event of this kind. */
export const needsFolios = (kind: number): boolean => tracked[kind] === 1;

export interface WrongPlace {
  readonly field: 'page' | 'arg';
  readonly message: string;
}

/** Which field of an event makes no sense in a guest of `pages` pages, and why; null when all do. */
export function wrongPlace(kind: number, page: number, arg: number, pages: number): WrongPlace | null {
  if (isSingle[kind] === 1 && page < pages) return null;
  const { argLimit } = KINDS[kind]!;
  if (argLimit && argLimit.value(arg) > argLimit.max(pages))
    return wrong(argLimit.expected(pages), argLimit.value(arg));
  const { scope, pages: reach } = reaches[kind]!;
  if (scope === ABOUT.nothing) return null;
  if (page >= pages) return { field: 'page', message: worded`expected a page below ${pages}, got ${page}` };
  // A region may be cut short by the end of memory.
  if (scope === ABOUT.region) return null;
  const n = reach(arg);
  return n > pages - page ? wrong(worded`at most ${pages - page} pages from ${page}`, n) : null;
}

const wrong = (expected: string, got: number): WrongPlace => ({
  field: 'arg',
  message: worded`expected ${expected}, got ${got}`,
});

/** Whether the fold of an event of the kind goes through one page, whatever its argument. */
const isShort = marks((kind) => !kind.work && (kind.reach ?? kind.about).scope === ABOUT.page);

/** Pages that the fold of an event goes through, about: what opening a file costs. */
export function workOf(kind: number, arg: number, pages: number, tracks: boolean): number {
  if (isShort[kind] === 1) return 1;
  const { work } = KINDS[kind]!;
  return work ? work(arg, pages, tracks) : reaches[kind]!.pages(arg);
}
