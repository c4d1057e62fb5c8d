/** Why no userfault came for a page of the destination: only the touch of a hole in armed memory asks (F10, F12). */

import { actorOf, hostOf, VCPU } from '../event/actor.ts';
import { K } from '../event/event.ts';
import { HOST_SRC, LOST, PRESENT, RECEIVED } from '../event/pageword.ts';
import { sayFlags, VM_UFFD_MISSING } from '../event/vmalist.ts';
import { describe } from '../log/describe.ts';
import { answer, lastBefore, type Scene, type WhyAnswer } from './answer.ts';
import { reader } from './field.ts';
import { answerWords } from './words.ts';

const LOADS: readonly number[] = [K.LOAD, K.LOAD_ZERO, K.RESTORE_PAGE];
const PLACES: readonly number[] = [K.COPY, K.ZEROPAGE];
const TOUCHES: readonly number[] = [K.READ, K.WRITE, K.FILL];
const ZAPS: readonly number[] = [K.ZAP, K.ZAP_PMD];
/** Faults that map memory nobody has sent, with the rule they follow. */
const FILLS: Readonly<Record<number, { fn: string; rule: string }>> = {
  [K.FAULT_HUGE_ZERO]: { fn: 'set_huge_zero_folio', rule: 'F3' },
  [K.FAULT_HUGE]: { fn: 'do_huge_pmd_anonymous_page', rule: 'F2' },
  [K.FAULT_SMALL]: { fn: 'do_anonymous_page', rule: 'F7' },
  [K.FAULT_ZERO]: { fn: 'do_anonymous_page', rule: 'F7' },
  [K.FAULT_MTHP]: { fn: 'alloc_anon_folio', rule: 'F7' },
};
const MUST_WAIT = { fn: 'userfaultfd_must_wait', rule: 'F12' };

/** It never faulted up to the step, though memory was armed or the page is lost. */
export function offersNoFault({ columns, cast, past, ofPage, page, host, step }: Scene): boolean {
  const state = past.at(step);
  const side = state.side(host);
  if (host === HOST_SRC || cast === 'tracking' || !side.vmas.find(page)) return false;
  if (lastBefore(ofPage, step, (n) => columns.kind(n) === K.UFFD_FAULT) >= 0) return false;
  const registered = state.counts[K.REGISTER]! + state.counts[K.UFFD_OPEN]!;
  return registered > 0 || (side.words[page]! & LOST) !== 0;
}

export async function whyNoFault(scene: Scene): Promise<WhyAnswer> {
  const { past, page, host, step } = scene;
  const word = past.at(step).side(host).words[page]!;
  return word & PRESENT ? present(scene, word) : hole(scene);
}

/** Something was mapped there, so a touch had nothing to ask for: what was it? */
async function present(scene: Scene, word: number): Promise<WhyAnswer> {
  const words = answerWords();
  const { columns, past, ofPage, page, host, step } = scene;
  const mapped = await past.lastChange(step, reader('bit-0', page, host));
  const kind = columns.kind(mapped);
  const here = (n: number): boolean => hostOf(columns.who(n)) === host;
  const lost = lastBefore(ofPage, step, (n) => columns.kind(n) === K.LOST);
  if (kind === K.COLLAPSE) {
    const arms = await armsAround(scene, mapped);
    return answer(
      columns,
      words.collapsed(mapped + 1, arms.words),
      { fn: 'collapse_huge_page', rule: 'K5' },
      [holeOf(scene, mapped), ...arms.events, mapped, lost],
    );
  }
  if (PLACES.includes(kind))
    return answer(
      columns,
      words.placed(kind === K.COPY ? 'UFFDIO_COPY' : 'UFFDIO_ZEROPAGE', mapped + 1),
      MUST_WAIT,
      [mapped],
    );
  const loaded = lastBefore(ofPage, step, (n) => n >= mapped && LOADS.includes(columns.kind(n)));
  if (loaded >= 0 && word & RECEIVED && !(word & LOST))
    return answer(columns, words.loaded(loaded + 1), MUST_WAIT, [mapped, loaded]);
  const rule = FILLS[kind];
  if (rule) {
    const arms = await armsAround(scene, mapped);
    const touched = lastBefore(
      ofPage,
      step,
      (n) => n >= mapped && here(n) && TOUCHES.includes(columns.kind(n)),
    );
    return answer(columns, words.filled(mapped + 1, arms.words), rule, [
      holeOf(scene, mapped),
      ...arms.events,
      mapped,
      lost < 0 ? touched : lost,
    ]);
  }
  return answer(columns, words.present(mapped + 1, describe(columns, mapped)), MUST_WAIT, [mapped]);
}

/** Nothing is mapped there: it is not armed, or nobody has come. */
async function hole(scene: Scene): Promise<WhyAnswer> {
  const { columns, past, ofPage, page, host, step } = scene;
  const flags = past.at(step).side(host).vmas.flagsAt(page);
  const armed = (flags & VM_UFFD_MISSING) !== 0;
  const changed = await past.lastChange(step, armedAt(page, host));
  const gone = holeOf(scene, step);
  if (!armed)
    return answer(columns, answerWords().unarmed(sayFlags(flags)), { fn: 'do_anonymous_page', rule: 'F7' }, [
      gone,
      changed,
    ]);
  const touched = lastBefore(
    ofPage,
    step,
    (n) =>
      hostOf(columns.who(n)) === host &&
      actorOf(columns.who(n)) === VCPU &&
      TOUCHES.includes(columns.kind(n)),
  );
  return answer(
    columns,
    touched > changed
      ? answerWords().touchedAndDropped(touched + 1, gone + 1)
      : answerWords().untouched(changed + 1),
    { fn: 'handle_userfault', rule: 'F10' },
    [gone, changed, touched > changed ? touched : -1],
  );
}

/** 1 where missing pages of the VMA are asked for. */
const armedAt =
  (page: number, host: Scene['host']) =>
  (s: ReturnType<Scene['past']['at']>): number =>
    s.side(host).vmas.flagsAt(page) & VM_UFFD_MISSING;

/** How memory was armed at event `n`, and what armed it afterwards. */
async function armsAround(
  { past, page, host, step }: Scene,
  n: number,
): Promise<{ words: string; events: number[] }> {
  const { armed } = answerWords();
  const read = armedAt(page, host);
  const was = read(past.at(n)) !== 0;
  const before = await past.lastChange(n, read);
  if (was) return { words: armed.since(before + 1), events: [before] };
  if (before >= 0) return { words: armed.after(before + 1), events: [before] };
  const after = await past.lastChange(step, read);
  if (after < 0) return { words: armed.never(0), events: [] };
  return { words: armed.before(after + 1), events: [after] };
}

/** What made the hole before event `end`: a zap here, or an image that left the page out; -1 when it always was one. */
function holeOf({ columns, ofPage, host }: Scene, end: number): number {
  const zap = lastBefore(
    ofPage,
    end,
    (n) => ZAPS.includes(columns.kind(n)) && hostOf(columns.who(n)) === host,
  );
  if (zap >= 0) return zap;
  return lastBefore(
    ofPage,
    end,
    (n) => columns.kind(n) === K.IMAGE_LAZY && hostOf(columns.who(n)) === HOST_SRC,
  );
}
